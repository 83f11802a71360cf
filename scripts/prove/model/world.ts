import { type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import type { ReconcilePorts, Setting } from "../../../action/flows/reconcile/ports.ts";
import { aRequest, aStep, type Draft } from "../../../test/core/a-production.ts";
import { aWorld, file, ownReleases, tag } from "../../../test/flows/reconcile/a-world.ts";
import { modelGithub } from "./github.ts";
import { defaultMemory } from "./jedi.ts";
import { joinedSteps, pileup } from "./joins.ts";
import { type ModelKept, modelKept } from "./kept.ts";
import { keptOutputs, keptRules } from "./kept-rucio.ts";
import { modelPanda } from "./panda.ts";
import { modelData, modelRucio, modelRucioRules } from "./rucio.ts";

type Version = "1.0.0" | "1.1.0";
/** What main may be moved to; run lists only where the production has one. */
export type Holding = Version | "nothing" | "more runs" | "fewer runs" | "a freeze" | "no freeze" | OfKeeping;
type OfKeeping = "a longer keep" | "a shorter keep" | "a reader";
/**
 * `trial`: of a pull request that nobody merges. The production has one step, two of which one reads the other, or one
 * and a list of runs that grows by itself. `waves`: three runs from the beginning, of which two share a wave.
 * `memory`: some jobs need the last of three values. `places`: one of three runs at a time, and another production of
 * a higher priority. `first`: one of three runs before the others. `data`: it reads a dataset of the experiment's Rucio.
 * `kept`: it is done, and its outputs are kept there. `joined`: a step of it reads two others.
 */
export type Shape =
  | "one step"
  | "two steps"
  | "runs"
  | "waves"
  | "memory"
  | "places"
  | "first"
  | "trial"
  | "data"
  | "joined"
  | "kept";

const moreSteps = (shape: Shape): Draft => {
  if (shape === "joined") return joinedSteps();
  const merge = { in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], run: "merge\n" };
  return shape === "two steps" ? { merge } : {};
};

const requestsOf = (shape: Shape): Readonly<Record<Version, string>> => {
  const more = moreSteps(shape);
  const runs = hasRuns(shape) ? { runs: { list: "runs.txt", ...turnsOf(shape) } } : {};
  if (shape === "data") return { "1.0.0": reading("1.0.0", 1), "1.1.0": reading("1.1.0", 5) };
  return {
    "1.0.0": JSON.stringify(aRequest({ ...runs, steps: { simulate: stepOf(shape), ...more } })),
    "1.1.0": JSON.stringify(aRequest({ ...runs, version: "1.1.0", steps: { simulate: aStep({ jobs: 20 }), ...more } })),
  };
};
const reading = (version: Version, filesPerJob: number): string =>
  JSON.stringify(
    aRequest({
      version,
      inputs: { raw: modelData },
      steps: { simulate: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob }], walltime: 1 }) },
    }),
  );
const turnsOf = (shape: Shape): object => {
  if (shape === "places") return { atMost: 1 };
  return shape === "first" ? { first: { runs: 1, good: "100%" } } : {};
};
const list = "productions/p/runs.txt";
const [fewer, usual, more] = [[66001], [66001, 66002], [66001, 66002, 66003]] as const;
/** Seeds, so that a trial has a stream that it could take them from. */
const stepOf = (shape: Shape): Draft =>
  aStep({
    ...(shape === "trial" ? { seed: { stream: "signal" } } : {}),
    ...(shape === "memory" ? { memory: [defaultMemory, ...moreMemory] } : {}),
  });
/** MB a core with which the first version is tried again; the second has none. */
export const moreMemory = [3000, 5000] as const;
const hasRuns = (shape: Shape): boolean => shape === "runs" || isLongList(shape);
/** Where waves are the theme, the answers to the first come with the claim of the second. */
const wavesOf = (shape: Shape): Pick<Setting, "perWave" | "wavesAhead"> => ({
  perWave: shape === "places" ? 1 : 2,
  wavesAhead: shape === "waves" ? 2 : 1,
});
const isLongList = (shape: Shape): boolean => shape === "waves" || shape === "places" || shape === "first";
const numbersOf = (shape: Shape): readonly (number | undefined)[] => (hasRuns(shape) ? more : [undefined]);
const keysOf = (version: Version, numbers: readonly (number | undefined)[]): readonly SubmissionKey[] =>
  numbers.map((run) => submissionKey(tag, version, run));

