import type { Problem } from "../problems/problem.ts";
import { type EventChain, eventChains, eventsAsked } from "../production/event-chains.ts";
import type { Production } from "../production/production.ts";
import { thousands } from "../text/amounts.ts";
import { problemAt } from "../text/places.ts";
import type { PastVersion } from "./check-version.ts";

/** What of the events that a request wants its version makes, and what those before it that it extends have. */
export type EventsWanted = {
  readonly requested: number;
  /** `undefined`: nobody knows; `why` says what is missing. */
  readonly own: number | undefined;
  readonly why?: string;
  /** Checks of jobs say it when these have ended. */
  readonly isCounted?: boolean;
  readonly before: readonly (NonNullable<PastVersion["events"]> & { readonly version: string })[];
};

/** `undefined`: it wants no number. `history`: of its tag. */
export const eventsWanted = (production: Production, history: readonly PastVersion[]): EventsWanted | undefined => {
  const { events: requested } = production.request;
  if (requested === undefined) return undefined;
  const chains = eventChains(production.request);
  const before = extendedBy(production, history).map(({ version, events = {} }) => ({ version, ...events }));
  if (chains.kind === "unknown") return { requested, own: undefined, why: chains.why, before };
  const own = eventsOfRuns(production, chains.chains);
  if (own !== undefined) return { requested, own, before };
  const isCounted = chains.chains.some((chain) => chain.some((link) => link.isCounted === true));
  return isCounted
    ? { requested, own, why: "the checks of its jobs count them", isCounted, before }
    : { requested, own, why: "nobody knows how many jobs there will be", before };
};

const eventsOfRuns = (
  { steps, runs, stepsOfRuns = runs?.map(() => steps) ?? [steps] }: Production,
  chains: readonly EventChain[],
): number | undefined =>
  runs?.length === 0
    ? undefined
    : stepsOfRuns.reduce<number | undefined>((sum, each) => {
        const events = eventsAsked(chains, (step) => each.find(({ name }) => name === step)?.jobs);
        return sum === undefined || events === undefined ? undefined : sum + events;
      }, 0);

/** All versions of the sample that it continues, which may have been extended by others already. */
const extendedBy = ({ request, version }: Production, history: readonly PastVersion[]): readonly PastVersion[] => {
  if (request.extends === undefined) return [];
  const bases = new Map(history.map((past) => [past.version, past.extends]));
  const root = rootOfSample(request.extends, bases);
  return history.filter(
    (past) =>
      past.version !== version &&
      past.submitted &&
      past.unread === undefined &&
      rootOfSample(past.version, bases) === root,
  );
};

/** The first version of its sample. `bases`: what each extends; a circle is in no ledger of ours. */
export const rootOfSample = (
  version: string,
  bases: ReadonlyMap<string, string | undefined>,
  seen = new Set<string>(),
): string => {
  const base = bases.get(version);
  return base === undefined || seen.has(version) ? version : rootOfSample(base, bases, seen.add(version));
};

/** What they delivered, or will; `undefined`: of one of them nobody knows. */
const hadBefore = ({ before }: EventsWanted): number | undefined =>
  before.reduce<number | undefined>((sum, { asked, delivered, isOver = false }) => {
    const events = isOver ? delivered : asked;
    return sum === undefined || events === undefined ? undefined : sum + events;
  }, 0);

export const targetText = (target: EventsWanted): string => {
  const { requested, own, why, before } = target;
  const had = before.map(({ version, asked, delivered, isOver = false }) => {
    const events = isOver ? delivered : asked;
    const verb = isOver ? "delivered" : "is to make";
    return events === undefined
      ? `how many ${version} ${verb} is not known`
      : `${version} ${verb} ${thousands(events)}`;
  });
  const makes =
    own === undefined
      ? `how many this version makes is not known, because ${why}`
      : `this version makes ${thousands(own)}`;
  const lacking = lackingOf(target);
  const rest = lacking === undefined ? [] : [lacking === 0 ? "that is all" : `${thousands(lacking)} are missing`];
  return `Wanted are ${thousands(requested)} events: ${[...had, makes, ...rest].join("; ")}.`;
};

const lackingOf = (target: EventsWanted): number | undefined => {
  const had = hadBefore(target);
  return had === undefined || target.own === undefined ? undefined : Math.max(0, target.requested - had - target.own);
};

/** A version that cannot reach what its request wants, even when every job is good, or of which nobody can say. */
export const checkTarget = (production: Production, history: readonly PastVersion[]): readonly Problem[] => {
  const { where, trial, version, request } = production;
  const target = eventsWanted(production, history);
  if (target === undefined || trial || history.some((past) => past.version === version)) return [];
  if (target.isCounted === true) return [];
  if (target.own === undefined)
    return [
      problemAt(where, ["events"], "target-not-counted", {
        message: `Nobody will know how many of ${thousands(target.requested)} events are delivered: ${target.why}.`,
        key: true,
        hint: "write `eventsPerJob` at the steps that make events, or `checks` that count them, or remove `events`",
      }),
    ];
  const lacking = lackingOf(target);
  if (lacking === undefined || lacking === 0) return [];
  const those = target.before.length === 0 ? version : `${version}, with what it extends,`;
  return [
    problemAt(where, ["events"], "target-not-reached", {
      message: `${those} has ${thousands(target.requested - lacking)} of the ${thousands(target.requested)} events that \`events\` wants.`,
      hint: `${jobsFor(request, lacking)}, or when it has ended a version that extends it, as \`shrek extend\` writes it`,
    }),
  ];
};

/** `jobs: 50` where one step alone needs more. */
const jobsFor = (request: Production["request"], lacking: number): string => {
  const chains = eventChains(request);
  const makers = chains.kind === "known" ? chains.chains.flatMap(([first]) => first ?? []) : [];
  const [maker, ...others] = new Map(makers.map((one) => [one.step, one])).values();
  const jobs = maker === undefined ? undefined : request.steps[maker.step]?.jobs;
  return maker === undefined || others.length > 0 || jobs === undefined
    ? "ask for more jobs"
    : `jobs: ${jobs + Math.ceil(lacking / maker.perJob)}`;
};
