import { dividesFiles } from "../plan/prun-options.ts";
import type { Production } from "../production/production.ts";
import { type Table } from "../production/table.ts";
import type { TrialPart } from "../production/trial-part.ts";
import { inShared } from "../request/named-sources.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { type FolderEntry, type ProductionSource, textFile } from "../text/source-file.ts";
export type TrialRequest =
  | { readonly kind: "made"; readonly source: ProductionSource }
  | { readonly kind: "impossible"; readonly reason: string };

/**
 * The request under a trial's version, and as much of it as is tried, as a text that is validated as any other.
 * References of a release to others are left out: a trial replaces nothing and is added to nothing.
 */
export const trialRequest = (
  production: Production,
  source: ProductionSource,
  version: string,
  part: TrialPart,
): TrialRequest => {
  const impossible = trialPartFault(production, part);
  if (impossible !== undefined) return { kind: "impossible", reason: impossible };
  const { supersedes: _, extends: __, submit: ___, variants: ____, inputs, ...request } = production.request;
  const kept = part.step === undefined ? undefined : stepsUpTo(request, part.step);
  const steps = Object.fromEntries(
    Object.entries(request.steps)
      .filter(([name]) => kept?.has(name) !== false)
      .map(([name, step]) => [name, smaller(production, name, step, part)]),
  );
  const tried = { ...request, version, steps, ...inputsReadBy(inputs, steps) };
  return {
    kind: "made",
    source: {
      ...source,
      bytes: new TextEncoder().encode(JSON.stringify(tried)),
      ...shorterTables(production, source, part.jobs),
      trialOf: { jobs: part.jobs },
    },
  };
};

const trialPartFault = ({ steps, tag }: Production, { events, step }: TrialPart): string | undefined => {
  if (step !== undefined && !steps.some(({ name }) => name === step))
    return `${tag} has no step ${step}; it has ${steps.map(({ name }) => name).join(", ")}.`;
  return events !== undefined && steps.every(({ eventsPerJob }) => eventsPerJob === undefined)
    ? `No step of ${tag} says eventsPerJob, so events= changes nothing. Leave it out.`
    : undefined;
};

const stepsUpTo = ({ steps }: Pick<Request, "steps">, last: string): ReadonlySet<string> => {
  const kept = new Set<string>();
  const keep = (name: string): void => {
    if (kept.has(name) || !Object.hasOwn(steps, name)) return;
    kept.add(name);
    for (const { from } of steps[name]?.in ?? []) keep(from);
  };
  keep(last);
  return kept;
};

/** Inputs from outside that nothing reads any more are left out. */
const inputsReadBy = (inputs: Request["inputs"], steps: Request["steps"]): Pick<Request, "inputs"> => {
  if (inputs === undefined) return {};
  const read = new Set(Object.values(steps).flatMap(({ in: read = [] }) => read.map(({ from }) => from)));
  const kept = Object.entries(inputs).filter(([name]) => read.has(name));
  return kept.length === 0 ? {} : { inputs: Object.fromEntries(kept) };
};

const smaller = (production: Production, name: string, step: RequestStep, { jobs, events }: TrialPart): RequestStep => {
  const made = production.steps.find((one) => one.name === name);
  const primary = made?.inputs[0];
  const perJob = primary === undefined || primary.allOf !== undefined ? undefined : primary.filesPerJob;
  const isOutside = primary !== undefined && primary.source.kind !== "step";
  return {
    ...step,
    ...(events === undefined || made?.eventsPerJob === undefined || dividesFiles(made) ? {} : { eventsPerJob: events }),
    ...(jobs === undefined || step.jobs === undefined
      ? {}
      : { jobs: Math.min(Math.max(jobs, filesForOthers(production, name, jobs)), step.jobs) }),
    ...(jobs === undefined || !isOutside || perJob === undefined ? {} : { in: fewerFiles(step.in, jobs * perJob) }),
  };
};

const fewerFiles = (inputs: RequestStep["in"], most: number): NonNullable<RequestStep["in"]> =>
  (inputs ?? []).map((input, index) =>
    index > 0 ? input : { ...input, maxFiles: Math.min(most, input.maxFiles ?? most) },
  );

/** Files of a step that others need in addition to their primary input: without these they could not run at all. */
const filesForOthers = ({ steps }: Production, name: string, jobs: number): number =>
  steps
    .flatMap(({ inputs }) => inputs.slice(1))
    .filter(({ source, pair }) => source.kind === "step" && source.step === name && !pair)
    .reduce((most, { filesPerJob, reuse }) => Math.max(most, reuse ? filesPerJob : filesPerJob * jobs), 0);

/** The first rows alone, as CSV: a row is a job. */
const shorterTables = (
  { steps }: Production,
  { entries, shared }: ProductionSource,
  jobs: number | undefined,
): Pick<ProductionSource, "entries" | "shared"> => {
  const tables =
    jobs === undefined ? [] : steps.flatMap(({ table }) => table ?? []).filter((table) => table.cut === undefined);
  const cut = (entry: FolderEntry, name: string): FolderEntry => {
    const table = tables.find((one) => one.name === name);
    return entry.kind === "file" && table !== undefined && jobs !== undefined
      ? { ...entry, bytes: textFile(entry.path, csvOf(table, jobs)).bytes }
      : entry;
  };
  return {
    entries: entries.map((entry) => cut(entry, entry.path)),
    shared: shared.map((entry) => cut(entry, `${inShared}${entry.path}`)),
  };
};

const csvOf = ({ columns, rows }: Table, most: number): string =>
  [columns.map(({ name }) => name), ...rows.slice(0, most)]
    .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")}\n`)
    .join("");
