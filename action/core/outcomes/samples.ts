import { badWord } from "../ledger/declared.ts";
import { type Intent, partsOfKey, type SubmissionKey } from "../ledger/event.ts";
import { writtenIn } from "../ledger/intended-steps.ts";
import { eventsAsked } from "../production/event-chains.ts";
import type { SubmissionState } from "../submission/state.ts";
import { unreadBecause } from "../submission/unread.ts";
import { isOver } from "../submission/ways-out.ts";
import { compareNatural } from "../text/natural-order.ts";
import { rootOfSample } from "../versioning/target.ts";
import { chainsOf, type Delivered, deliveredOf } from "./delivered.ts";

type SampleState = { readonly key: SubmissionKey; readonly state: SubmissionState };
type IntendedVersion = { readonly version: string; readonly state: SubmissionState & { readonly intent: Intent } };

/** A version of a sample, all of its runs together. */
export type SampleVersion = {
  readonly version: string;
  readonly delivered: Delivered;
  /** Events that its jobs are asked for; `undefined`: nobody knows. */
  readonly asked: number | undefined;
  /** Nothing more comes of it by itself. */
  readonly isOver: boolean;
  /** Why its events do not count; `undefined`: they do. */
  readonly unread?: string;
};

/** Versions of a tag that extend each other, oldest first. */
export type Sample = {
  readonly tag: string;
  readonly versions: readonly [SampleVersion, ...SampleVersion[]];
  /** What the newest of them wants; `undefined`: it does not say. */
  readonly requested: number | undefined;
};

/** `all`: every submission of the tags that they have. Trials are no part of a sample. */
export const samplesOf = (all: readonly SampleState[]): readonly Sample[] =>
  [...Map.groupBy(all.flatMap(intendedVersions).toSorted(byVersion), ({ state }) => state.intent.tag)].flatMap(
    ([tag, ones]) => {
      const extended = new Map(ones.map(({ version, state }) => [version, writtenIn(state.intent, "extends")]));
      return [...Map.groupBy(ones, ({ version }) => rootOfSample(version, extended)).values()].flatMap((sample) => {
        const [first, ...others] = [...Map.groupBy(sample, ({ version }) => version).values()].map(versionOf);
        const requested = sample.at(-1)?.state.intent.events;
        return first === undefined ? [] : [{ tag, versions: [first, ...others] as const, requested }];
      });
    },
  );

/** The events that exist, and whether that is all of them that may. */
export const deliveredOfSample = ({
  versions,
}: Pick<Sample, "versions">): { readonly events: number; readonly isWhole: boolean } => {
  const counting = versions.filter(({ unread }) => unread === undefined).map(({ delivered }) => delivered);
  return {
    events: counting.reduce((sum, one) => sum + (one.kind === "known" ? one.events : 0), 0),
    isWhole: counting.every(({ kind }) => kind === "known"),
  };
};

const byVersion = (a: IntendedVersion, b: IntendedVersion): number => compareNatural(a.version, b.version);

const intendedVersions = ({ key, state }: SampleState): readonly IntendedVersion[] =>
  "intent" in state && state.intent.trial === undefined ? [{ version: partsOfKey(key).version, state }] : [];

const versionOf = (runs: readonly IntendedVersion[]): SampleVersion => {
  const counting = runs.filter(({ state }) => unreadWord(state) === undefined);
  const [unread] = runs.flatMap(({ state }) => unreadWord(state) ?? []);
  const asked = counting.map(({ state }) => eventsAskedOf(state.intent));
  return {
    version: runs[0]?.version ?? "",
    delivered: counting
      .map(({ state }) => deliveredOf(state))
      .reduce(together, { kind: "known", events: 0, by: "files" }),
    asked: asked.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0),
    isOver: counting.every(({ state }) => isOver(state)),
    ...(counting.length === 0 && unread !== undefined ? { unread } : {}),
  };
};

const together = (sum: Delivered, one: Delivered): Delivered => {
  if (sum.kind === "unknown" || one.kind === "unknown") return sum.kind === "unknown" ? sum : one;
  const by = sum.events === 0 ? one.by : one.events === 0 || one.by === sum.by ? sum.by : "files";
  return { kind: "known", events: sum.events + one.events, by };
};

export const eventsAskedOf = (intent: Intent): number | undefined => {
  const chains = chainsOf(intent);
  const jobs = new Map(Object.entries(intent.stepJobs ?? {}));
  return chains.kind === "unknown" ? undefined : eventsAsked(chains.chains, (step) => jobs.get(step));
};

/** Why new productions do not read it, so that its events are none of the sample. */
export const unreadWord = (state: SubmissionState & { readonly intent: Intent }): string | undefined => {
  const bad = "past" in state ? badWord(state.past.declared, state.intent.steps) : undefined;
  return unreadBecause(state) ?? (bad === undefined ? undefined : `was declared bad by ${bad.by}`);
};
