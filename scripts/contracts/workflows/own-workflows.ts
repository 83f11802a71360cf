import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../demo/scene.ts";

/** The workflows that this repository runs and those that it ships, by name, as they are written. */
export const ownWorkflows = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [".github/workflows", "action/workflows"].flatMap((folder) =>
      readdirSync(join(root, folder)).map((file) => [
        file.replace(/\.yml$/, ""),
        readFileSync(join(root, folder, file), "utf8"),
      ]),
    ),
  );

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
