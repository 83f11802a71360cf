/**
 * Makes a release: a commit whose tree is only what users need, and the workflows that name it. Without `--tag` nothing
 * in this repository changes but a loose object. Usage: release.ts --output DIR [--tag]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { writeFolder } from "../action/adapters/disk/folder-writer.ts";
import { commitFiles } from "../action/adapters/git/commit.ts";
import { git } from "../action/adapters/git/run.ts";
import { systemClock } from "../action/adapters/system/system-clock.ts";
import { root } from "./demo/scene.ts";
import { pinnedWorkflows, releaseTree } from "./release/tree.ts";

const { values } = parseArgs({ options: { output: { type: "string" }, tag: { type: "boolean", default: false } } });
if (values.output === undefined) {
  process.stderr.write("usage: npm run release -- --output DIR [--tag]\n");
  process.exit(2);
}

const files = releaseTree();
const version =
  /"version": "([^"]+)"/.exec(
    new TextDecoder().decode(files.find(({ path }) => path === "package.json")?.bytes),
  )?.[1] ?? "";
const commit = await commitFiles(root, systemClock(), undefined, files, `Release ${version}`);
await writeFolder(join(values.output, "tree"), files);
await writeFolder(join(values.output, "workflows"), pinnedWorkflows(commit));
if (values.tag) await git(root, ["tag", `v${version}`, commit]);
process.stdout.write(
  `release ${version}: ${files.length} files, commit ${commit}${values.tag ? `, tag v${version}` : " (not tagged)"}\n`,
);
