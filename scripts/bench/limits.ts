/** What large changes cost the check as it ships: `npm run bench:limits -- [WORDS OF ONE]`. Linux only. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { misused, scriptArguments } from "../arguments.ts";
import { gitIn, root } from "../demo/scene.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildMany, eventOf, type Many } from "./many.ts";
import { runWatched } from "./peak.ts";

const {
  words: [asked = ""],
} = scriptArguments({}, "any");
using temporary = temporaryFolder("shrek-limits-");
const dir = temporary.path;
const mebibyte = 1024 * 1024;

/** A branch that adds files beside the first request, which names some of them. */
const withFiles = async (
  name: string,
  { files, size, naming }: { readonly files: number; readonly size: number; readonly naming: string },
): Promise<Many> => {
  const at = join(dir, name);
  mkdirSync(at);
  const place = await buildMany(at, 4, "with a ledger");
  const folder = join(place.dir, "productions/toy0");
  mkdirSync(join(folder, "files"));
  for (let n = 0; n < files; n++) {
    // Each differs, or git would keep one for all.
    const bytes = Buffer.alloc(size);
    bytes.write(`${n}\n`);
    writeFileSync(join(folder, `files/f${n}.txt`), bytes);
  }
  const request = join(folder, "production.yaml");
  writeFileSync(
    request,
    readFileSync(request, "utf8").replace(
      "    out: [signal.txt]",
      `    out: [signal.txt]\n    resources: ["${naming}"]`,
    ),
  );
  await gitIn(place.dir, "-c", "core.compression=1", "add", "--all");
  await gitIn(place.dir, "commit", "--quiet", "-m", "Add files");
  return { ...place, head: (await gitIn(place.dir, "rev-parse", "HEAD")).trim() };
};

const cases: readonly { readonly name: string; readonly place: () => Promise<Many> }[] = [
  { name: "4 changed productions", place: () => buildMany(dir, 4, "with a ledger", 4) },
  { name: "10,000 changed productions", place: () => buildMany(dir, 10_000, "with a ledger", 10_000) },
  {
    name: "100,000 files in a folder, 1 named",
    place: () => withFiles("one", { files: 100_000, size: 20, naming: "files/f7.txt" }),
  },
  {
    name: "100,000 files in a folder, all named",
    place: () => withFiles("all", { files: 100_000, size: 20, naming: "files/**" }),
  },
  {
    name: "3 GB in 300 files, 1 named",
    place: () => withFiles("large-one", { files: 300, size: 10 * mebibyte, naming: "files/f7.txt" }),
  },
  {
    name: "3 GB in 300 files, all named",
    place: () => withFiles("large-all", { files: 300, size: 10 * mebibyte, naming: "files/**" }),
  },
];

const check = (place: Many) => {
  const env = eventOf(place, join(place.dir, ".git/event.json"));
  return runWatched([process.execPath, join(root, "dist/check.js")], { cwd: place.dir, env });
};

const chosen = cases.filter(({ name }) => name.includes(asked));
if (chosen.length === 0) misused(`There is no "${asked}"; there is ${cases.map(({ name }) => name).join("; ")}`);
const rows: (readonly string[])[] = [];
for (const { name, place } of chosen) {
  const made = await place();
  // As a clone has it: a hundred thousand loose objects are slower to read than one pack.
  await gitIn(made.dir, "repack", "-a", "-d", "--quiet");
  const { code, seconds, megabytes, output } = await check(made);
  const codes = [...new Set([...output.matchAll(/::error [^\n]*?title=([\w-]+)/g)].map(([, found = ""]) => found))];
  rows.push([name, seconds.toFixed(1), megabytes.toFixed(0), code === 0 ? "good" : codes.join(", ") || `exit ${code}`]);
  process.stderr.write(`${rows.at(-1)?.join("  ")}\n`);
  rmSync(made.dir, { recursive: true, force: true });
}
process.stdout.write(
  `${textTable(["the check of", "seconds", "MB at most", "says"], rows)}\n\nNode ${process.versions.node}.\n`,
);
