import { compareText } from "../problems/problem.ts";
import { sha256 } from "../text/canonical-json.ts";
import { factsVersion, type Neighbour, type SeenBeside } from "./facts.ts";

/** Where the index stands on the branch `ledger`. */
export const indexPath = "index.jsonl";

/** The tree that the lines were made of. */
export type IndexHead = {
  /** Git's id of the folder of productions. */
  readonly productions: string;
  /** Conventions that hold for a production, by path: those below the folder of productions and those above it. */
  readonly conventions: Readonly<Record<string, string>>;
  /** Folders without a line: what they say depends on more than this tree. */
  readonly absent: readonly string[];
};

/** What a line says beside facts. */
type OfTree = {
  readonly tree: string;
  /** Git's id of `_shared`, for a request that names files of it. */
  readonly shared?: string;
  /** Of a production that reads others. */
  readonly seen?: SeenBeside;
};

/** A fact is a pure function of these ids, so a line is right or absent, and never stale. */
export type Line = { readonly path: string } & OfTree & Neighbour;

/** What stands somewhere, with or without a line. */
export type MaybeLine = Neighbour & Partial<OfTree>;

export type Index = IndexHead & { readonly lines: Uint8Array };

export const writeIndex = (head: IndexHead, lines: readonly string[]): Uint8Array => {
  const body = lines.toSorted(compareText).join("");
  const first = { facts: factsVersion, ...head, sha256: sha256(body) };
  return new TextEncoder().encode(`${JSON.stringify(first)}\n${body}`);
};

/** The path comes first: lines are sorted, dropped and kept by it without being parsed. */
export const writeIndexLine = ({ path, ...rest }: Line): string => `${JSON.stringify({ path, ...rest })}\n`;

/** `undefined`: cut off, changed by hand, or of another SHREK. It is advice; who cannot use it looks at the tree. */
export const readIndex = (bytes: Uint8Array): Index | undefined => {
  const end = bytes.indexOf(newline);
  const head = end === -1 ? undefined : parse(new TextDecoder().decode(bytes.subarray(0, end)));
  if (head === undefined) return undefined;
  const lines = bytes.subarray(end + 1);
  return sha256(lines) === head.sha256 ? { ...head, lines } : undefined;
};

/** As a byte: the file is searched without being decoded. */
export const newline = 10;

const parse = (text: string): (IndexHead & { readonly sha256: string }) | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isHead(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const isHead = (value: unknown): value is IndexHead & { readonly sha256: string } =>
  typeof value === "object" &&
  value !== null &&
  "facts" in value &&
  value.facts === factsVersion &&
  "productions" in value &&
  typeof value.productions === "string" &&
  "conventions" in value &&
  typeof value.conventions === "object" &&
  value.conventions !== null &&
  "absent" in value &&
  Array.isArray(value.absent) &&
  "sha256" in value &&
  typeof value.sha256 === "string";
