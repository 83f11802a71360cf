import { dirname, posix } from "node:path";
import { readGoverning } from "../../core/conventions/governing.ts";
import type { ConventionsRead } from "../../core/conventions/read-conventions.ts";
import { isFetchable } from "../../core/judge/fetchable.ts";
import { namedSources } from "../../core/request/named-sources.ts";
import {
  type ConventionsFile,
  type FolderEntry,
  type ProductionSource,
  sharedFolder,
} from "../../core/text/source-file.ts";
import type { Foreign } from "../../ports/foreign.ts";

/** Adds what a request names from outside its folder. Most name nothing, and cost nothing here. */
export const withNamedFiles = async (
  source: ProductionSource,
  readFolder: (folder: string) => Promise<readonly FolderEntry[]>,
  foreign: Foreign,
): Promise<ProductionSource> => {
  const named = namedSources(source.file, source.bytes, () => hostsOf(source));
  if (!named.shared && named.foreign.length === 0) return source;
  const { conventions, folder } = source;
  const shared =
    named.shared && conventions !== undefined
      ? await readFolder(posix.join(dirname(conventions.file), sharedFolder))
      : [];
  const own = { ...source, shared, foreign: [] };
  if (named.foreign.length === 0 || !isFetchable(own, readOnce(source))) return own;
  return { ...own, foreign: await Promise.all(named.foreign.map((files) => foreign.tree(folder, files))) };
};

/** What the request's own conventions list: who fetches asks those of main as well. */
const hostsOf = (source: ProductionSource): readonly string[] => {
  const read = readOnce(source);
  return read?.kind === "read" ? (read.conventions.gitHosts ?? []) : [];
};

const readOnce = ({ conventions }: ProductionSource): ConventionsRead | undefined => {
  if (conventions === undefined) return undefined;
  const read = known.get(conventions) ?? readGoverning(conventions);
  known.set(conventions, read);
  return read;
};

/** A campaign of thousands shares one file. */
const known = new WeakMap<ConventionsFile, ConventionsRead>();
