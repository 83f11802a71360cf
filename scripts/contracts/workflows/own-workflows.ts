import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../demo/scene.ts";

/** The workflows of this repository, by name, as they stand. */
export const ownWorkflows = (): Readonly<Record<string, string>> => {
  const folder = join(root, ".github/workflows");
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file.replace(/\.yml$/, ""), readFileSync(join(folder, file), "utf8")]),
  );
};

/** Our actions by the folder that they have in a release, for who knows actions only from folders. */
export const withLocalActions = (workflow: string): string =>
  workflow.replaceAll(/\buses: [\w.-]+\/shrek\/(action\/[\w-]+)@[0-9a-f]{40}/g, "uses: ./$1");

/** Workflows that a page tells administrators to write. */
export const pageWorkflows = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [
      ...readFileSync(join(root, "docs/conventions.md"), "utf8").matchAll(/^```yaml\n(name: (\w+)\non:[^`]*)```$/gm),
    ].map(([, text = "", name = ""]) => [name, text]),
  );
