import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { Plan } from "../../../action/core/plan/plan.ts";
import { packArchive } from "../../../action/core/render/rendering.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { builtCli } from "../built-cli.ts";
import { printNative, type RenderedProduction } from "../rendered-production.ts";
import { vo } from "../workflow.ts";
import type { WantedProduction } from "./wanted-productions.ts";

export const workingGroup = "physics";

/** A folder from which both clients send. */
export type ComparedWorkflow = {
  readonly dir: string;
  readonly plan: Pick<Plan, "outDS" | "label" | "contentDigest"> & {
    readonly steps: readonly { readonly step: string }[];
  };
  [Symbol.dispose](): void;
};

/** Two sites, and official names for releases. */
export const wantedConventions = {
  conventions: 1,
  experiment: "contracts",
  tag: {
    template: "{name}",
    fields: { name: { type: "string", pattern: "^[a-z-]+$", description: "what it is about" } },
  },
  version: { style: "semver" },
  names: { outDS: "{scope}.{tag}.v{version}.b{run}" },
  scopes: { trial: "user.tester", release: `group.${vo}` },
  labels: { trial: "test", release: "managed" },
  vo,
  workingGroup,
  sites: { SITE_A: { state: "online" }, SITE_B: { state: "online" } },
  monitor: "https://panda.example",
};

/** Written to a folder of its own and rendered by the command line, as a person would do it. */
export const renderWanted = async (wanted: WantedProduction): Promise<RenderedProduction> => {
  const temporary = temporaryFolder("shrek-contracts-wanted-");
  const place = temporary.path;
  const [folder, dir] = [join(place, wanted.name), join(place, "rendered")];
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  await write(join(place, "conventions.yaml"), JSON.stringify(wantedConventions)); // JSON is YAML
  await write(join(folder, "production.yaml"), JSON.stringify(wantedRequest(wanted)));
  for (const [path, text] of Object.entries(wanted.files ?? {})) await write(join(folder, path), text);
  const { failed, all } = await execa(process.execPath, [builtCli, "render", wanted.name, "-o", dir, "--json"], {
    cwd: place,
    all: true,
    reject: false,
  });
  if (failed) throw new Error(`${wanted.name} is not rendered: ${all}`);
  const plan = JSON.parse(await readFile(join(dir, "plan.json"), "utf8")) as Plan; // what the renderer wrote a moment ago
  const native = () => printNative(wanted.name, place);
  return { name: wanted.name, dir, plan, native, [Symbol.dispose]: temporary.remove };
};

export const wantedRequest = ({ name, steps, inputs, release }: WantedProduction): object => ({
  schema: 1,
  version: release === true ? "1.0.0" : "1.0.0-test.1",
  tag: { name },
  description: "For the contract checks",
  contact: ["@tester"],
  build: "none.1",
  conditions: "none",
  defaults: { sites: ["SITE_A"], memory: 1000, walltime: 1 },
  acknowledge: [{ code: "joined-by-position", reason: "what PanDA makes of it is compared here" }],
  ...(inputs === undefined ? {} : { inputs }),
  steps,
});

/** The archive that reconcile would send: what people get beside the workflow stays at home. */
export const packRendering = async (dir: string): Promise<Uint8Array> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = await Promise.all(
    paths.map(async (path): Promise<SourceFile> => {
      const executable = ((await stat(path)).mode & 0o100) !== 0;
      return { path: path.slice(dir.length + 1), mode: executable ? "100755" : "100644", bytes: await readFile(path) };
    }),
  );
  return packArchive(files.filter(({ path }) => path !== "plan.json" && path !== "README.md"));
};
