import { dirname, posix } from "node:path";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import { namedSources } from "../../core/request/named-sources.ts";
import { type FolderEntry, type ProductionSource, sharedFolder } from "../../core/text/source-file.ts";
import type { Foreign } from "../../ports/foreign.ts";

/** Adds what a request names from outside its folder. Most name nothing, and cost nothing here. */
export const withNamedFiles = async (
  source: ProductionSource,
  readFolder: (folder: string) => Promise<readonly FolderEntry[]>,
  foreign: Foreign,
): Promise<ProductionSource> => {
  const named = namedSources(source.file, source.bytes, () => hostsOf(source));
  if (!named.shared && named.foreign.length === 0) return source;
  const { conventions } = source;
  const [shared, trees] = await Promise.all([
    named.shared && conventions !== undefined
      ? readFolder(posix.join(dirname(conventions.file), sharedFolder))
      : Promise.resolve([]),
    Promise.all(named.foreign.map(({ git, commit, globs }) => foreign.tree(git, commit, globs))),
  ]);
  return { ...source, shared, foreign: trees };
};

const hostsOf = ({ conventions }: ProductionSource): readonly string[] => {
  if (conventions === undefined) return [];
  const read = readConventions(conventions.file, conventions.bytes);
  return read.kind === "read" ? (read.conventions.gitHosts ?? []) : [];
};
