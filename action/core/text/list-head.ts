import { holdsSecret } from "../problems/secret.ts";

/** Where a list comes from, as comments at its head say it. Words for people: nothing reads the data by them. */
export type ListHead = { readonly source?: string; readonly query?: string; readonly date?: string };

/** Lines and columns are 1-based. */
export type HeadFault = {
  readonly code: "bad-list-head";
  readonly line: number;
  readonly col: number;
  readonly message: string;
  readonly hint: string;
};

/** `lines`: how many stand before the first that is no comment. `head`: `undefined` where it says nothing. */
export type HeadRead = {
  readonly head: ListHead | undefined;
  readonly lines: number;
  readonly faults: readonly HeadFault[];
};

const keys = ["source", "query", "date"] as const;
type Key = (typeof keys)[number];

/** Characters of a value. */
export const maxHeadLength = 1000;

const entry = /^#[ \t]*(source|query|date)[ \t]*:[ \t]*(.*?)[ \t]*$/i;
const day = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z)?$/;

/** `# source: ...`, `# query: ...` and `# date: ...`, each at most once, among the comments that stand above all else. */
export const readListHead = (text: string): HeadRead => {
  const lines = text.split(/\r?\n/);
  const found = lines.findIndex((line) => !/^(?:#|[ \t]*$)/.test(line));
  const end = found === -1 ? lines.length : found;
  const entries = new Map<Key, string>();
  const faults: HeadFault[] = [];
  for (const [index, line] of lines.entries()) {
    const read = line.startsWith("#") ? readEntry(line) : undefined;
    if (read === undefined) continue;
    const at = { code: "bad-list-head", line: index + 1, col: 1 } as const;
    const fault = index < end ? entryFault(read, entries) : below(read);
    if (fault !== undefined) faults.push({ ...at, ...fault });
    else if (read.key !== undefined) entries.set(read.key, read.value);
  }
  return { head: entries.size === 0 ? undefined : Object.fromEntries(entries), lines: end, faults };
};

type HeadEntry = { readonly key: Key | undefined; readonly written: string; readonly value: string };

/** A comment that is no entry may hold a secret all the same. */
const readEntry = (line: string): HeadEntry | undefined => {
  const [, written = "", value = ""] = entry.exec(line) ?? [];
  const key = keys.find((one) => one === written.toLowerCase());
  return key === undefined && !holdsSecret(line)
    ? undefined
    : { key, written, value: key === undefined ? line : value };
};

type HeadWords = Pick<HeadFault, "message" | "hint">;

const entryFault = ({ key, written, value }: HeadEntry, entries: ReadonlyMap<Key, string>): HeadWords | undefined => {
  if (holdsSecret(value))
    return {
      message: "This line holds what looks like a password or a token: everybody who can read the repository has it.",
      hint: "change that secret where it counts, and write the line without it",
    };
  if (key === undefined) return undefined;
  if (written !== key) return { message: `\`${written}\` is written in small letters.`, hint: `# ${key}: ${value}` };
  if (value === "") return { message: `\`${key}\` says nothing.`, hint: "write what it is, or remove the line" };
  if (entries.has(key)) return { message: `\`${key}\` is there twice.`, hint: "remove one of the two lines" };
  if (value.length > maxHeadLength)
    return {
      message: `\`${key}\` has ${value.length} characters, and at most ${maxHeadLength} are kept.`,
      hint: "put it into a file of the repository, and write the name of that file",
    };
  return key === "date" && !isDay(value)
    ? { message: `${JSON.stringify(value)} is no date.`, hint: "such as 2026-11-29, or 2026-11-29T04:30Z" }
    : undefined;
};

const isDay = (value: string): boolean => {
  const date = new Date(value);
  return day.test(value) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value.slice(0, 10));
};

const below = ({ key }: HeadEntry): HeadWords | undefined =>
  key === undefined
    ? undefined
    : {
        message: `\`${key}\` stands below the first line of the list, and says nothing there.`,
        hint: "a list has one head, at its top: write there where all of it comes from, or make two lists",
      };

/** The same list with another head; other comments stay. */
export const withListHead = (text: string, head: ListHead): string => {
  const { lines: end } = readListHead(text);
  const lines = text.split("\n");
  const kept = lines.filter((line, index) => index >= end || !entry.test(line));
  return [...keys.flatMap((key) => (head[key] === undefined ? [] : [`# ${key}: ${head[key]}`])), ...kept].join("\n");
};

/** What a command or a person gave, as one line of a head; `undefined` where it cannot stand there. */
export const headValue = (text: string): string | undefined => {
  const line = text.replace(/\s+/g, " ").trim();
  return line === "" || line.length > maxHeadLength || holdsSecret(line) ? undefined : line;
};

export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);
