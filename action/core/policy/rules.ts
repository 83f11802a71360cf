import type { Conventions } from "../conventions/conventions.ts";
import { readConventions } from "../conventions/read-conventions.ts";
import { type FolderEntry, isConventionsPath, productionsFolder } from "../text/source-file.ts";
import { type CodeOwners, codeOwnersPlaces, largestCodeOwners, readCodeOwners } from "./code-owners.ts";

/** The people who may approve and command, by one commit of main, never by the head of a pull request. */
export type Rules = {
  /** `undefined`: there is no CODEOWNERS. */
  readonly codeOwners: Readable<CodeOwners> | undefined;
  /** From the repository's top downwards. */
  readonly conventions: readonly { readonly file: string; readonly read: Readable<Conventions> }[];
};

/** Unreadable rules allow nothing. */
export type Readable<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "unreadable"; readonly why: string };

/** The possible paths of rules for these folders. */
export const rulePlaces = (folders: readonly string[]): readonly string[] => {
  const above = new Set(folders.flatMap((folder) => pathsAbove(folder)));
  return [...codeOwnersPlaces, ...[...above].map((place) => `${place}conventions.yaml`)];
};

/** The conventions above a folder: each may only narrow what those above it allow, so all of them count. */
export const conventionsAbove = (rules: Rules, folder: string): Rules["conventions"] =>
  rules.conventions.filter(({ file }) => pathsAbove(folder).includes(file.slice(0, -"conventions.yaml".length)));

/** The conventions furthest up, as far as they can be read. */
export const topConventions = (rules: Rules, folder = productionsFolder): Conventions | undefined => {
  const [top] = conventionsAbove(rules, folder);
  return top?.read.kind === "read" ? top.read.value : undefined;
};

/** Whether the conventions furthest up submit releases although no GitHub App alone writes the ledger. */
export const mayAnyoneWrite = (rules: Rules, folder: string): boolean =>
  topConventions(rules, folder)?.ledger !== undefined;

/** `productions/a/` for each folder on the way, and the repository's top, which is empty. */
const pathsAbove = (folder: string): readonly string[] =>
  folder === "."
    ? [""]
    : folder.split("/").reduce<readonly string[]>((found, name) => [...found, `${found.at(-1) ?? ""}${name}/`], [""]);

/** From the files at `rulePlaces`. */
export const readRules = (entries: readonly FolderEntry[]): Rules => {
  const owners = codeOwnersPlaces.flatMap((place) => entries.find(({ path }) => path === place) ?? [])[0];
  return {
    codeOwners: owners === undefined ? undefined : readOwners(owners),
    conventions: entries
      .filter(({ path }) => isConventionsPath(path))
      .toSorted((a, b) => a.path.length - b.path.length)
      .map((entry) => ({ file: entry.path, read: readConventionsEntry(entry) })),
  };
};

const readOwners = (entry: FolderEntry): Readable<CodeOwners> => {
  if (entry.kind !== "file") return { kind: "unreadable", why: `${entry.path} is no plain file` };
  if (entry.bytes.length > largestCodeOwners)
    return { kind: "unreadable", why: `${entry.path} is larger than 3 MB, and GitHub does not read it` };
  return { kind: "read", value: readCodeOwners(new TextDecoder().decode(entry.bytes)) };
};

const readConventionsEntry = (entry: FolderEntry): Readable<Conventions> => {
  if (entry.kind !== "file") return { kind: "unreadable", why: `${entry.path} is no plain file` };
  const read = readConventions(entry.path, entry.bytes);
  if (read.kind === "read") return { kind: "read", value: read.conventions };
  // Whoever says why ends the sentence.
  const why = (read.problems[0]?.message ?? "it cannot be read").replace(/\.$/, "");
  return { kind: "unreadable", why: `${entry.path} is wrong: ${why}` };
};

export type UpkeepRule = NonNullable<NonNullable<Conventions["policy"]>["upkeep"]>;

/** The rule of the conventions furthest up. */
export const upkeepRuleOf = (rules: Rules): UpkeepRule | undefined => topConventions(rules)?.policy?.upkeep;
