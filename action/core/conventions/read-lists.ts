import { makeProblem, type Problem } from "../problems/problem.ts";
import { type ConventionsFile, largestList, listPlace } from "../text/source-file.ts";
import type { Conventions } from "./conventions.ts";

export type KnownNames = {
  readonly of: readonly string[];
  readonly names: ReadonlySet<string>;
  /** The file that has them, for people. */
  readonly file: string;
  /** A file of its own may have thousands. */
  readonly isFile: boolean;
};

export type ListsRead = { readonly lists: readonly KnownNames[]; readonly problems: readonly Problem[] };

/** The lists of one file of conventions. One that cannot be used warns, and nothing is compared with it. */
export const readLists = (of: ConventionsFile, { lists = [] }: Pick<Conventions, "lists">): ListsRead => {
  const read = lists.map((list) =>
    list.file === undefined
      ? { of: list.of, names: new Set(list.names), file: of.file, isFile: false }
      : readListFile(of, { ...list, file: list.file }),
  );
  return {
    lists: read.filter((one): one is KnownNames => !("code" in one)),
    problems: read.filter((one): one is Problem => "code" in one),
  };
};

/** Their names for editors, however old they are: a schema that is committed must not change from day to day. */
export const namesToOffer = (of: ConventionsFile, { lists = [] }: Pick<Conventions, "lists">): readonly KnownNames[] =>
  readLists(of, { lists: lists.map(({ days: _, ...list }) => list) }).lists;

type ListOfFile = { readonly of: readonly string[]; readonly file: string; readonly days?: number };

const readListFile = (of: ConventionsFile, { of: keys, file, days }: ListOfFile): KnownNames | Problem => {
  const path = listPlace(of.file, file);
  const unusable = (what: string, hint: string, line = 1): Problem =>
    makeProblem({ file: path, line }, "list-not-usable", {
      message: `${what}, so no ${keys.map((key) => `\`${key}\``).join(" or ")} is compared with it.`,
      hint,
    });
  const entry = of.lists?.entries.find((one) => one.path === file);
  if (entry === undefined) return unusable("The list is not there", `commit ${path}, with one name a line`);
  if (entry.kind === "too-large" || entry.kind === "unread")
    return unusable(
      `The list has ${entry.size} bytes, and at most ${largestList} are read`,
      "leave out names that no request uses any more",
    );
  if (entry.kind !== "file") return unusable(`The list is a ${entry.kind}`, "commit the file itself");
  const lines = linesOf(entry.bytes);
  if (lines === undefined) return unusable("The list is not UTF-8", "save it as UTF-8, with one name a line");
  const wrong = lines.findIndex((line) => line !== "" && !line.startsWith("#") && !isName.test(line));
  if (wrong >= 0)
    return unusable(
      `Line ${wrong + 1} is no name`,
      "write one name a line, of at most 300 letters, digits and signs, without blanks",
      wrong + 1,
    );
  const names = new Set(lines.filter((line) => line !== "" && !line.startsWith("#")));
  if (names.size === 0) return unusable("The list has no name", "write one name a line");
  const age = days === undefined ? undefined : ageFault(lines[0] ?? "", days, of.lists?.at);
  return age === undefined ? { of: keys, names, file: path, isFile: true } : unusable(...age);
};

const isName = /^[\x21-\x7e]{1,300}$/;

const linesOf = (bytes: Uint8Array): readonly string[] | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).split(/\r?\n/);
  } catch {
    return undefined;
  }
};

const dateLine = /^# as of (\d{4}-\d{2}-\d{2})$/;
const day = 24 * 60 * 60 * 1000;

/** `at`: without a time nobody can say how old it is. */
const ageFault = (first: string, days: number, at: number | undefined): readonly [string, string] | undefined => {
  const [, date = ""] = dateLine.exec(first) ?? [];
  const begun = Date.parse(date);
  if (Number.isNaN(begun))
    return ["The list does not say of when it is", "let its first line say it, such as: # as of 2026-11-28"];
  if (at === undefined) return undefined;
  if (begun > at + day) return [`The list is of ${date}, which is to come`, "write the day on which it was made"];
  return at - begun > (days + 1) * day
    ? [
        `The list is of ${date}, and may be ${days === 1 ? "one day" : `${days} days`} old`,
        "refresh it: the workflow that does so has perhaps stopped",
      ]
    : undefined;
};
