import { sum } from "../plan/plan.ts";
import { fillRun } from "../production/file-names.ts";
import { type Json, mapping } from "../text/canonical-json.ts";
import type { Intent } from "./event.ts";

/** The outputs of a step as the request wrote them, which is part of the intent, with its run in them. */
export const outputsOf = (intent: Intent, step: string): readonly string[] =>
  filesExpected(intent, step).map(({ output }) => output);

/** Each job writes one file of an output, or at most one, or those of a pattern; `files`: `undefined` where nobody could say how many. */
export type FilesExpected = {
  readonly output: string;
  readonly files: number | undefined;
  readonly isOptional: boolean;
  readonly isByPattern: boolean;
  readonly namesRun: boolean;
};

export const filesExpected = (intent: Intent, step: string): readonly FilesExpected[] => {
  const out = field(stepIn(intent, step), "out");
  if (!Array.isArray(out)) return [];
  const files = jobsOf(intent, step);
  return (out as readonly Json[]).flatMap((one) => {
    const written = typeof one === "string" ? one : field(one, "name");
    const isByPattern = field(one, "files") !== undefined;
    const output = typeof written === "string" && intent.run !== undefined ? fillRun(written, intent.run) : written;
    return typeof output === "string"
      ? [
          {
            output,
            files: isByPattern ? undefined : files,
            isOptional: field(one, "optional") === true,
            isByPattern,
            namesRun: output !== written,
          },
        ]
      : [];
  });
};

/** Events that a step was asked for: in a job, and in all where the request says how many jobs there are. */
export type EventsAsked = { readonly perJob: number; readonly all: number | undefined };

/** `undefined`: the request counts no events. */
export const eventsOf = (intent: Intent, step: string): EventsAsked | undefined => {
  const perJob = optionOf(intent, step, "eventsPerJob");
  const jobs = optionOf(intent, step, "jobs");
  return perJob === undefined ? undefined : { perJob, all: jobs === undefined ? undefined : perJob * jobs };
};

/** That each job makes; `undefined`: it reads what others made, or nobody said how many. */
export const eventsMade = (intent: Intent, step: string): number | undefined =>
  readsNothing(intent, step) ? eventsOf(intent, step)?.perJob : undefined;

/** PanDA counts its jobs, where it counts files of others. */
export const readsNothing = (intent: Intent, step: string): boolean => field(stepIn(intent, step), "in") === undefined;

/** By the estimate of the request, for as many jobs as somebody could count; bytes. */
export const bytesExpected = (intent: Intent, step: string): number | undefined => {
  const megabytes = field(field(stepIn(intent, step), "estimate"), "megabytes");
  const perJob = eventsOf(intent, step)?.perJob;
  const jobs = jobsOf(intent, step);
  return typeof megabytes !== "number" || perJob === undefined || jobs === undefined
    ? undefined
    : Math.round(megabytes * perJob * jobs * 1_000_000);
};

/** Core-hours by the estimates of the request; `undefined`: a step has none, or nobody could count its jobs. */
export const coreHoursForeseen = (intent: Intent): number | undefined => {
  const seconds = intent.steps.map((step) => {
    const perEvent = field(field(stepIn(intent, step), "estimate"), "seconds");
    const [perJob, count] = [eventsOf(intent, step)?.perJob, jobsOf(intent, step)];
    return typeof perEvent !== "number" || perJob === undefined || count === undefined
      ? undefined
      : perEvent * perJob * count;
  });
  const all = seconds.reduce<number | undefined>(
    (total, one) => (total === undefined || one === undefined ? undefined : total + one),
    0,
  );
  return all === undefined ? undefined : Math.round(all / 36) / 100;
};

/** The most that it may use by its own figures; `null`: nobody can say it. */
export const coreHoursAsked = (intent: Intent): number | null =>
  intent.coreHours ?? (intent.coreHours === null ? null : sum(intent.steps.map((step) => boundOf(intent, step))));

/** Of lines that do not say it. */
const boundOf = (intent: Intent, step: string): number | null => {
  const [jobs, walltime] = [jobsOf(intent, step), optionOf(intent, step, "walltime")];
  const [cores = 1, maxAttempt = 1] = [optionOf(intent, step, "cores"), optionOf(intent, step, "maxAttempt")];
  const memories = new Map(Object.entries(intent.retryMemory ?? {})).get(step) ?? [];
  return jobs === undefined || walltime === undefined
    ? null
    : jobs * cores * walltime * maxAttempt * (1 + memories.length);
};

