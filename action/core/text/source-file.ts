/** A file as git has it: the two modes git knows for files, and its bytes. Paths are relative and use `/`. */
export type SourceFile = { readonly path: string; readonly mode: "100644" | "100755"; readonly bytes: Uint8Array };

/** Each byte comes back when it is encoded again: without `ignoreBOM` the decoder drops the mark at the beginning. */
export const exactText = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

/** An entry of a production's folder. Anything but a plain file is named, never followed. */
export type FolderEntry =
  | ({ readonly kind: "file" } & SourceFile)
  | { readonly kind: "link" | "submodule" | "special"; readonly path: string }
  | { readonly kind: "too-large"; readonly path: string; readonly size: number }
  /** No request names it, or more is named than is read. */
  | { readonly kind: "unread"; readonly path: string; readonly size: number };

/** Why the files that a request names were not read. Bytes. */
export type BeyondAmount = { readonly of: "request" | "judgement"; readonly named: number; readonly most: number };

/** An entry that is no file where a file must be. */
export type OddKind = "link" | "submodule" | "folder" | "special";

/** A production as the tree holds it, before validation. */
export type ProductionSource = {
  /** `productions/toy-pileup` */
  readonly folder: string;
  /** `productions/toy-pileup/production.yaml` */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The kind of the entry if it is no file; `bytes` is empty then. */
  readonly odd?: OddKind | undefined;
  /** Everything else in the folder; paths relative to it. What the request does not name is not read. */
  readonly entries: readonly FolderEntry[];
  /** The nearest `conventions.yaml` upwards. */
  readonly conventions: ConventionsFile | undefined;
  /** The content of `_shared` next to the conventions; empty for a request that names nothing of it. */
  readonly shared: readonly FolderEntry[];
  /** What the commits of other repositories hold that the request names. */
  readonly foreign: readonly ForeignTree[];
  /** The request names more than is read: none of its files was. */
  readonly beyond?: BeyondAmount | undefined;
  /** A trial's part of a production that was validated: of jobs that are cut from lists the first ones, without a lock. */
  readonly trialOf?: { readonly jobs: number | undefined };
};

/** Conventions, and the next further up: each may only narrow those above it. */
export type ConventionsFile = {
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The kind of the entry if it is no file; `bytes` is empty then. */
  readonly odd?: OddKind | undefined;
  readonly above: ConventionsFile | undefined;
  /** The folder `_lists` beside it. `at`: the time of the commit, or of the files on disk. Milliseconds. */
  readonly lists?: { readonly at?: number; readonly entries: readonly FolderEntry[] } | undefined;
};

/** A commit of another repository, as it was fetched; or why it could not be. Paths are relative to its top. */
export type ForeignTree = { readonly git: string; readonly commit: string } & (
  | { readonly kind: "fetched"; readonly entries: readonly FolderEntry[] }
  /** The rules in force, which are main's, do not list the host. */
  | { readonly kind: "not-in-force" }
  /** The author must correct it: no such commit, or on no branch and no tag there. */
  | { readonly kind: "refused"; readonly message: string }
  /** The world's: nobody answered, and no copy is kept here. A stranger reads the message, so it says no more than that. */
  | { readonly kind: "unreachable"; readonly message: string }
);

/** Files that several productions use, next to the conventions. */
export const sharedFolder = "_shared";

/** Files beside the conventions that list names which exist, each of at most so many bytes. */
export const listsFolder = "_lists";
export const largestList = 1024 * 1024;
export const listPlace = (conventionsFile: string, name: string): string =>
  `${conventionsFile.slice(0, -conventionsName.length)}${listsFolder}/${name}`;

/** Folders that are not searched for productions: what tools keep, what is hidden, and `_shared`, `_templates` and the like. */
export const isPassedOver = (name: string): boolean => name === "node_modules" || /^[._]/.test(name);

/** Bytes. PanDA takes a sandbox of 10 MiB (panda-server file_server/upload_cache_file); a file beyond it cannot be sent. */
export const largestFile = 10 * 1024 * 1024;

/** Bytes of all files that one request names, before they are packed: text shrinks to a sixth, and 10 MiB are sent. */
export const maxOfRequest = 64 * 1024 * 1024;
/** Bytes of all files named by requests that are validated together. They are in memory at one time. */
export const maxOfValidation = 512 * 1024 * 1024;

const encoder = new TextEncoder();
export const textFile = (path: string, text: string, mode: SourceFile["mode"] = "100644"): SourceFile => ({
  path,
  mode,
  bytes: encoder.encode(text),
});

/** Requests live below this folder of the repository, and nowhere else. */
export const productionsFolder = "productions";
export const isRequested = (folder: string): boolean => folder.startsWith(`${productionsFolder}/`);

export const requestName = "production.yaml";

/** What an experiment decides, for every request below. */
export const conventionsName = "conventions.yaml";
export const isConventionsPath = (path: string): boolean =>
  path === conventionsName || path.endsWith(`/${conventionsName}`);
