/**
 * Makes the slices of GitHub's descriptions anew from the packages that hold them, and says of which day those are:
 * `npm run update-github-specs`. The packages are fetched and not dependencies: one of them is 385 MB on disk. With `--compare`
 * nothing is written, and a slice that differs from what would be made exits 1.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { scriptArguments } from "../../arguments.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { cutGraphql } from "./cut-graphql.ts";
import { cutOpenapi } from "./cut-openapi.ts";
import { isObject, objectOf, textOf } from "./json.ts";

type Source = {
  readonly pack: string;
  readonly version: string;
  readonly file: string;
  readonly slice: string;
  cut(text: string, source: string): string;
};

const sources: readonly Source[] = [
  {
    pack: "@octokit/openapi",
    version: "23.0.2",
    file: "generated/api.github.com.json",
    slice: "openapi-slice.json",
    cut: (text, source) => `${linesOf(cutOpenapi(text, source), 3)}\n`,
  },
  {
    pack: "@octokit/graphql-schema",
    version: "15.26.1",
    file: "schema.graphql",
    slice: "graphql-slice.graphql",
    cut: cutGraphql,
  },
];

/** A line for each operation and each component, which stand so deep: short to scroll by, and a change shows what it changes. */
const linesOf = (value: unknown, depth: number): string =>
  depth === 0 || !isObject(value)
    ? JSON.stringify(value)
    : `{\n${Object.entries(value)
        .map(([key, each]) => `${JSON.stringify(key)}: ${linesOf(each, depth - 1)}`)
        .join(",\n")}\n}`;

/** The file as the registry has it, and the day on which this version came there. */
const fetched = async (dir: string, { pack, version, file }: Source) => {
  const { stdout: times } = await execa("npm", ["view", pack, "time", "--json"]);
  const day = textOf(objectOf(JSON.parse(times))[version]).slice(0, 10);
  const { stdout: archive } = await execa("npm", ["pack", "--silent", `${pack}@${version}`], { cwd: dir });
  const { stdout: text } = await execa("tar", ["-xzOf", join(dir, archive), `package/${file}`], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return { text, day };
};

const { compare } = scriptArguments({ compare: false });
using temporary = temporaryFolder("shrek-slices-");
const dir = temporary.path;
for (const source of sources) {
  const { text, day } = await fetched(dir, source);
  const place = new URL(source.slice, import.meta.url);
  const made = source.cut(text, `${source.pack} ${source.version} of ${day}`);
  const differs = readFileSync(place, "utf8") !== made;
  if (differs && compare) process.exitCode = 1;
  if (differs && !compare) writeFileSync(place, made);
  console.log(`${source.slice}: ${source.pack} ${source.version} of ${day}, ${differs ? "another" : "the same"} slice`);
}