/** Where its data come from: other productions, tasks, data sets. */
export const parentsOf = ({ needs, content, lists = [] }: Intent): readonly string[] => [
  ...needs.map((need) =>
    need.kind === "production" ? `${need.tag}@${need.version}/${need.step}` : `task ${need.task}`,
  ),
  ...Object.values(mapping(field(content.request, "inputs"))).flatMap((input) => {
    const dataset = field(input, "dataset");
    return typeof dataset === "string" ? [dataset] : [];
  }),
  ...lists.flatMap(({ list, source }) => (source === undefined ? [] : [`${list} of ${source}`])),
];

/** A word of the request, where it has one. */
export const writtenIn = ({ content }: Intent, key: string): string | undefined => {
  const value = field(content.request, key);
  return typeof value === "string" ? value : undefined;
};

/** The highest that the request gives its steps; `undefined`: it says nothing. */
export const priorityOf = (intent: Intent): number | undefined => {
  const said = intent.steps.flatMap((step) => optionOf(intent, step, "priority") ?? []);
  return said.length === 0 ? undefined : Math.max(...said);
};

/** Steps of its production that a step reads. */
export const readStepsOf = (intent: Intent, step: string): readonly string[] => {
  const read = field(stepIn(intent, step), "in");
  const from = Array.isArray(read) ? (read as readonly Json[]).map((input) => field(input, "from")) : [];
  return [...new Set(from.flatMap((name) => intent.steps.filter((one) => one === name)))];
};

/** Those, and where SHREK may have added a step that hands on the rows of a table, that one too: the request does not say it. */
export const parentStepsOf = (intent: Intent, step: string): readonly string[] => {
  const read = readStepsOf(intent, step);
  if (read.length === 0) return read;
  return [...read, ...intent.steps.filter((one) => stepIn(intent, one) === undefined)];
};

/** Whether it reads one step and nothing else: PanDA then knows that step as its parent. */
export const readsOneStep = (intent: Intent, step: string): boolean => {
  const read = field(stepIn(intent, step), "in");
  const parents = parentStepsOf(intent, step);
  const isInside = Array.isArray(read) && read.every((input) => parents.includes(String(field(input, "from"))));
  return isInside && parents.length === 1 && conditionOf(intent, step) === undefined;
};

/** How it waits for what it reads, where the request says so. */
export const conditionOf = (intent: Intent, step: string): "either" | "failed" | "both" | undefined => {
  const when = field(stepIn(intent, step), "when");
  if (typeof when !== "string") return undefined;
  return when.includes("||") ? "either" : when.trim().startsWith("!") ? "failed" : "both";
};

/** What its request says of how it reads another step. */
export const readingOf = (intent: Intent, step: string, from: string): { readonly [key: string]: Json } => {
  const read = field(stepIn(intent, step), "in");
  const inputs = Array.isArray(read) ? (read as readonly Json[]) : [];
  return mapping(inputs.find((input) => field(input, "from") === from));
};

/** A step, and all of its production whose data it is made of. */
export const withStepsBefore = (intent: Intent, step: string): readonly string[] => {
  const found = new Set([step]);
  for (const one of found) for (const before of readStepsOf(intent, one)) found.add(before);
  return [...found];
};

/** Steps that validate these: data of what they read are good when they have succeeded. */
export const validatorsOf = (intent: Intent, steps: readonly string[]): readonly string[] =>
  intent.steps.filter(
    (step) =>
      field(stepIn(intent, step), "validates") === true &&
      withStepsBefore(intent, step).some((before) => before !== step && steps.includes(before)),
  );

/** `undefined`: nobody could say how many. */
const jobsOf = ({ stepJobs = {} }: Intent, step: string): number | undefined =>
  new Map(Object.entries(stepJobs)).get(step);

const optionOf = (intent: Intent, step: string, name: string): number | undefined => {
  const value = field(stepIn(intent, step), name) ?? field(field(intent.content.request, "defaults"), name);
  return typeof value === "number" ? value : undefined;
};

const stepIn = ({ content }: Intent, step: string): Json | undefined => field(field(content.request, "steps"), step);

const field = (value: Json | undefined, key: string): Json | undefined => mapping(value)[key];
