import { type Request, type RequestInput, type RequestStep, readsList } from "../request/request.ts";

/** A step through which events pass job by job. */
export type EventLink = {
  readonly step: string;
  readonly perJob: number;
  /** The request says them of this step; else its jobs have what they read. */
  readonly isWritten: boolean;
  /** Files of its first input that each job reads; 1 where it reads none, 0 where nobody can say. */
  readonly filesPerJob: number;
  /** Its jobs differ, as rows of a table do, and their checks alone count events; `perJob` is 0. */
  readonly isCounted?: true;
};

/** From the step that makes events to the last one that has them file by file. */
export type EventChain = readonly EventLink[];

/** `why`: what nobody says, for people. */
export type EventChains =
  | { readonly kind: "known"; readonly chains: readonly EventChain[] }
  | { readonly kind: "unknown"; readonly why: string };

type EventRequest = Pick<Request, "steps" | "inputs">;
type ChainFound = { readonly chain: EventChain } | { readonly why: string } | undefined;

/** Events count in the last steps that have them file by file. A step that reads all or groups of files sums up. */
export const eventChains = (request: EventRequest): EventChains => {
  const found = new Map<string, ChainFound>();
  for (const name of Object.keys(request.steps)) findChain(request, name, found);
  const read = new Set(
    [...found].flatMap(([name, one]) =>
      one === undefined ? [] : (request.steps[name]?.in ?? []).map(({ from }) => from),
    ),
  );
  const ends = [...found].flatMap(([name, one]) => (one === undefined || read.has(name) ? [] : [one]));
  const unknown = ends.find((end) => "why" in end);
  if (unknown !== undefined && "why" in unknown) return { kind: "unknown", why: unknown.why };
  const chains = ends.flatMap((end) => ("chain" in end ? [end.chain] : []));
  return chains.length === 0 ? { kind: "unknown", why: "no step has events file by file" } : { kind: "known", chains };
};

const findChain = (request: EventRequest, name: string, found: Map<string, ChainFound>): ChainFound => {
  if (found.has(name)) return found.get(name);
  // Steps in a circle are refused elsewhere.
  found.set(name, undefined);
  const step = request.steps[name];
  const chain = step === undefined ? undefined : chainTo(request, name, step, found);
  found.set(name, chain);
  return chain;
};

const chainTo = (
  request: EventRequest,
  name: string,
  step: RequestStep,
  found: Map<string, ChainFound>,
): ChainFound => {
  const own = step.eventsPerJob;
  const [primary] = step.in ?? [];
  const first = { step: name, isWritten: true, filesPerJob: primary === undefined ? 1 : (filesOfJob(primary) ?? 0) };
  if (primary === undefined || !Object.hasOwn(request.steps, primary.from) || readsList(request, step))
    return own === undefined
      ? (countedBy(step, first) ?? { why: `${name} says no eventsPerJob` })
      : { chain: [{ ...first, perJob: own }] };
  const before = findChain(request, primary.from, found);
  const each = filesOfJob(primary);
  if (before === undefined || each === undefined) return undefined;
  const isUnclear = primary.repeat !== undefined || makesByPattern(request.steps[primary.from], primary.output);
  if ("why" in before || isUnclear) {
    if (own !== undefined) return { chain: [{ ...first, perJob: own }] };
    return "why" in before ? before : { why: `nobody knows how many events a file of ${primary.from} has` };
  }
  if (own === undefined && before.chain.at(-1)?.isCounted === true)
    return countedBy(step, first) ?? { why: `only the checks of ${primary.from} count events` };
  const inherited = (before.chain.at(-1)?.perJob ?? 0) * each;
  const link = { step: name, perJob: own ?? inherited, isWritten: own !== undefined, filesPerJob: each };
  return { chain: [...before.chain, link] };
};

const countedBy = ({ checks }: RequestStep, first: Omit<EventLink, "perJob">): ChainFound =>
  checks === undefined ? undefined : { chain: [{ ...first, perJob: 0, isCounted: true }] };

/** `undefined`: it reads all files, a group of them, a part of one, or as many as fit a size. */
const filesOfJob = ({ filesPerJob, group, by, eventsPerFile }: RequestInput): number | undefined =>
  typeof filesPerJob === "number" && group === undefined && by === undefined && eventsPerFile === undefined
    ? filesPerJob
    : undefined;

const makesByPattern = (step: RequestStep | undefined, output: string | undefined): boolean =>
  (step?.out ?? []).some(
    (one) => typeof one !== "string" && one.files !== undefined && (output === undefined || one.name === output),
  );

/** Jobs of a step, where somebody knows them. */
export type JobsOf = (step: string) => number | undefined;

/** Events that the jobs of a chain are asked for; `undefined`: nobody knows how many jobs there are. */
const askedOfChain = (chain: EventChain, jobs: JobsOf): number | undefined => {
  const [link, ...before] = chain.toReversed();
  if (link === undefined || link.isCounted === true) return undefined;
  const own = jobs(link.step);
  if (link.isWritten) return own === undefined ? undefined : own * link.perJob;
  const read = askedOfChain(before.toReversed(), jobs);
  // It may read fewer files than there are.
  return own === undefined || read === undefined ? read : Math.min(read, own * link.perJob);
};

export const eventsAsked = (chains: readonly EventChain[], jobs: JobsOf): number | undefined =>
  eventsOfAll(chains, (chain) => askedOfChain(chain, jobs));

/** Chains from one step have the same events, and the least of them counts; those of several steps add up. */
export const eventsOfAll = (
  chains: readonly EventChain[],
  of: (chain: EventChain) => number | undefined,
): number | undefined =>
  [...Map.groupBy(chains, (chain) => chain[0]?.step).values()].reduce<number | undefined>((sum, alike) => {
    const events = alike.map(of);
    const least = events.some((one) => one === undefined) ? undefined : Math.min(...events.map((one) => one ?? 0));
    return sum === undefined || least === undefined ? undefined : sum + least;
  }, 0);
