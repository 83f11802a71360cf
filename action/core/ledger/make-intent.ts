import { didOf } from "../catalogue/data-seen.ts";
import { neededData } from "../catalogue/judge-data.ts";
import { coreHoursOf, sum } from "../plan/plan.ts";
import type { Content } from "../production/content.ts";
import { coresOfAll } from "../production/cores.ts";
import { keptAs, ownerOf } from "../production/kept-as.ts";
import { keptOrigin } from "../production/list-origin.ts";
import { type CountedProduction, labelOf, originsOf, type Production } from "../production/production.ts";
import { rendererVersion } from "../render/rendering.ts";
import type { InputNeed, Intent, SeedRange } from "./event.ts";
import { submissionLabel } from "./names.ts";
import type { PandaIdentity } from "./panda-identity.ts";
import { lastSeed, nextSeed, type Streams } from "./streams.ts";

export type Origin = {
  readonly repository: string;
  readonly commit: string;
  readonly validatedAt: string;
  readonly requester: string;
  readonly panda: Pick<PandaIdentity, "url" | "vo" | "role" | "userName">;
  /** Overrides the conventions' monitor; for the sandbox. */
  readonly monitor: string | undefined;
  /** Where people see the repository. */
  readonly address?: string | undefined;
  readonly pullRequest: number | null;
  readonly approval: string;
  readonly trial?: Intent["trial"] | undefined;
  /** Where it replaces more than its request says. */
  readonly supersedes?: Intent["supersedes"] | undefined;
};

export const streamsOf = ({ steps, stepsOfRuns = [] }: Production): readonly string[] =>
  [steps, ...stepsOfRuns].flat().flatMap(({ seed }) => (seed === undefined ? [] : [seed.stream]));

/** The next free seeds of each step's stream. Steps of one production may share a stream: ranges follow each other. */
export const allotSeeds = (production: Production, streams: Streams): readonly SeedRange[] => {
  const last = new Map(streams);
  return production.steps.flatMap(({ name, seed, maxJobs }) => {
    if (seed === undefined) return [];
    if (maxJobs === undefined) throw new Error(`${name} has seeds for an unknown number of jobs`);
    const first = nextSeed(last.get(seed.stream));
    last.set(seed.stream, lastSeed({ first, count: maxJobs }));
    return [{ step: name, stream: seed.stream, first, count: maxJobs }];
  });
};

/**
 * The same of a trial: from streams of their own, so that no trial moves those of productions. Nobody reads its data, so
 * its range may begin again at 1 where the generator takes no larger seed.
 */
export const trialSeeds = (production: Production, streams: Streams): readonly SeedRange[] => {
  const steps = production.steps.map((step) =>
    step.seed === undefined ? step : { ...step, seed: { ...step.seed, stream: streamOfTrial(step.seed.stream) } },
  );
  const ranges = allotSeeds({ ...production, steps }, streams);
  const isFull = ranges.some((range) => {
    const max = steps.find(({ name }) => name === range.step)?.seed?.max;
    return max !== undefined && lastSeed(range) > max;
  });
  return isFull ? allotSeeds({ ...production, steps }, new Map()) : ranges;
};

/** No stream of a request can be named so: a slash is no letter of a name. */
export const streamOfTrial = (stream: string): string => `trial/${stream}`;

export type Bound = { readonly seeds: readonly SeedRange[]; readonly needs: readonly InputNeed[] };

/** What an intent binds: what was rendered, the sum of the archive, seeds and inputs. */
export type IntentParts = Bound & Pick<Intent, "renderingDigest" | "archive">;

export const makeIntent = (
  production: Production | CountedProduction,
  content: Content,
  { renderingDigest, archive, seeds, needs }: IntentParts,
  origin: Origin,
): Intent => ({
  ...runAndLabel(production, origin),
  repository: origin.repository,
  tag: production.tag,
  version: production.version,
  folder: production.folder,
  ...(production.variant ? { variant: true } : {}),
  ...(origin.address === undefined ? {} : { address: origin.address }),
  commit: origin.commit,
  validatedAt: origin.validatedAt,
  requester: origin.requester,
  contact: production.request.contact,
  content,
  contentDigest: production.contentDigest,
  renderingDigest,
  renderer: rendererVersion,
  panda: pandaIdentity(origin, production),
  outDS: production.outDS,
  steps: production.steps.map(({ name }) => name),
  jobs: sum(production.steps.map(({ jobs }) => jobs ?? null)),
  stepJobs: Object.fromEntries(
    production.steps.flatMap(({ name, jobs }) => (jobs === undefined ? [] : [[name, jobs]])),
  ),
  coreHours: sum(production.steps.map(coreHoursOf)),
  ...(production.request.events === undefined ? {} : { events: production.request.events }),
  accept: Object.fromEntries(
    production.steps.filter(({ accept }) => accept < 1).map(({ name, accept }) => [name, accept]),
  ),
  ...retryMemoryOf(production),
  ...coresOf(production),
  ...(production.conventions.noSiteAfter === undefined ? {} : { noSiteAfter: production.conventions.noSiteAfter }),
  ...dataReadOf(production),
  ...arrivesAt(production),
  needs,
  supersedes: origin.supersedes ?? production.request.supersedes ?? [],
  archive,
  seeds,
  ...listsOf(production),
  monitor: origin.monitor ?? production.conventions.monitor,
  pullRequest: origin.pullRequest,
  approval: origin.approval,
  ...(origin.trial === undefined ? {} : { trial: origin.trial }),
});