/** Waits for the task of a trial, and may never read it. */
const reader = {
  "productions/r/production.yaml": JSON.stringify(
    aRequest({
      version: "2.0.0",
      tag: { campaign: "sP26a", physics: "hfcharm", stage: "merge" },
      inputs: {
        hits: {
          task: `user.tester.${tag}.v1.0.0-test.1.b0_000_simulate`,
          output: "hits.tar",
          require: "100%",
          files: 10,
        },
      },
      steps: { read: aStep({ jobs: undefined, in: [{ from: "hits", filesPerJob: 1 }] }) },
    }),
  ),
};
/** Behind the runs by its name, and before them by its priority. */
const urgent = {
  "productions/u/production.yaml": JSON.stringify(
    aRequest({
      version: "2.0.0",
      tag: { campaign: "sP26a", physics: "minbias", stage: "merge" },
      steps: { simulate: aStep({ priority: 1050 }) },
    }),
  ),
};
export const urgentKey = submissionKey("sP26a-minbias-merge", "2.0.0", undefined);
const readerKey = submissionKey("sP26a-hfcharm-merge", "2.0.0", undefined);

const trialKeys = [1, 2].map((number) => submissionKey(tag, `1.0.0-test.${number}`, undefined));
/** What the experiment's rules say more. */
const rulesOf = (shape: Shape): string => {
  if (shape === "kept") return keptRules;
  if (shape === "data") return modelRucioRules;
  return shape === "trial" ? "policy: { trials: { jobs: 10 } }\n" : "";
};
const withRules = (shape: Shape, frozen = false): ReturnType<typeof ownReleases> =>
  Object.fromEntries(
    Object.entries(ownReleases()).map(([path, text]) => [
      path,
      path.endsWith("conventions.yaml") ? `${text}\n${rulesOf(shape)}${frozen ? freeze : ""}` : text,
    ]),
  );
const freeze = "freeze: { until: 2026-03-26, reason: PanDA moves }\n";

export const users = ["Ada Lovelace", "Grace Hopper"] as const;

/** Reads the first output of what is kept. */
const keptReader = {
  "productions/q/production.yaml": JSON.stringify(
    aRequest({
      version: "2.0.0",
      tag: { campaign: "sP26a", physics: "minbias", stage: "signal" },
      inputs: { hits: { production: tag, version: "1.0.0", step: "simulate", output: keptOutputs[0] } },
      steps: { read: aStep({ jobs: undefined, in: [{ from: "hits", filesPerJob: 1 }] }) },
    }),
  ),
};
export const keptReaderKey = submissionKey("sP26a-minbias-signal", "2.0.0", undefined);
const keptRequest = (keep: string | undefined): string =>
  JSON.stringify(
    aRequest({ ...(keep === undefined ? {} : { keep }), steps: { simulate: aStep({ out: [...keptOutputs] }) } }),
  );

/** Every submission that the story can bring. */
const keysIn = (shape: Shape): readonly SubmissionKey[] =>
  shape === "trial"
    ? [...trialKeys, readerKey]
    : [...keysOf("1.0.0", numbersOf(shape)), ...keysOf("1.1.0", numbersOf(shape)), ...othersOf(shape)];
const othersOf = (shape: Shape): readonly SubmissionKey[] => {
  if (shape === "kept") return [keptReaderKey];
  return shape === "places" ? [urgentKey] : [];
};

/** What main says of the production. */
type StandsAt = {
  version: Version | "nothing";
  runs: readonly number[];
  frozen: boolean;
  keep: string | undefined;
  isRead: boolean;
};

const filesAt = (
  shape: Shape,
  requests: Readonly<Record<Version, string>>,
  { version, runs, frozen, keep, isRead }: StandsAt,
) => ({
  ...(shape === "kept" ? {} : withRules(shape, frozen)),
  [file]: version === "nothing" ? undefined : shape === "kept" ? keptRequest(keep) : requests[version],
  ...(isRead ? keptReader : {}),
  ...(shape === "places" ? urgent : {}),
  [list]: version === "nothing" || !hasRuns(shape) ? undefined : `${runs.join("\n")}\n`,
});

const standAt = (standsAt: StandsAt, to: Holding): void => {
  if (to === "more runs") standsAt.runs = more;
  else if (to === "fewer runs") standsAt.runs = fewer;
  else if (to === "a freeze" || to === "no freeze") standsAt.frozen = to === "a freeze";
  else if (to === "a longer keep" || to === "a shorter keep") standsAt.keep = to === "a longer keep" ? "3y" : "30d";
  else if (to === "a reader") standsAt.isRead = true;
  else standsAt.version = to;
};

