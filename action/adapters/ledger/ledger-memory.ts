import { compareText } from "../../core/problems/problem.ts";
import type { SourceFile } from "../../core/text/source-file.ts";
import type { LedgerStore } from "./ledger-store.ts";

/** Commits that this process made, one on the other, over one that it read: what they hold need not be asked for. */
type OwnCommit = { readonly commit: string; readonly base: string; readonly texts: ReadonlyMap<string, string> };

export type RememberingStore = LedgerStore & {
  /** The same commit for the same content: the commit itself for a file that this process wrote, else the one that it read. */
  writtenBy(commit: string, path: string): string;
};

/**
 * A store that is not asked for what we wrote ourselves. A commit's name is made of its content, so a commit of ours is
 * known whole: the files we gave it, over those of its parent. The position of the branch is never remembered.
 */
export const rememberingOwn = (store: LedgerStore): RememberingStore => {
  let last: OwnCommit | undefined;
  const own = (commit: string): OwnCommit =>
    last?.commit === commit ? last : { commit, base: commit, texts: new Map<string, string>() };
  return {
    ...store,
    writtenBy: (commit, path) => {
      const { base, texts } = own(commit);
      return texts.has(path) ? commit : base;
    },
    isOurs: async (commit) => last?.commit === commit || store.isOurs(commit),
    texts: async (commit, paths) => {
      const { base, texts } = own(commit);
      const others = paths.filter((path) => !texts.has(path));
      const read = others.length === 0 ? [] : await store.texts(base, others);
      const found = new Map(others.map((path, index) => [path, read[index]]));
      return paths.map((path) => texts.get(path) ?? found.get(path));
    },
    list: async (commit, folders) => {
      const { base, texts } = own(commit);
      const listed = await store.list(base, folders);
      const written = [...texts.keys()].filter((path) => folders.some((folder) => path.startsWith(folder)));
      return written.length === 0 ? listed : [...new Set([...listed, ...written])].toSorted(compareText);
    },
    commit: async (parent, files, why) => {
      const commit = await store.commit(parent, files, why);
      const { base, texts } = own(parent);
      last = { commit, base, texts: new Map([...texts, ...files.map(decodedFile)]) };
      return commit;
    },
  };
};

const decoder = new TextDecoder();
const decodedFile = ({ path, bytes }: SourceFile): readonly [string, string] => [path, decoder.decode(bytes)];
