import type { Problem } from "../../problems/problem.ts";
import { allFiles, checkAllFiles, isByPattern, isPacked } from "../../production/all-files.ts";
import { inputNameOf, onlyWatches } from "../../production/condition.ts";
import type { MadeElsewhere, Wired, Wiring } from "../../production/connected-step.ts";
import type { InputSource, StepInput } from "../../production/production.ts";
import type { Request, RequestInput, RequestStep } from "../../request/request.ts";
import { type Faults, type Located, problemAt } from "../../text/places.ts";
import type { External } from "./external-inputs.ts";
import { type Join, joinOf } from "./pairs.ts";
import type { Edge } from "./references.ts";
import { producersOf } from "./step-order.ts";
import { checkSupply, enoughOf } from "./supply.ts";

/** `joins`: how the inputs of each step come together. */
export type Counted = Wiring & { readonly joins: ReadonlyMap<string, Join> };

/** What steps read of each other and from outside, and an order in which each comes after those that it reads. */
type Links = {
  readonly external: External;
  readonly made: MadeElsewhere;
  readonly edges: readonly Edge[];
  readonly order: readonly string[];
};

/** Jobs along the chain, from the files of primary inputs. What cannot be known stays unknown, and is never 0. */
export const countJobs = (where: Located, request: Request, links: Links): Counted => {
  const { external, edges, order } = links;
  const counted = new Map<string, Wired>();
  const joins = new Map<string, Join>();
  const unsure = new Set<string>();
  const problems: Problem[] = [];
  const { countOf, jobsBehind } = sourcesCounted(request, links, counted);
  for (const name of order) {
    const step = request.steps[name];
    if (step === undefined) continue;
    const written = step.in ?? [];
    const mine = edges.filter((edge) => edge.step === name);
    const maxOf = (edge: Edge): number | undefined => readable(written[edge.index], countOf(edge.source, "most"));
    const [primary] = mine;
    const join = joinOf(
      request,
      edges,
      name,
      mine.map(({ index, source }) => readable(written[index], countOf(source, "jobs"))),
    );
    joins.set(name, join);
    const paired = join.kind === "identity" ? mine.filter(({ index }) => join.inputs.has(index)) : [];
    const inputs = mine.map((edge) => ({
      ...readInput(request, written[edge.index], edge.source, {
        files: countOf(edge.source, "jobs"),
        byPattern: jobsBehind(edge.source),
      }),
      pair: paired.includes(edge),
      eventsPerFile: edge.source.kind === "step" ? undefined : external.sources.get(edge.source.input)?.eventsPerFile,
    }));
    const counts =
      paired.length > 0
        ? { jobs: least(inputs.filter(({ pair }) => pair).map(({ files }) => files)), most: least(paired.map(maxOf)) }
        : jobsOf(step, inputs[0], primary === undefined ? undefined : maxOf(primary));
    const wired = { name, inputs, ...counts, lineage: false, naming: undefined };
    counted.set(name, wired);
    // A count that rests on a reference which does not resolve would accuse steps that are right.
    const certain =
      inputs.length === written.length && !producersOf(name, edges).some((producer) => unsure.has(producer));
    if (!certain) unsure.add(name);
    problems.push(
      ...checkCount(where, name, step),
      ...(certain ? checkAllFiles({ where, request }, name, inputs) : []),
      ...(certain ? checkSupply({ where, request }, name, inputs, wired.jobs) : []),
      ...(certain && written.length > 0 && wired.jobs === 0 ? [nothingToRead(where, name)] : []),
      ...(certain && step.seed !== undefined && wired.most === undefined ? [seedsUnknown(where, name)] : []),
    );
  }
  return { steps: [...counted.values()], problems, joins };
};

/** Files of what a step reads, by the jobs that were counted before; `most`: of as many as there can be. */
const sourcesCounted = (
  request: Request,
  { external, made }: Pick<Links, "external" | "made">,
  counted: ReadonlyMap<string, Wired>,
) => ({
  countOf: (source: InputSource, what: "jobs" | "most"): number | undefined => {
    if (source.kind !== "step") return external.sources.get(source.input)?.files ?? made.get(source.input)?.[what];
    return isByPattern(request, source) ? undefined : counted.get(source.step)?.[what];
  },
  jobsBehind: (source: InputSource): StepInput["byPattern"] =>
    source.kind === "step" && isByPattern(request, source) ? { jobs: counted.get(source.step)?.jobs } : undefined,
});

/** Unknown if one of them is. */
const least = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.min(a, b)));

