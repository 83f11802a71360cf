import { existsSync, readdirSync } from "node:fs";

const action = new URL("../action/", import.meta.url);
const withFile = (name: string): readonly string[] =>
  readdirSync(action)
    .filter((folder) => existsSync(new URL(`${folder}/${name}`, action)))
    .toSorted();

/** The programs that a build bundles: folders of `action/` with a `main.ts`. */
export const entries = withFile("main.ts");

/** Those of them that a workflow can use. */
export const actions = withFile("action.yml");