const dataReadOf = (production: Production | CountedProduction): Pick<Intent, "reads"> => {
  const { rucio } = production.conventions;
  const data = neededData(production);
  if (rucio === undefined || data.length === 0) return {};
  const { server, account, login } = rucio;
  return { reads: { place: { server, account, login }, data } };
};

/** PanDA's own Rucio may have the others. */
const arrivesAt = (production: Production | CountedProduction): Pick<Intent, "arrives" | "kept"> => {
  const {
    conventions: { rucio, experiment },
    outDS,
    steps,
  } = production;
  const kept = keptAs(production);
  if (rucio === undefined || !rucio.scopes.includes(didOf(outDS).scope)) return {};
  const { server, account, login, container } = rucio;
  const wanted = steps.flatMap(({ name, destination }) => (destination === undefined ? [] : [[name, destination]]));
  const collected = container === undefined ? {} : { container };
  return {
    arrives: { place: { server, account, login }, at: Object.fromEntries(wanted), experiment, ...collected },
    ...(kept === undefined ? {} : { kept: { ...kept, owner: ownerOf(production) } }),
  };
};

const listsOf = (production: Production | CountedProduction): Pick<Intent, "lists"> => {
  const lists = originsOf(production).map(keptOrigin);
  return lists.length === 0 ? {} : { lists };
};

const retryMemoryOf = ({ steps }: Pick<Production, "steps">): Pick<Intent, "retryMemory"> => {
  const rising = steps.filter(({ retryMemory }) => retryMemory.length > 0);
  return rising.length === 0
    ? {}
    : { retryMemory: Object.fromEntries(rising.map(({ name, retryMemory }) => [name, retryMemory])) };
};

const coresOf = ({ steps }: Pick<Production, "steps">): Pick<Intent, "cores"> => {
  const cores = coresOfAll(steps.map((step) => step.cores));
  return cores === undefined ? {} : { cores };
};

/** A production that grows is intended run by run, never as a whole. */
const runAndLabel = (
  { tag, version, run, runs }: Pick<Production, "tag" | "version" | "run" | "runs">,
  { repository }: Origin,
): Pick<Intent, "run" | "label"> => {
  if (runs !== undefined && run === undefined) throw new Error(`${tag} ${version} was to be intended without a run`);
  return { ...(run === undefined ? {} : { run }), label: submissionLabel(repository, tag, version, run) };
};

/** What must be equal for a later attempt; `undefined` when it is. */
export const identityFault = (intended: Intent, today: Intent): string | undefined => {
  const facts: readonly (readonly [string, string, string])[] = [
    ["content", intended.contentDigest, today.contentDigest],
    ["input data", boundNames(intended), boundNames(today)],
    ["archive", intended.archive, today.archive],
    ["outDS", intended.outDS, today.outDS],
    ["workflow name", intended.label, today.label],
    ["PanDA", intended.panda.url, today.panda.url],
    ["VO", intended.panda.vo, today.panda.vo],
    ["role", intended.panda.role, today.panda.role],
    ["user", intended.panda.userName, today.panda.userName],
    ["label", intended.panda.prodSourceLabel, today.panda.prodSourceLabel],
  ];
  const changed = facts.find(([, before, now]) => before !== now);
  return changed === undefined
    ? undefined
    : `its ${changed[0]} was ${changed[1]} when the submission was recorded and is ${changed[2]} now`;
};

const boundNames = ({ needs }: Intent): string => needs.map(({ input, dataset }) => `${input}=${dataset}`).join(" ");

/** Field by field: what is handed in may be a login, and a login holds a token. */
const pandaIdentity = (
  { panda: { url, vo, role, userName } }: Origin,
  production: Production | CountedProduction,
): PandaIdentity => ({
  url,
  vo,
  role,
  userName,
  prodSourceLabel: labelOf(production),
  workingGroup: production.workingGroup,
});
