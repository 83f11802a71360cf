import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import pLimit from "p-limit";
import type { Plan } from "../../action/core/plan/plan.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { builtCli } from "./built-cli.ts";

export type RenderedProduction = {
  readonly name: string;
  /** What `shrek render` wrote: each seed range begins at 1. */
  readonly dir: string;
  readonly plan: Plan;
  /** What `shrek plan --as native` prints of it. */
  native(): Promise<string>;
  [Symbol.dispose](): void;
};

const root = join(import.meta.dirname, "..", "..");

/** Through the command line, as a person would do it. */
export const renderProduction = (name: string): Promise<RenderedProduction> => render(name, join("productions", name));

/** A good request of the tests; of one with variants, the production with this tag. */
export const renderFixture = ({ kind, name, tag }: Fixture): Promise<RenderedProduction> =>
  render(name, join("test", "requests", kind, name), tag === undefined ? [] : ["--tag", tag]);

const render = async (name: string, folder: string, more: readonly string[] = []): Promise<RenderedProduction> => {
  const temporary = temporaryFolder(`shrek-contracts-${basename(name)}-`);
  const dir = temporary.path;
  const run = await runOf(folder, more);
  await execa(process.execPath, [builtCli, "render", folder, "-o", dir, "--json", ...more, ...run], { cwd: root });
  const plan = JSON.parse(await readFile(join(dir, "plan.json"), "utf8")) as Plan; // what the renderer wrote a moment ago
  const native = () => printNative(join("productions", name), root);
  return { name, dir, plan, native, [Symbol.dispose]: temporary.remove };
};

/** Of a production with a list of runs, the one that `shrek plan` shows. */
const runOf = async (folder: string, more: readonly string[]): Promise<readonly string[]> => {
  const { stdout } = await execa(process.execPath, [builtCli, "plan", folder, "--json", ...more], { cwd: root });
  const [plan] = (JSON.parse(stdout) as { readonly plans: readonly Plan[] }).plans;
  return plan?.runs === undefined ? [] : ["--run", String(plan.runs.shown)];
};

export const printNative = async (folder: string, cwd: string): Promise<string> =>
  `${(await execa(process.execPath, [builtCli, "plan", folder, "--as", "native"], { cwd })).stdout}\n`;

export type Fixture = { readonly kind: Kind; readonly name: string; readonly tag: string | undefined };

const kinds = ["good", "real"] as const;
type Kind = (typeof kinds)[number];

/** Every production of the good requests of the tests, and of those that say rules of experiments. Each is planned alone: several have one tag. */
export const fixtures = async (): Promise<readonly Fixture[]> => {
  const limit = pLimit(2);
  const ofKind = async (kind: Kind): Promise<readonly Fixture[]> => {
    const entries = await readdir(join(requests, kind), { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    return (await Promise.all(names.toSorted().map((name) => limit(() => fixturesIn(kind, name))))).flat();
  };
  return (await Promise.all(kinds.map(ofKind))).flat();
};

const requests = join(root, "test", "requests");

const fixturesIn = async (kind: Kind, name: string): Promise<readonly Fixture[]> => {
  const { stdout } = await execa(process.execPath, [builtCli, "plan", join(requests, kind, name), "--json"], {
    cwd: root,
    reject: false,
  });
  const { plans } = JSON.parse(stdout) as { readonly plans: readonly Plan[] };
  if (plans.length === 0) throw new Error(`${name} has no plan`);
  return plans.map(({ tag }) => ({ kind, name, tag: plans.length > 1 ? tag : undefined }));
};

/** Every production of this repository. */
export const productionNames = async (): Promise<readonly string[]> => {
  const entries = await readdir(join(root, "productions"), { recursive: true });
  const requests = entries.filter((path) => basename(path) === "production.yaml" && !path.startsWith("_"));
  return requests.map((path) => dirname(path)).toSorted();
};