type Parts = {
  readonly rucio: ReturnType<typeof modelRucio> | undefined;
  readonly github: ReturnType<typeof modelGithub> | undefined;
  readonly kept: ModelKept | undefined;
};
const portsOf = (inTime: ReconcilePorts, { rucio, github, kept }: Parts) => {
  // Three days behind PanDA's: our clocks decide nothing about PanDA (SAFETY rule 10).
  const began = Date.parse("2026-02-26T10:00:00Z");
  return {
    ...inTime,
    people: github?.people ?? kept?.people,
    catalogue: kept?.catalogue ?? (rucio === undefined ? undefined : () => rucio.catalogue),
    stored: kept?.stored,
    keeper: kept?.keeper,
    clock: { ...inTime.clock, now: () => new Date(began + (kept?.skew() ?? 0)) },
  };
};

/** What was made stands in Rucio, and the story begins with how long it stays there. */
const endWell = async (
  kept: ModelKept,
  panda: ReturnType<typeof modelPanda>,
  run: (change: Partial<ReconcilePorts>) => Promise<unknown>,
): Promise<void> => {
  for (let pass = 0; pass < 4; pass++) {
    const first = panda.port(users[0], () => ({}));
    await run({ keeper: undefined, panda: first, watch: first, cache: first });
    panda.wait(1);
  }
  kept.keepAsPerson();
};

/** One production on main, an empty ledger, a PanDA that may do anything, and who logs in. */
export const modelWorld = (shape: Shape) => {
  const requests = requestsOf(shape);
  const others = othersOf(shape);
  const begun = aWorld({ ...withRules(shape), [file]: undefined });
  const { branch, main, merged, ledger, tags, ports: inTime, setting, run } = begun;
  const rucio = shape === "data" ? modelRucio() : undefined;
  const github = shape === "trial" ? modelGithub(main, merged, { [file]: requests["1.0.0"] }) : undefined;
  const panda = modelPanda(shape === "memory" ? moreMemory.at(-1) : undefined, shape === "joined" ? [pileup] : []);
  const kept = shape === "kept" ? modelKept(main, panda, submissionKey(tag, "1.0.0", undefined)) : undefined;
  const ports = portsOf(inTime, { rucio, github, kept });
  const held = new Map<string, ReadonlySet<SubmissionKey>>();
  const standsAt: StandsAt = {
    version: "nothing",
    runs: isLongList(shape) ? more : usual,
    frozen: false,
    keep: undefined,
    isRead: false,
  };
  const frozen = new Set<string>();
  let login = 0;
  const userNow = (): string => users[login % users.length] ?? "";
  const world = {
    branch,
    ledger,
    tags,
    /** Main is read up to here before the story begins. */
    begin: () => {
      const first = panda.port(users[0], () => ({}));
      return run({ panda: first, watch: first, cache: first, people: ports.people });
    },
    panda,
    rucio,
    ports: ports satisfies ReconcilePorts,
    setting: { ...setting, ...(isLongList(shape) ? wavesOf(shape) : {}) } satisfies Setting,
    keys: keysIn(shape),
    github,
    kept,
    trialKeys: shape === "trial" ? trialKeys : [],
    /** What happens before all disturbances. */
    open: async (): Promise<void> => {
      if (github === undefined) world.move("1.0.0");
      if (kept !== undefined) await endWell(kept, panda, (change) => run({ ...ports, ...change }));
      if (github === undefined) return;
      github.mergeReader(reader);
      await github.order(ports);
    },
    shape,
    /** What main holds at a commit. */
    findOnMain: (commit: string): ReadonlySet<SubmissionKey> => held.get(commit) ?? new Set(),
    isFrozen: (): boolean => standsAt.frozen,
    isFrozenAt: (commit: string): boolean => frozen.has(commit),
    /** What it holds now. */
    holds: (): ReadonlySet<SubmissionKey> =>
      shape === "trial" ? new Set(trialKeys.slice(0, 1)) : ([...held.values()].at(-1) ?? new Set()),
    everHeld: (): ReadonlySet<SubmissionKey> => new Set([...held.values()].flatMap((keys) => [...keys])),
    move: (to: Holding): void => {
      standAt(standsAt, to);
      const { version, runs } = standsAt;
      const commit = (kept?.merge ?? main.commit)(filesAt(shape, requests, standsAt));
      const ofVersion = version === "nothing" ? [] : keysOf(version, hasRuns(shape) ? runs : [0]);
      const beside = shape === "kept" && !standsAt.isRead ? [] : others;
      held.set(commit, new Set([...ofVersion, ...beside]));
      if (standsAt.frozen) frozen.add(commit);
    },
    addStranger: (): void => {
      // Behind our own look nobody can see him: JEDI takes what has the name.
      if (panda.tasks.length === 0) panda.stranger(`user.tester.${tag}.v1.0.0.b0_000_simulate`, userNow());
    },
    userNow,
    changeLogin: (): void => {
      login += 1;
    },
  };
  return world;
};
export type ModelWorld = ReturnType<typeof modelWorld>;