const readInput = (
  request: Request,
  written: RequestInput | undefined,
  source: InputSource,
  { files, byPattern }: Pick<StepInput, "files" | "byPattern">,
): Omit<StepInput, "pair" | "eventsPerFile"> => {
  // A pattern picks from files that a step makes, and nobody knows how many; where `files` is written, it counts what fits.
  const isCounted = source.kind !== "step" && request.inputs?.[source.input]?.files !== undefined;
  const isPicked = !isCounted && (written?.match ?? written?.exclude) !== undefined;
  const there = isPicked ? undefined : readable(written, files);
  return {
    name: written === undefined ? "" : inputNameOf(written),
    source,
    // Of a pattern the files of all jobs are all files.
    ...perJob(request, written, source, byPattern === undefined ? there : byPattern.jobs),
    byPattern,
    reuse: written?.reuse ?? false,
    packed: isPacked(request, source),
    match: [written?.match ?? []].flat(),
    exclude: written?.exclude,
    skip: written?.skip ?? 0,
    repeat: written?.repeat ?? 1,
    files: there,
  };
};

const perJob = (
  request: Request,
  { filesPerJob = 1 }: Pick<RequestInput, "filesPerJob"> = {},
  source: InputSource,
  files: number | undefined,
): Pick<StepInput, "filesPerJob" | "allOf"> =>
  typeof filesPerJob === "number"
    ? { filesPerJob, allOf: undefined }
    : allFiles(files, enoughOf(request, source).share);

const readable = (written: RequestInput | undefined, files: number | undefined): number | undefined =>
  files === undefined ? undefined : Math.max(0, files - (written?.skip ?? 0)) * (written?.repeat ?? 1);

const jobsOf = (
  step: RequestStep,
  primary: StepInput | undefined,
  most: number | undefined,
): Pick<Wired, "jobs" | "most"> => {
  if (primary === undefined || onlyWatches(step)) {
    const jobs = step.jobs ?? 1;
    return { jobs, most: jobs };
  }
  // However many files there are, all of them are in one job.
  if (primary.allOf !== undefined && (primary.byPattern !== undefined || primary.files === undefined))
    return { jobs: 1, most: 1 };
  const { maxFiles, gbPerJob } = step.in?.[0] ?? {};
  const upTo = (files: number | undefined): number | undefined =>
    files === undefined ? undefined : Math.min(files, maxFiles ?? files);
  const [files, atMost] = [upTo(primary.files), upTo(most) ?? maxFiles];
  if (gbPerJob !== undefined) return { jobs: undefined, most: atMost };
  // Each reading of a dataset is cut by itself: no job has files of two.
  const { repeat, filesPerJob } = primary;
  const { eventsPerJob, in: [{ eventsPerFile } = {}] = [] } = step;
  const ofFile =
    eventsPerFile === undefined || eventsPerJob === undefined ? 1 : Math.ceil(eventsPerFile / eventsPerJob);
  const cut = (number: number | undefined): number | undefined =>
    number === undefined ? undefined : repeat * Math.ceil(number / repeat / filesPerJob) * ofFile;
  return { jobs: cut(files), most: cut(atMost) };
};

function* checkCount(where: Located, name: string, step: RequestStep): Faults {
  const reads = (step.in ?? []).length > 0 && !onlyWatches(step);
  if (!reads && step.jobs === undefined)
    return yield problemAt(where, ["steps", name], "jobs-missing", {
      message: `Step \`${name}\` ${step.in === undefined ? "has no input" : "does not read its input"} and does not say how many \`jobs\`.`,
      key: true,
    });
  if (reads && step.jobs !== undefined) {
    yield problemAt(where, ["steps", name, "jobs"], "jobs-with-inputs", {
      message: `Step \`${name}\` has inputs; their files decide how many jobs run.`,
      key: true,
      hint: "remove jobs; filesPerJob says how many files of the first input a job reads",
    });
  }
}

const nothingToRead = (where: Located, name: string): Problem =>
  problemAt(where, ["steps", name, "in", 0], "nothing-to-read", {
    message: `\`${name}\` would have no job: no file of its first input is left.`,
    key: true,
    hint: "skip fewer files, or read an input that has more",
  });

const seedsUnknown = (where: Located, name: string): Problem =>
  problemAt(where, ["steps", name, "seed"], "unknown-size", {
    message: `The number of jobs of \`${name}\` is unknown, so no numbers can be reserved for them.`,
    key: true,
    hint: "write files: N or maxFiles: N at the input",
  });
