import { dirname, posix } from "node:path";
import { conventionsGoverning } from "../../core/conventions/read-conventions.ts";
import { openAmount } from "../../core/files/amount.ts";
import { fitsGlob } from "../../core/files/glob.ts";
import { type ForeignFiles, namedSources } from "../../core/request/named-sources.ts";
import { onceEach } from "../../core/text/once.ts";
import {
  type FolderEntry,
  type ForeignTree,
  type ProductionSource,
  type SourceFile,
  sharedFolder,
} from "../../core/text/source-file.ts";
import { isFetchable } from "../../core/validate/fetchable.ts";
import type { Foreign } from "../../ports/foreign.ts";

/** A file that is listed and not read yet. `at` names its content: an object, or a place on disk. */
export type ListedFile = Pick<SourceFile, "path" | "mode"> & {
  readonly kind: "listed";
  readonly at: string;
  readonly size: number;
};
export type Listing = readonly (FolderEntry | ListedFile)[];

/** A request with its folder as it is listed. */
export type ListedProduction = { readonly source: ProductionSource; readonly own: Listing };

export type FileReader = {
  list(folder: string): Promise<Listing>;
  read(at: readonly string[]): Promise<readonly Uint8Array[]>;
};

/**
 * Reads what requests name, in their folders, in `_shared` and in other repositories, and nothing else: a folder may
 * hold gigabytes. A request that names too much comes without any of it (`core/files/amount.ts`).
 */
export const withNamedFiles = async (
  productions: readonly ListedProduction[],
  { list, read }: FileReader,
  foreign: Foreign,
): Promise<readonly ProductionSource[]> => {
  const listOnce = onceEach(list);
  const beyondOf = openAmount();
  const wanted = await Promise.all(
    productions.map(async ({ source, own }) => {
      const names = namedSources(source.file, source.bytes, () => hostsOf(source));
      const { conventions } = source;
      const shared =
        names.shared.length > 0 && conventions !== undefined
          ? await listOnce(posix.join(dirname(conventions.file), sharedFolder))
          : [];
      return { source, own, shared, names };
    }),
  );
  const taken = wanted.map((one) => {
    const files = [...fitting(one.own, one.names.own), ...fitting(one.shared, one.names.shared)];
    const beyond = files.length === 0 ? undefined : beyondOf(files);
    return { ...one, beyond, files: beyond === undefined ? files : [] };
  });
  const places = [...new Set(taken.flatMap(({ files }) => files.map(({ at }) => at)))];
  const contents = places.length === 0 ? [] : await read(places);
  const bytesOf = new Map(places.map((at, index) => [at, contents[index] ?? new Uint8Array()]));
  const sources: ProductionSource[] = [];
  for (const { source, own, shared, names, files, beyond } of taken) {
    const chosen = new Set(files.map(({ at }) => at));
    const entries = (listing: Listing): readonly FolderEntry[] => listing.map((one) => entryOf(one, chosen, bytesOf));
    const here = { ...source, entries: entries(own), shared: entries(shared), foreign: [], beyond };
    sources.push(
      names.foreign.length === 0 ? here : await withForeign(here, files, names.foreign, { foreign, beyondOf }),
    );
  }
  return sources;
};

const fitting = (listing: Listing, globs: readonly string[]): readonly ListedFile[] =>
  globs.length === 0
    ? []
    : listing.filter((one) => one.kind === "listed").filter(({ path }) => globs.some((glob) => fitsGlob(path, glob)));

const entryOf = (
  one: Listing[number],
  chosen: ReadonlySet<string>,
  bytesOf: ReadonlyMap<string, Uint8Array>,
): FolderEntry => {
  if (one.kind !== "listed") return one;
  const { path, mode, size, at } = one;
  const bytes = chosen.has(at) ? bytesOf.get(at) : undefined;
  return bytes === undefined ? { kind: "unread", path, size } : { kind: "file", path, mode, bytes };
};

/** One repository after the other, until there is more than a request may name. */
const withForeign = async (
  source: ProductionSource,
  own: readonly ListedFile[],
  named: readonly ForeignFiles[],
  { foreign, beyondOf }: { readonly foreign: Foreign; readonly beyondOf: ReturnType<typeof openAmount> },
): Promise<ProductionSource> => {
  if (!isFetchable(source, conventionsGoverning(source))) return source;
  const trees: ForeignTree[] = [];
  for (const files of named) {
    trees.push(await foreign.tree(source.folder, files));
    const beyond = beyondOf([...own, ...trees.flatMap((tree) => filesOf(source.folder, tree))]);
    if (beyond !== undefined) return { ...source, beyond };
  }
  return { ...source, foreign: trees };
};

const filesOf = (folder: string, tree: ForeignTree): readonly { readonly at: string; readonly size: number }[] =>
  tree.kind !== "fetched"
    ? []
    : tree.entries.flatMap((entry) =>
        entry.kind === "file"
          ? [{ at: `${folder} ${tree.git} ${tree.commit} ${entry.path}`, size: entry.bytes.length }]
          : [],
      );

/** What the request's own conventions list: who fetches asks those of main as well. */
const hostsOf = (source: ProductionSource): readonly string[] => {
  const read = conventionsGoverning(source);
  return read?.kind === "read" ? (read.conventions.gitHosts ?? []) : [];
};
