import {
  isOfMain,
  type LedgerEvent,
  type SubmissionEvent,
  type SubmissionKey,
} from "../../action/core/ledger/event.ts";
import { applyEvent } from "../../action/core/submission/fold.ts";
import type { SubmissionState } from "../../action/core/submission/state.ts";
import { type Would, wouldLine } from "../../action/core/view/status/would.ts";
import type { Ledger } from "../../action/ports/ledger.ts";

export type LedgerLines = ReadonlyMap<SubmissionKey, readonly LedgerEvent[]>;

export const linesOf = async (ledger: Ledger): Promise<LedgerLines> => {
  const head = await ledger.head();
  return ledger.read(head, await ledger.submissions(head));
};

/** What a pass did, beside its lines on the ledger. */
export type Effects = {
  /** Tasks that PanDA got an order for; `undefined`: nobody looked. */
  readonly ordered: readonly number[] | undefined;
  /** `undefined`: the pass told nobody. */
  readonly told:
    | {
        /** Pull requests whose status comment was written. */
        readonly commented: readonly number[];
        readonly called: readonly number[];
      }
    | undefined;
};

/**
 * What a dry run printed and the pass behind it did not do, and the other way round. What comes behind the begin of a
 * check or a submit depends on what PanDA answers, what is described on what Rucio answers, and is left out; so is what people are told where it did not accept all.
 */
export const untrueIn = (
  would: readonly Would[],
  [before, after]: readonly [LedgerLines, LedgerLines],
  { ordered: tasks, told }: Effects,
): readonly string[] => {
  const submits = new Set(would.flatMap((one) => (one.does === "submit" ? [one.submission] : [])));
  const written = [...after].map(([key, lines]) => writtenOf(key, lines, before.get(key) ?? [], submits.has(key)));
  const isAllGood = written.every(({ isBegun, isAccepted }) => !isBegun || isAccepted);
  const effects = { ordered: tasks, told: isAllGood ? told : undefined };
  const done = new Set([...written.flatMap(({ facts }) => facts), ...factsOfEffects(effects)]);
  const [printed, perhaps] = [new Set<string>(), new Set<string>()];
  for (const one of would)
    for (const fact of factsOf(one, effects)) (one.does === "end-older" && !isAllGood ? perhaps : printed).add(fact);
  return [
    ...[...printed].filter((fact) => !done.has(fact)).map((fact) => `printed "${fact}", and the pass did not`),
    ...[...done]
      .filter((fact) => !printed.has(fact) && !perhaps.has(fact))
      .map((fact) => `did not print "${fact}", and the pass did`),
  ];
};

/** What of a row must be seen in the world; none: it leaves no trace there. */
const factsOf = (one: Would, { ordered: tasks, told }: Effects): readonly string[] => {
  switch (one.does) {
    case "enter":
    case "write":
      return [wouldLine(one)];
    case "end-older":
      return [wouldLine({ ...one, does: "write" })];
    case "keep":
    case "end":
      return [wouldLine(one)];
    case "become":
      return [becomes(one.submission, one.state)];
    case "order":
      return [ordered(one.submission, one.verb, one.task), ...(tasks === undefined ? [] : [sent(one.task)])];
    case "submit":
      return [`${one.submission}: submit`];
    case "comment":
      return told === undefined || one.pullRequest === undefined ? [] : [`comment on #${one.pullRequest}`];
    case "call":
      return told === undefined ? [] : [`call on #${one.pullRequest}`];
    case "refuse-trial":
    case "stop":
    case "leave":
      return [];
  }
};

const becomes = (key: string, state: string): string => `${key}: becomes ${state}`;
const ordered = (key: string, verb: string, task: number): string => `${key}: order ${verb} of task ${task}`;

const sent = (task: number): string => `an order to task ${task}`;

const factsOfEffects = ({ ordered: tasks, told }: Effects): readonly string[] => [
  ...(tasks ?? []).map(sent),
  ...(told?.commented ?? []).map((number) => `comment on #${number}`),
  ...(told?.called ?? []).map((number) => `call on #${number}`),
];

type Written = { readonly facts: readonly string[]; readonly isBegun: boolean; readonly isAccepted: boolean };

const writtenOf = (
  key: SubmissionKey,
  lines: readonly LedgerEvent[],
  before: readonly LedgerEvent[],
  isSubmitted: boolean,
): Written => {
  const now = lines.slice(before.length).flatMap((line) => (isOfMain(line) ? [] : [line]));
  const begun = now.findIndex(
    ({ event }) =>
      event === "checking" ||
      event === "submitting" ||
      (isSubmitted && (event === "submitted" || event === "conflict")),
  );
  const own = (begun < 0 ? now : now.slice(0, begun)).filter((line) => !isOfAnswer(line));
  const was = foldOf(before.flatMap((line) => (isOfMain(line) ? [] : [line])));
  const state = foldOf(own, was);
  const isNamed = own.some(({ event }) => event === state.kind);
  return {
    facts: [
      ...own.map((line, at) =>
        wouldLine(
          ofData(key, line) ?? {
            does: before.length === 0 && at === 0 ? "enter" : "write",
            submission: key,
            ...named(line),
          },
        ),
      ),
      ...own.flatMap((line) => (line.event === "commanding" ? [ordered(key, line.verb, line.task)] : [])),
      ...(state.kind === was.kind || isNamed ? [] : [becomes(key, state.kind)]),
      ...(begun < 0 ? [] : [`${key}: submit`]),
    ],
    isBegun: begun >= 0,
    isAccepted: now.some(({ event }) => event === "submitted"),
  };
};

/** That an end is promised is told with the end. */
const isOfAnswer = ({ event }: SubmissionEvent): boolean => ["order-refused", "described", "ending"].includes(event);

const ofData = (submission: SubmissionKey, line: SubmissionEvent): Would | undefined => {
  if (line.event === "expired") return { does: "end", submission, data: [...line.dids] };
  return line.event === "kept" ? { does: "keep", submission, data: [...line.dids], until: line.until } : undefined;
};

const named = (event: SubmissionEvent) => ({
  event: event.event,
  ...("reason" in event && event.reason !== undefined ? { reason: event.reason } : {}),
});

type Dated = Parameters<typeof applyEvent>[1] & { readonly at: string };
const foldOf = (lines: readonly Dated[], from: SubmissionState = { kind: "none" }): SubmissionState =>
  lines.reduce((state, line) => applyEvent(state, line, line.at), from);
