/** A file as git has it: the two modes git knows for files, and its bytes. Paths are relative and use `/`. */
export type SourceFile = {
  readonly path: string;
  readonly mode: "100644" | "100755";
  readonly bytes: Uint8Array;
};

/** What lies in a production's folder. Anything but a plain file is named, never followed. */
export type FolderEntry =
  | ({ readonly kind: "file" } & SourceFile)
  | { readonly kind: "link" | "submodule" | "special"; readonly path: string }
  | { readonly kind: "too-large"; readonly path: string; readonly size: number };

/** A production as the tree holds it, before anyone has judged it. */
export type ProductionSource = {
  /** `productions/toy-pileup` */
  readonly folder: string;
  /** `productions/toy-pileup/production.yaml` */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Everything else in the folder; paths relative to it. */
  readonly entries: readonly FolderEntry[];
  /** The nearest `conventions.yaml` upwards. */
  readonly conventions: { readonly file: string; readonly bytes: Uint8Array } | undefined;
};

/** Folders in which nobody looks for productions: what tools keep, and what is hidden. */
export const isPassedOver = (name: string): boolean => name === "node_modules" || name.startsWith(".");

/** Bytes. PanDA takes a sandbox of 10 MiB (panda-server file_server/upload_cache_file); a file beyond it cannot be sent. */
export const largestFile = 10 * 1024 * 1024;

const encoder = new TextEncoder();
export const textFile = (path: string, text: string, mode: SourceFile["mode"] = "100644"): SourceFile => ({
  path,
  mode,
  bytes: encoder.encode(text),
});

/** Requests live below this folder of the repository, and nowhere else. */
export const productionsFolder = "productions";
export const isRequested = (folder: string): boolean => folder.startsWith(`${productionsFolder}/`);
