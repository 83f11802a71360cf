import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { pageAt } from "../docs/pages.ts";
import { blocksIn } from "./admin-steps.ts";

/** `npm run try` after its build; the folder that it prints. */
const startTry = async (): Promise<string> => {
  const running: ChildProcess = spawn(process.execPath, [join(root, "scripts/demo/try.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    running.kill("SIGINT");
    if (running.exitCode === null) await once(running, "exit");
  });
  if (running.stdout === null) throw new Error("no output");
  for await (const line of createInterface({ input: running.stdout })) {
    const [, folder] = /^export TRY=(\S+)$/.exec(line) ?? [];
    if (folder !== undefined) return folder;
  }
  throw new Error("npm run try ended");
};

test("the page is played by hand: from an empty folder to a production that is done", async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-by-hand-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const [begin = "", doctor = "", author = "", view = "", reviewer = "", files = "", steered = "", ...more] = [
    ...pageAt("docs/try.md").text.matchAll(/^```bash\n([\s\S]*?)^```$/gm),
  ].map(([, block]) => block ?? "");
  expect(more).toEqual([]);
  const env = { PATH: process.env["PATH"], HOME: dir, TRY: await startTry() };
  const bash = async (cwd: string, ...lines: readonly string[]): Promise<string> =>
    (await promisify(execFile)("bash", ["-euo", "pipefail", "-c", lines.join("\n")], { cwd: join(dir, cwd), env }))
      .stdout;
  /** The comments, once they say so. */
  const until = async (words: RegExp): Promise<string> => {
    for (;;) {
      const said = await bash("productions", 'source "$TRY/ada"', view);
      if (words.test(said)) return said;
      await wait(500);
    }
  };

  const made = await bash(".", begin);
  const pasted = blocksIn(made).map((block) => `{\n${block}\n} <<'TYPED'\na-token\nTYPED`);
  expect(pasted.length).toBeGreaterThan(9);
  await bash("productions", 'source "$TRY/linus"', ...pasted);
  expect(await bash("productions", 'source "$TRY/linus"', doctor)).not.toMatch(/^(missing|wrong|unknown)/m);
  await bash("productions", author);
  expect(await until(/the merge submits/)).toMatch(/Needs approval by `@grace` \(.*`@ada` wrote it\)/);
  await bash("productions", reviewer);
  expect(await until(/: done/)).toContain("2 of 2");
  expect((await bash("productions", files)).match(/^user\.sphnxpro\.\d+\._000001\..* +\d+$/m)).not.toBeNull();
  await bash("productions", steered);
  expect(await until(/lists the commands/)).toContain("/shrek help");
});
