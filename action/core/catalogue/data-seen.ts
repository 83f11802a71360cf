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

/** What Rucio calls data by: a scope and a name, unique together and never given again. */
export type Did = { readonly scope: string; readonly name: string };

export const didText = ({ scope, name }: Did): string => `${scope}:${name}`;

/**
 * The DID of a dataset as a request names it, read as JEDI reads it (RUCIO C12): what stands before a colon is the
 * scope, else the first part of the name, of data of users and groups the first two. A / at the end marks a container.
 */
export const didOf = (dataset: string): Did => {
  const name = dataset.replace(/\/$/, "");
  const colon = name.indexOf(":");
  if (colon >= 0) return { scope: name.slice(0, colon), name: name.slice(colon + 1) };
  const parts = name.split(".");
  return { scope: parts.slice(0, /^(user|group)/.test(name) ? 2 : 1).join("."), name };
};

/** Rucio's generic schema: another name is in no answer, and one such name spoils a question about hundreds (RUCIO C8). */
export const isDid = ({ scope, name }: Did): boolean =>
  /^[a-zA-Z_\-.0-9]{1,25}$/.test(scope) && /^[/A-Za-z0-9][/A-Za-z0-9._-]{0,249}$/.test(name);

/** A dataset or a container as the catalogue has it; a container with all that is in it. */
export type Collection = {
  readonly did: Did;
  readonly kind: "dataset" | "container";
  /** Files may still come. */
  readonly open: boolean;
  readonly files: number;
  readonly bytes: number;
  /** `undefined`: not counted, as of data that still grow. */
  readonly events: number | undefined;
  /** The datasets in it, with those of containers in it; of a dataset itself. */
  readonly datasets: readonly Did[];
  readonly account: string;
  /** When the catalogue will forget it. */
  readonly expires: Date | undefined;
};

/** How much of a collection one storage element has. */
export type Replica = { readonly storage: string; readonly files: number };

export type Replicas = {
  readonly at: readonly Replica[];
  /** Files of which no storage element has a good copy; `undefined`: not counted. */
  readonly lost: number | undefined;
  /** All files by name, where each was counted: those with a good copy, and those that are lost. */
  readonly files?: FileNames;
};

export type FileNames = { readonly good: readonly string[]; readonly lost: readonly string[] };

export type Storage = {
  readonly name: string;
  readonly medium: "disk" | "tape" | "other";
  readonly readable: boolean;
  /** The site that it belongs to, where the experiment has written it down. */
  readonly site: string | undefined;
};

export type CatalogueFile = {
  readonly did: Did;
  readonly bytes: number;
  readonly adler32: string | undefined;
  readonly events: number | undefined;
};

/** What rules there are, and when, by the catalogue's own clock: what ends is compared with no other (RUCIO C13). */
export type KeepRules = { readonly rules: readonly KeepRule[]; readonly now: Date };

/** A promise of the catalogue to keep a collection somewhere. */
export type KeepRule = {
  readonly id: string;
  readonly did: Did;
  readonly account: string;
  /** Storage elements, in Rucio's own expressions. */
  readonly where: string;
  readonly copies: number;
  readonly state: string;
  /** What whoever made it wrote. */
  readonly comment: string;
  /** Rucio ends it only when somebody has unlocked it (RUCIO C13). */
  readonly isLocked: boolean;
  /** `undefined`: for ever. */
  readonly until: Date | undefined;
};
