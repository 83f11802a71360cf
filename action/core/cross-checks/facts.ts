import type { Conventions } from "../conventions/conventions.ts";
import type { FilesMade } from "../production/connected-step.ts";
import { handsOnRows, type Production, type Step } from "../production/production.ts";
import type { RunRow } from "../production/run-row.ts";
import type { Table } from "../production/table.ts";
import { type Request } from "../request/request.ts";
import { sha256 } from "../text/canonical-json.ts";
import { type RowReaders, readersIn } from "../validate/wiring/row-relays.ts";
import { type Descent, descentsOf } from "./descent.ts";
import { supersededBy } from "./supersedes.ts";

/** What others must know of a production to be compared with it or to read its data. */
export type Facts = {
  readonly kind: "valid";
  /** Its folder; several productions of one request share it. */
  readonly path: string;
  readonly tag: string;
  readonly version: string;
  readonly outDS: string;
  readonly digest: string;
  readonly build: string;
  readonly conditions: string;
  readonly steps: readonly StepFacts[];
  readonly needs: readonly NeedFacts[];
  readonly seeds: readonly SeedFacts[];
  /** TAG@VERSION of what it replaces. */
  readonly supersedes: readonly string[];
  /** Its author says that it has the content of another one on purpose. */
  readonly meantTwin?: true;
  /** One submission a run, each with its counts: no production can read all of it at one time. */
  readonly runs?: ReadonlyMap<number, StepCounts>;
  /** What its jobs are counted by; left out where that does not depend on other productions. */
  readonly countedBy?: CountedBy;
};

export type StepCounts = ReadonlyMap<string, FilesMade>;

export type CountedBy = {
  readonly request: Request;
  readonly conventions: Pick<Conventions, "version">;
  readonly tables: ReadonlyMap<string, Table>;
  readonly readers: RowReaders;
  readonly rows: readonly RunRow[] | undefined;
};

export type StepFacts = {
  readonly name: string;
  /** Where it is not the production's. */
  readonly build?: string;
  readonly out: readonly string[];
  /** Files of each output, where they can be counted. */
  readonly jobs: number | null;
  /** The most that it can be, where only that is known. */
  readonly most?: number;
  /** Each job makes an unknown number of files. */
  readonly byPattern?: true;
  /** Events in a file, where they can be counted. */
  readonly events: number | null;
  /** What its files are made of, one by one; left out where every job makes its own. */
  readonly descends?: readonly Descent[];
};

export type NeedFacts = {
  readonly input: string;
  readonly of: string;
  readonly version: string;
  readonly step: string;
  readonly output: string | null;
};

/** The seeds that one submission takes from a stream. */
export type SeedFacts = { readonly stream: string; readonly count: number };

/** A request that is refused in its folder: its names are known where they can be read, and nothing more of it is read. */
export type Refused = {
  readonly kind: "refused";
  readonly path: string;
  readonly tag: string | null;
  readonly version: string | null;
};

export type Neighbour = Facts | Refused;

export const productionFacts = (production: Production): Facts => ({
  kind: "valid",
  path: production.folder,
  tag: production.tag,
  version: production.version,
  outDS: production.outDS,
  digest: digestOf(production),
  build: production.request.build,
  conditions: production.request.conditions,
  steps: stepFacts(
    production.steps.filter((step) => !handsOnRows(step)),
    production.request,
    production.folder,
  ),
  needs: needFacts(production.steps),
  seeds: production.steps.flatMap(({ seed, maxJobs }) =>
    seed === undefined ? [] : [{ stream: seed.stream, count: (maxJobs ?? 0) * (production.runs?.length ?? 1) }],
  ),
  supersedes: supersededBy(production.tag, production.request.supersedes),
  ...(acknowledgesTwin(production) ? { meantTwin: true } : {}),
  ...(production.runs === undefined ? {} : { runs: countsOfRuns(production) }),
  ...countedByOthers(production),
});

