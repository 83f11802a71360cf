/** A file as the catalogue has it, with the storage elements that have a good copy. */
export type StoredFile = {
  readonly name: string;
  readonly bytes: number;
  readonly adler32: string | undefined;
  readonly md5: string | undefined;
  readonly at: readonly string[];
};

/** What is in a dataset or a container, as of a moment of the catalogue's clock. */
export type StoredFiles = {
  readonly files: readonly StoredFile[];
  /** `undefined`: of a file it counts none. */
  readonly events: number | undefined;
  readonly readOn: string;
};
