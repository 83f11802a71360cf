import type { Job } from "../core/jobs/split-task.ts";
import type { TaskNames } from "../core/ledger/event.ts";
import { externalName, readsInputs } from "../core/plan/prun-options.ts";
import { isPairing, primaryStreams, secondaryStreams } from "../core/plan/streams.ts";
import { Failure } from "../core/problems/failure.ts";
import { outputPattern } from "../core/production/names.ts";
import type { Production, Step } from "../core/production/production.ts";
import { inFileOrder } from "../core/render/cwl.ts";
import { rendererVersion } from "../core/render/rendering.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { LocalJob, LocalJobs } from "../ports/local-jobs.ts";
import type { MainBranch } from "../ports/main-branch.ts";
import { intendedProduction, intentOf } from "./ledger-access/intended-production.ts";

/** One job of a submission, as people name it; the number is that of its seed in the range, from 1. */
export type JobMeant = {
  readonly tag: string;
  readonly version: string;
  readonly run: number | undefined;
  readonly step: string;
  readonly number: number;
};

/** The intent of a job, from main as it was validated then and from the ledger. */
export type IntendedJob = {
  readonly production: Production;
  readonly step: Step;
  readonly task: number;
  readonly seed: number;
  /** The first seed of each step that has a range, and the datasets of inputs from other productions. */
  readonly bindings: {
    readonly seeds: Readonly<Record<string, number>>;
    readonly inputs: Readonly<Record<string, string>>;
  };
  /** Of its tasks at PanDA, as far as the ledger has them. */
  readonly names: TaskNames;
  /** Another renderer made the wrapper that PanDA got. */
  readonly isOtherRenderer: boolean;
};

export const intendedJob = async (
  { ledger, main }: { readonly ledger: Ledger; readonly main: MainBranch },
  meant: JobMeant,
): Promise<IntendedJob> => {
  const { intent, state } = await intentOf(ledger, meant);
  await main.head();
  const production = await intendedProduction(main, intent);
  if (production === undefined)
    throw new Failure(
      `${meant.tag} ${meant.version} cannot be made again from ${intent.folder} at ${intent.validatedAt}.`,
      { wayOut: "Use the version of SHREK that submitted it." },
    );
  const steps = inFileOrder(production.steps);
  const step = steps.find(({ name }) => name === meant.step);
  if (step === undefined)
    throw new Failure(`There is no step ${meant.step}.`, { wayOut: `The steps are ${intent.steps.join(", ")}.` });
  const jobs = step.maxJobs;
  if (jobs !== undefined && meant.number > jobs)
    throw new Failure(`${step.name} has ${jobs} jobs, and no job ${meant.number}.`, {
      wayOut: "Name another with --job.",
    });
  const seeds = Object.fromEntries(intent.seeds.map((range) => [range.step, range.first]));
  return {
    production,
    step,
    task: steps.indexOf(step) + 1,
    seed: (seeds[step.name] ?? 1) + meant.number - 1,
    bindings: {
      seeds,
      inputs: Object.fromEntries(intent.needs.map(({ input, dataset }) => [input, dataset ?? "UNBOUND"])),
    },
    isOtherRenderer: intent.renderer !== rendererVersion,
    names: "names" in state ? state.names : {},
  };
};

/** By the name of its task, where PanDA's check has given it. */
const datasetOf = ({ outDS }: Production, names: TaskNames, source: Step["inputs"][number]["source"]): string => {
  if (source.kind !== "step") return externalName(source);
  const [task, ...others] = names[source.step] ?? [];
  return task === undefined || others.length > 0
    ? outputPattern(outDS, source.step, source.output)
    : `${task}_${source.output}`;
};

/**
 * The job with the files that a person laid out: those that it read at PanDA, and no other. Only its log says which
 * they were, because PanDA numbers files again whenever it repeats a job (PANDA J2).
 */
export const jobWithInputs = async (
  jobs: Pick<LocalJobs, "given">,
  { production, step, task, seed, names: known }: IntendedJob,
  number: number,
): Promise<LocalJob> => {
  if (!readsInputs(step) || step.inputs.length === 0)
    return { step, task, job: { number, seed, files: {} }, inputs: [] };
  const streams = [...primaryStreams(step), ...secondaryStreams(step)];
  const found = await Promise.all(
    streams.map(async (stream) => {
      const { source } = stream;
      const at = source.kind === "step" ? [source.step, source.output] : [source.input];
      const files = await jobs.given(at);
      if (files === undefined || files.length === 0)
        throw new Failure(
          `The files that the job read of ${datasetOf(production, known, source)} are not here; its log at PanDA names them.`,
          {
            wayOut: `Put these files into DIR/${at.join("/")}, and add --from DIR. SHREK fetches none: Rucio's client does, \`rucio download SCOPE:FILE\`, with your own login, or whatever your site has for that.`,
          },
        );
      return { stream: stream.stream, files };
    }),
  );
  const primaries = isPairing(step) ? primaryStreams(step).map(({ stream }) => stream) : ["IN1"];
  const names = (wanted: (stream: string) => boolean): readonly string[] =>
    found
      .filter(({ stream }) => wanted(stream))
      .flatMap(({ files }) => files.map(({ name }) => name))
      .toSorted();
  const files: Job["files"] = {
    IN: names((stream) => primaries.includes(stream)),
    ...Object.fromEntries(
      found
        .filter(({ stream }) => !primaries.includes(stream))
        .map(({ stream }) => [stream, names((one) => one === stream)]),
    ),
  };
  return { step, task, job: { number, seed, files }, inputs: found.flatMap((one) => one.files) };
};
