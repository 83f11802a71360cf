import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { aRequest, type Draft, valid } from "../a-production.ts";

/** A request with a site that has no set-up line, so that its wrappers run on any machine. */
export const sentOf = (steps: Draft, files: readonly SourceFile[] = [], more: Draft = {}): readonly SourceFile[] =>
  renderProduction(valid(aRequest({ defaults: { sites: ["LAPTOP"] }, steps, ...more }), { files }).production).sent;

export type Ran = {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
};

export type Bench = {
  readonly dir: string;
  lay(files: readonly SourceFile[]): Promise<void>;
  /** As PanDA's pilot starts a job: in its folder, with an environment that knows nothing of ours. */
  run(...command: readonly string[]): Promise<Ran>;
  [Symbol.asyncDispose](): Promise<void>;
};

export const workbench = async (): Promise<Bench> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-wrapper-"));
  return {
    dir,
    lay: async (files) => {
      for (const { path, mode, bytes } of files) {
        await mkdir(dirname(join(dir, path)), { recursive: true });
        await writeFile(join(dir, path), bytes);
        await chmod(join(dir, path), mode === "100755" ? 0o755 : 0o644);
      }
    },
    run: (file = "bash", ...args) =>
      new Promise((resolve) => {
        const env = { PATH: process.env.PATH ?? "", HOME: dir };
        execFile(file, args, { cwd: dir, env, encoding: "utf8" }, (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
        });
      }),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true }),
  };
};
