/** print-archive CONVENTIONS FOLDER: the archive that PanDA would get of a production, in base64. Bundled, and run under any Node. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readConventions } from "../../../action/core/conventions/read-conventions.ts";
import {
  bindRendering,
  packArchive,
  provisionalBindings,
  renderProduction,
} from "../../../action/core/render/rendering.ts";
import type { FolderEntry } from "../../../action/core/text/source-file.ts";
import { validateProduction } from "../../../action/core/validate/validate-production.ts";

/** The program needs Node 24; the other one of this machine may be older. */
const groupBy = <K, T>(ones: Iterable<T>, keyOf: (one: T) => K): ReadonlyMap<K, readonly T[]> => {
  const groups = new Map<K, T[]>();
  for (const one of ones) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
};
if (!Object.hasOwn(Map, "groupBy")) Object.assign(Map, { groupBy });

const [conventions = "", folder = ""] = process.argv.slice(2);
const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== "production.yaml")
  .map((entry): FolderEntry => {
    const path = join(entry.parentPath, entry.name);
    return { kind: "file", path: path.slice(folder.length + 1), mode: "100644", bytes: readFileSync(path) };
  });
const [judgement] = validateProduction(
  {
    folder: "productions/archived",
    file: "productions/archived/production.yaml",
    bytes: readFileSync(join(folder, "production.yaml")),
    entries,
    conventions: undefined,
    shared: [],
    foreign: [],
  },
  readConventions("conventions.yaml", readFileSync(conventions)),
);
const valid = judgement?.valid;
if (valid === undefined) throw new Error(`${folder} is refused`);
const { sent } = renderProduction(valid.production);
process.stdout.write(
  Buffer.from(await packArchive(bindRendering(sent, provisionalBindings(valid.production)))).toString("base64"),
);
