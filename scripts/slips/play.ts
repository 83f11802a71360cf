import type { Problem } from "../../action/core/problems/problem.ts";
import { type Chance, chance } from "../fuzz/chance.ts";
import type { Copy } from "./copy.ts";
import { judgeCopy } from "./judge-copy.ts";
import { slips } from "./kinds.ts";
import { isAccepted } from "./places.ts";
import type { Slip, Slipped } from "./slip.ts";
import type { Subject } from "./subjects.ts";

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
