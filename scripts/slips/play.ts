import type { Problem } from "../../action/core/problems/problem.ts";
import { type Chance, chance } from "../fuzz/chance.ts";
import { type Copy, requestName, textOf } from "./copy.ts";
import { judgeCopy } from "./judge-copy.ts";
import { slips } from "./kinds.ts";
import type { Slip, Slipped } from "./slip.ts";
import type { Subject } from "./subjects.ts";

type Line = { readonly file: string; readonly line: number };

/**
 * Where a reader looks for a slip: the lines that changed with the one above and below, the key under which they
 * stand, and lines that hold a word of what was changed. 1-based.
 */
const isAccepted = (before: Copy, { copy, words }: Slipped): ((line: Line) => boolean) => {
  const changed = new Map<string, { readonly first: number; readonly last: number }>();
  for (const file of new Set([requestName, ...before.files.keys(), ...copy.files.keys()])) {
    const range = changedLines(textOf(before, file), textOf(copy, file));
    if (range !== undefined) changed.set(file, range);
  }
  return ({ file, line }) => {
    const range = changed.get(file);
    if (range !== undefined && range.first <= line && line <= range.last) return true;
    if (range !== undefined && isHeading(textOf(copy, file), line, range.first)) return true;
    const text = textOf(copy, file).split("\n")[line - 1] ?? "";
    return words.some((word) => text.includes(word));
  };
};

/** The key under which a line stands: `simulate:` above its `jobs`. */
const isHeading = (text: string, line: number, changed: number): boolean => {
  const lines = text.split("\n");
  const indentOf = (at: number): number => (lines[at - 1] ?? "").search(/\S/);
  let heading = changed;
  while (heading > 1 && (indentOf(heading) === -1 || indentOf(heading) >= Math.max(1, indentOf(changed)))) heading--;
  return line === heading;
};

const changedLines = (before: string, after: string): { first: number; last: number } | undefined => {
  if (before === after) return undefined;
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const [first, last] = [head + 1, now.length - tail];
  return { first: first - 1, last: Math.max(first, last + 1) };
};

export type Played = {
  readonly subject: string;
  readonly slip: string;
  readonly before: Copy;
  readonly slipped: Slipped;
  /** Errors and warnings that the good production does not have. */
  readonly told: readonly Problem[];
  readonly atItsLine: boolean;
};

/** Makes copies of a production with one slip each, every kind as often as every other, and has them judged. */
export const playSubject = async (subject: Subject, seed: number, copies: number): Promise<readonly Played[]> => {
  const before = await judgeCopy(subject, subject.copy);
  const by = chance(seed);
  const fitting = inTurn(
    slips.filter((slip) => slip.make(subject.copy, chance(seed)) !== undefined),
    by,
  );
  const made = Array.from({ length: copies }, (_, index) => fitting[index % fitting.length])
    .filter((slip) => slip !== undefined)
    .flatMap((slip) => {
      const slipped = slip.make(subject.copy, by);
      return slipped === undefined ? [] : [{ slip, slipped }];
    });
  return Promise.all(made.map(({ slip, slipped }) => playSlip(subject, before, slip, slipped)));
};

const playSlip = async (
  subject: Subject,
  before: readonly Problem[],
  slip: Slip,
  slipped: Slipped,
): Promise<Played> => {
  const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
  const found = await judgeCopy(subject, slipped.copy, { beside: slip.beside, plain: slipped.plain });
  const told = found.filter(({ code, message }) => !known.has(`${code} ${message}`));
  const { folder } = subject.source;
  const accepts = isAccepted(subject.copy, slipped);
  return {
    subject: subject.name,
    slip: slip.name,
    before: subject.copy,
    slipped,
    told,
    atItsLine: told.some(({ file, line }) => accepts({ file: file.replace(`${folder}/`, ""), line })),
  };
};

const inTurn = <T>(all: readonly T[], by: Chance): readonly T[] => {
  const left = [...all];
  return all.map(() => {
    const [taken] = left.splice(by.below(left.length), 1);
    if (taken === undefined) throw new Error("unreachable");
    return taken;
  });
};
