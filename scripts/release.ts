/**
 * Makes a release in a folder; nothing in this repository changes. DIR gets
 * `release.git` with the commit that workflows name and its tag, `shrek-X.Y.Z.tgz` from which npm installs the command
 * line, `shrek-X.Y.Z-linux-x64`, which is the command line with its Node, `workflows/` that name the commit, `schema/production.schema.json` of the language, and `notes.md`, what changed. Usage: release.ts --output DIR
 */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeFolder } from "../action/adapters/disk/folder-writer.ts";
import { commitFiles } from "../action/adapters/git/commit.ts";
import { git } from "../action/adapters/git/run.ts";
import { systemClock } from "../action/adapters/system/system-clock.ts";
import { schemaName, schemaText } from "../action/core/editor/editor-schema.ts";
import { languageSchema } from "../action/core/editor/published-schema.ts";
import { type SourceFile, textFile } from "../action/core/text/source-file.ts";
import { misused, scriptArguments } from "./arguments.ts";
import { root } from "./demo/scene.ts";
import { writeSingleFile } from "./release/single-file.ts";
import { packageTree, pinnedWorkflows, releaseTree, releaseVersion } from "./release/tree.ts";

/** What changed in the release: the first part of the CHANGELOG. */
const topChanges = (changelog: string): SourceFile => {
  const [, top = ""] = changelog.split(/^(?=## )/m);
  return textFile("notes.md", `${top.trim()}\n`);
};

const asked = scriptArguments({ output: "" });
if (asked.output === "") misused("usage: npm run release -- --output DIR");
const output = resolve(asked.output);

const files = releaseTree();
const version = releaseVersion();
const bare = join(output, "release.git");
await writeFolder(join(output, "tree"), files);
await git(output, ["init", "--quiet", "--bare", "--template=", bare]);
// The pages of a release are built from the commit that it was made of (website/build/versions.ts).
const source = await git(root, ["rev-parse", "HEAD"]);
const why = `Release ${version}\n\nSource: ${source.trim()}`;
const commit = await commitFiles(bare, systemClock(), { parent: undefined, files, why });
const pin = { tag: `v${version}`, commit };
await git(bare, ["update-ref", `refs/tags/${pin.tag}`, commit]);
await writeFolder(join(output, "workflows"), pinnedWorkflows(pin));
await writeFolder(join(output, "package"), await packageTree(pin));
execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "./package"], { cwd: output });
await writeSingleFile(output, { version, node: process.execPath, packageDir: join(output, "package") });
await writeFolder(join(output, "schema"), [textFile(schemaName, schemaText(languageSchema()))]);
await writeFolder(join(output, "notes"), [topChanges(readFileSync(join(root, "CHANGELOG.md"), "utf8"))]);
process.stdout.write(`release ${version}: ${files.length} files, commit ${commit}, tag ${pin.tag}\n`);