/** Where the request does not say how many files another production makes. */
export const isCountedByOthers = ({ request, steps }: Pick<Production, "request" | "steps">): boolean =>
  needFacts(steps).some(({ input }) => request.inputs?.[input]?.files === undefined);

const countedByOthers = (production: Production): Pick<Facts, "countedBy"> => {
  const { request, conventions, tables, runs: rows, steps } = production;
  return isCountedByOthers(production)
    ? { countedBy: { request, conventions, tables, readers: readersIn(steps), rows } }
    : {};
};

const countsOfRuns = ({ runs = [], steps, stepsOfRuns }: Production): NonNullable<Facts["runs"]> => {
  const alike = countsIn(steps);
  return new Map(
    runs.map(({ run }, index) => [run, stepsOfRuns === undefined ? alike : countsIn(stepsOfRuns[index] ?? [])]),
  );
};

const countsIn = (steps: readonly Step[]): StepCounts =>
  new Map(
    steps.flatMap(({ name, jobs, maxJobs: most, outputs }) =>
      outputs.some(({ pattern }) => pattern !== undefined) ? [] : [[name, { jobs, most }] as const],
    ),
  );

const acknowledgesTwin = ({ request: { acknowledge = [] } }: Production): boolean =>
  acknowledge.some(({ code }) => code === "same-content");

/** For a production that grows, of its content and all its runs: two that do the same with other runs are no duplicates. */
const digestOf = ({ contentDigest, runs }: Production): string =>
  runs === undefined
    ? contentDigest
    : sha256(
        `${contentDigest}\n${runs
          .map(({ run }) => run)
          .toSorted((a, b) => a - b)
          .join("\n")}`,
      );

/** Events pass through a step that does not say how many it reads: its file holds those of the files that it read. */
export const stepFacts = (steps: readonly FactStep[], request: Request, folder: string): readonly StepFacts[] => {
  const descents = descentsOf(steps, request, folder);
  const events = new Map<string, number | null>();
  return steps.map((step) => {
    const [primary] = step.inputs;
    const inherited =
      primary?.source.kind === "step" && primary.byPattern === undefined
        ? (events.get(primary.source.step) ?? null)
        : null;
    const inFile = inherited ?? wholeOf(primary?.eventsPerFile);
    const read = step.splitting.kind === "files" && inFile !== null ? inFile * step.splitting.filesPerJob : null;
    const made = step.eventsPerJob ?? read;
    events.set(step.name, made);
    const descends = descents.get(step.name) ?? [];
    const own = step.build === request.build ? {} : { build: step.build };
    return {
      name: step.name,
      ...own,
      out: step.outputs.flatMap(({ name, row }) => (row ? [] : [name])),
      ...countOf(
        step,
        step.outputs.some(({ pattern }) => pattern !== undefined),
      ),
      events: made,
      ...(descends.length === 0 ? {} : { descends }),
    };
  });
};

const countOf = (
  { jobs, maxJobs }: Pick<Step, "jobs" | "maxJobs">,
  byPattern: boolean,
): Pick<StepFacts, "jobs" | "most" | "byPattern"> =>
  byPattern
    ? { jobs: null, byPattern }
    : { jobs: jobs ?? null, ...(jobs === undefined && maxJobs !== undefined ? { most: maxJobs } : {}) };

/** An average is no number of any file. */
const wholeOf = (average: number | undefined): number | null =>
  average !== undefined && Number.isInteger(average) ? average : null;

type FactStep = Pick<Step, "name" | "build" | "inputs" | "outputs" | "jobs" | "maxJobs" | "splitting" | "eventsPerJob">;

export const needFacts = (steps: readonly Pick<Step, "inputs">[]): readonly NeedFacts[] => {
  const needs = new Map<string, NeedFacts>();
  for (const { source } of steps.flatMap(({ inputs }) => inputs))
    if (source.kind === "production")
      needs.set(source.input, {
        input: source.input,
        of: source.tag,
        version: source.version,
        step: source.step,
        output: source.output ?? null,
      });
  return [...needs.values()];
};
