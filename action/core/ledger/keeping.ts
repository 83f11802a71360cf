import { type Did, didOf, didText } from "../catalogue/data-seen.ts";
import { timeOf } from "../production/kept-as.ts";
import { endOfKeep, isLaterEnd, laterEnd } from "../text/keep-time.ts";
import type { DataExpired, KeepTerms, KeptData } from "./arrival.ts";
import type { GivenCommand, Intent, SubmissionEvent, TaskSeen } from "./event.ts";
import { filesExpected } from "./intended-steps.ts";

/** What a submission remembers of it. */
export type KeepFacts = {
  /** When it ended well last, for people and for how long its data are kept. */
  readonly endedWell: string | undefined;
  /** What main's request said later than the intent, oldest first. */
  readonly keepAsked: readonly KeepTerms[];
  readonly kept: KeptData | undefined;
  /** DIDs whose rules a person's command ended: none is made for them again. */
  readonly expired: readonly string[];
  /** Commands that end rules, not carried out yet. */
  readonly expiring: readonly GivenCommand[];
  /** What these end: written before any rule is ended, and from then on nobody begins to read it. */
  readonly ending: readonly DataExpired[];
};

export const noKeeping: KeepFacts = {
  endedWell: undefined,
  keepAsked: [],
  kept: undefined,
  expired: [],
  expiring: [],
  ending: [],
};

/** By the later of both clocks: a machine whose clock is behind keeps nothing for a shorter time. */
export const endedIf = (isGood: boolean, at: string, pandaDate = at): Pick<KeepFacts, "endedWell"> | undefined =>
  isGood ? { endedWell: Date.parse(pandaDate) > Date.parse(at) ? pandaDate : at } : undefined;

export const keepAfter = (
  facts: KeepFacts,
  event: Extract<SubmissionEvent, { readonly event: "keep-asked" | "kept" | "ending" | "expired" }>,
): Partial<KeepFacts> => {
  switch (event.event) {
    case "keep-asked":
      return { keepAsked: [...facts.keepAsked, { keep: event.keep, owner: event.owner }] };
    case "kept":
      return { kept: keptIn(event) };
    case "ending":
      return { ending: [...facts.ending, { id: event.id, dids: event.dids }] };
    case "expired":
      return {
        expired: [...new Set([...facts.expired, ...event.dids])],
        expiring: facts.expiring.filter(({ id }) => id !== event.id),
        ending: facts.ending.filter(({ id }) => id !== event.id),
      };
  }
};

/** Without what else its line of the ledger holds. */
export const keptIn = ({ until, dids, rules }: KeptData): KeptData => ({
  until,
  dids,
  ...(rules === undefined ? {} : { rules }),
});

export type KeepState = {
  readonly intent: Pick<Intent, "kept">;
  readonly past: KeepFacts;
  /** What a person wished for the data of what was given up. */
  readonly data?: "keep" | "drop";
};

/** Until when its data are to be kept: the longest time that its intent or main ever said. `until`: `undefined`: for ever. */
export type KeptUntil = { readonly until: Date | undefined };

/** Of what ended well, and that nobody has given up since. `undefined`: nothing of it is to be kept. */
export const keepTime = ({ intent: { kept }, past, data }: KeepState): KeptUntil | undefined => {
  if (kept === undefined || past.endedWell === undefined || data === "drop") return undefined;
  const ended = new Date(past.endedWell);
  const ends = [kept.keep, ...past.keepAsked.map(({ keep }) => keep)].map((keep) => endWithin(keep, kept.most, ended));
  return { until: ends.reduce(laterEnd) };
};

/** A date that is later than the conventions allow ends with what they allow. */
const endWithin = (keep: string, most: string | undefined, ended: Date): Date | undefined => {
  const end = endOfKeep(timeOf(keep), ended);
  const latest = most === undefined ? undefined : endOfKeep(timeOf(most), ended);
  return isLaterEnd(end, latest) ? latest : end;
};

/** Rules are to be made, or to last longer than those that the ledger knows. What ends later than is wished for stays. */
export const isKeepDue = (state: KeepState): boolean => {
  const wanted = keepTime(state);
  const { kept } = state.past;
  const isOver = kept !== undefined && kept.dids.every((did) => state.past.expired.includes(did));
  return wanted !== undefined && !isOver && (kept === undefined || isLaterEnd(wanted.until, untilOf(kept)));
};

/** What a person's command has ended, or is about to: it may be gone at any time. */
export const givenUpDids = ({ expired, ending }: Pick<KeepFacts, "expired" | "ending">): readonly string[] => [
  ...expired,
  ...ending.flatMap(({ dids }) => dids),
];

export const untilOf = ({ until }: KeptData): Date | undefined => (until === null ? undefined : new Date(until));

/** Who is asked about its data, and how long it was last said that they are kept. */
export const keepTerms = ({ intent: { kept }, past }: KeepState): KeepTerms | undefined =>
  past.keepAsked.at(-1) ?? (kept === undefined ? undefined : { keep: kept.keep, owner: kept.owner });

/** A collection that a task makes. `isCertain`: it is there when all went well, because each job writes a file of it. */
export type OutputDid = {
  readonly did: Did;
  readonly step: string;
  readonly output: string;
  readonly isCertain: boolean;
};

/** The containers of all that these tasks were to make, each once, as Rucio calls them. */
export const outputDids = (intent: Intent, tasks: readonly TaskSeen[]): readonly OutputDid[] => [
  ...new Map(
    tasks.flatMap(({ step, name }) =>
      filesExpected(intent, step).map(({ output, isOptional, isByPattern }) => {
        const did = didOf(`${name}_${output}`);
        return [didText(did), { did, step, output, isCertain: !isOptional && !isByPattern }] as const;
      }),
    ),
  ).values(),
];
