import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Plan } from "../../action/core/plan/plan.ts";

export type RenderedProduction = {
  readonly name: string;
  /** What `shrek render` wrote: each seed range begins at 1. */
  readonly dir: string;
  readonly plan: Plan;
  /** What `shrek plan --as native` prints of it. */
  native(): Promise<string>;
  remove(): Promise<void>;
};

const root = join(import.meta.dirname, "..", "..");

/** Through the command line, as a person would do it. */
export const renderProduction = async (name: string): Promise<RenderedProduction> => {
  const dir = await mkdtemp(join(tmpdir(), `shrek-contracts-${name}-`));
  const cli = join(root, "action", "cli", "main.ts");
  await execa(process.execPath, [cli, "render", join("productions", name), "-o", dir, "--json"], { cwd: root });
  const plan = JSON.parse(await readFile(join(dir, "plan.json"), "utf8")) as Plan; // what the renderer wrote a moment ago
  const native = () => printNative(join("productions", name), root);
  return { name, dir, plan, native, remove: () => rm(dir, { recursive: true, force: true }) };
};

export const printNative = async (folder: string, cwd: string): Promise<string> => {
  const cli = join(root, "action", "cli", "main.ts");
  return `${(await execa(process.execPath, [cli, "plan", folder, "--as", "native"], { cwd })).stdout}\n`;
};

/** Every production of this repository. */
export const productionNames = async (): Promise<readonly string[]> => {
  const entries = await readdir(join(root, "productions"), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("_")).map(({ name }) => name);
};
