import { type SubmissionKey, submissionKey } from "../../../action/core/ledger/event.ts";
import type { ReconcilePorts, Setting } from "../../../action/flows/reconcile/ports.ts";
import { aRequest, aStep, type Draft } from "../../../test/core/a-production.ts";
import { aWorld, file, ownReleases, tag } from "../../../test/flows/reconcile/a-world.ts";
import { modelGithub } from "./github.ts";
import { modelPanda, usualMemory } from "./panda.ts";
import { modelData, modelRucio, modelRucioRules } from "./rucio.ts";

type Version = "1.0.0" | "1.1.0";
/** What main may be moved to; run lists only where the production has one. */
export type Holding = Version | "nothing" | "more runs" | "fewer runs" | "a freeze" | "no freeze";
/**
 * `trial`: of a pull request that nobody merges. The production has one step, two of which one reads the other, or one
 * and a list of runs that grows by itself. `waves`: three runs from the beginning, of which two share a wave.
 * `memory`: some jobs need the last of three values. `places`: one of three runs at a time, and another production of
 * a higher priority. `first`: one of three runs before the others. `data`: it reads a dataset of the experiment's Rucio.
 */
export type Shape = "one step" | "two steps" | "runs" | "waves" | "memory" | "places" | "first" | "trial" | "data";

const requestsOf = (shape: Shape): Readonly<Record<Version, string>> => {
  const more =
    shape === "two steps"
      ? { merge: { in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], run: "merge\n" } }
      : {};
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
    ...(shape === "memory" ? { memory: [usualMemory, ...moreMemory] } : {}),
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

/** Every submission that the story can bring. */
const keysIn = (shape: Shape): readonly SubmissionKey[] =>
  shape === "trial"
    ? [...trialKeys, readerKey]
    : [...keysOf("1.0.0", numbersOf(shape)), ...keysOf("1.1.0", numbersOf(shape)), ...othersOf(shape)];
const othersOf = (shape: Shape): readonly SubmissionKey[] => (shape === "places" ? [urgentKey] : []);

/** What main says of the production. */
type StandsAt = { version: Version | "nothing"; runs: readonly number[]; frozen: boolean };

const filesAt = (shape: Shape, requests: Readonly<Record<Version, string>>, { version, runs, frozen }: StandsAt) => ({
  ...withRules(shape, frozen),
  [file]: version === "nothing" ? undefined : requests[version],
  ...(shape === "places" ? urgent : {}),
  [list]: version === "nothing" || !hasRuns(shape) ? undefined : `${runs.join("\n")}\n`,
});

/** One production on main, an empty ledger, a PanDA that may do anything, and who logs in. */
export const modelWorld = (shape: Shape) => {
  const requests = requestsOf(shape);
  const others = othersOf(shape);
  const begun = aWorld({ ...withRules(shape), [file]: undefined });
  const { branch, main, merged, ledger, tags, ports: inTime, setting, run } = begun;
  const rucio = shape === "data" ? modelRucio() : undefined;
  const github = shape === "trial" ? modelGithub(main, merged, { [file]: requests["1.0.0"] }) : undefined;
  // Three days behind PanDA's: our clocks decide nothing about PanDA (SAFETY rule 10).
  const ports = {
    ...inTime,
    people: github?.people,
    catalogue: rucio === undefined ? undefined : () => rucio.catalogue,
    clock: { ...inTime.clock, now: () => new Date("2026-02-26T10:00:00Z") },
  };
  const panda = modelPanda(shape === "memory" ? moreMemory.at(-1) : undefined);
  const held = new Map<string, ReadonlySet<SubmissionKey>>();
  const standsAt: StandsAt = { version: "nothing", runs: isLongList(shape) ? more : usual, frozen: false };
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
      return run({ panda: first, watch: first, cache: first, people: github?.people });
    },
    panda,
    rucio,
    ports: ports satisfies ReconcilePorts,
    setting: { ...setting, ...(isLongList(shape) ? wavesOf(shape) : {}) } satisfies Setting,
    keys: keysIn(shape),
    github,
    trialKeys: shape === "trial" ? trialKeys : [],
    /** What happens before all disturbances. */
    open: async (): Promise<void> => {
      if (github === undefined) return world.move("1.0.0");
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
      if (to === "more runs") standsAt.runs = more;
      else if (to === "fewer runs") standsAt.runs = fewer;
      else if (to === "a freeze" || to === "no freeze") standsAt.frozen = to === "a freeze";
      else standsAt.version = to;
      const { version, runs } = standsAt;
      const commit = main.commit(filesAt(shape, requests, standsAt));
      const ofVersion = version === "nothing" ? [] : keysOf(version, hasRuns(shape) ? runs : [0]);
      held.set(commit, new Set([...ofVersion, ...others]));
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
