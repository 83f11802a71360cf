import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openLocalJobs } from "../../adapters/jobs/local-jobs.ts";
import { type StepSuggestion, suggestedEdits, suggestionsOf } from "../../core/jobs/measured.ts";
import { runWentWell } from "../../core/jobs/run-report.ts";
import { withPart } from "../../core/jobs/with-part.ts";
import { Failure } from "../../core/problems/failure.ts";
import { refuses } from "../../core/problems/problem.ts";
import type { Production } from "../../core/production/production.ts";
import { bindRendering, provisionalBindings, renderProduction } from "../../core/render/rendering.ts";
import { editYaml } from "../../core/text/edit-yaml.ts";
import { exactText } from "../../core/text/source-file.ts";
import { runHereJson } from "../../core/view/local/run-here-json.ts";
import { runHereText } from "../../core/view/local/run-here-text.ts";
import { barText } from "../../core/view/status/progress.ts";
import { runHere } from "../../flows/run/run-here.ts";
import type { RunProgress } from "../../flows/run/run-step.ts";
import { untilStopped } from "../terminal/until-stopped.ts";
import { exiting, print, printJson, reportProblems, tell } from "./command.ts";
import { meantRun, oneProduction, withEvents } from "./one-production.ts";
import { openWorkPlace } from "./work-place.ts";

type RunFlags = {
  readonly json: boolean;
  readonly step?: string;
  readonly jobs?: number;
  readonly row?: number;
  readonly events?: number;
  readonly from?: string;
  readonly output?: string;
  readonly tag?: string;
  readonly run?: number;
  readonly cores?: number;
  readonly unlimited: boolean;
  readonly write: boolean;
};

/** Seeds are allotted when a submission is intended; here each range begins at 1. */
export const runRun = exiting(async (flags: RunFlags, path: string) => {
  const { valid, problems } = await oneProduction(path, flags.tag);
  if (flags.json && (valid === undefined || refuses(problems))) printJson({ steps: [], problems });
  else reportProblems(problems);
  if (valid === undefined || refuses(problems)) return 1;
  const production = meantRun(valid, flags.run);
  const isPart = [flags.jobs, flags.row, flags.from].some((flag) => flag !== undefined);
  const run = withPart(withEvents(production, flags.events), isPart);
  const bindings = provisionalBindings(run);
  const out = resolve(flags.output ?? `shrek-run/${run.tag}${run.run === undefined ? "" : `.${run.run}`}`);
  const stopped = untilStopped();
  const jobs = await openLocalJobs({
    out,
    from: flags.from === undefined ? undefined : resolve(flags.from),
    outDS: run.outDS,
    sent: bindRendering(renderProduction(run).sent, bindings),
    bindings,
    limited: !flags.unlimited,
    cores: flags.cores,
    signal: stopped.signal,
  });
  const progress = await openProgress();
  try {
    const named = flags.step === undefined ? undefined : [flags.step];
    const choice = { steps: named, jobs: flags.jobs, row: flags.row };
    const steps = await runHere(jobs, { production: run, bindings }, choice, progress.show);
    progress.end();
    if (stopped.signal.aborted) {
      tell("Stopped; nothing runs any more. The same command goes on where it stopped.");
      return 1;
    }
    const suggestions = suggestionsOf(production, run, steps);
    const written = !flags.write
      ? undefined
      : runWentWell(steps)
        ? await writeSuggestions(production, suggestions)
        : "Nothing was written into the request, because jobs failed.";
    if (flags.json) printJson({ ...runHereJson(run, steps, suggestions), written: written ?? null, problems });
    else print([runHereText(run, steps, suggestions), ...(written === undefined ? [] : [written])].join("\n\n"));
    return runWentWell(steps) ? 0 : 1;
  } finally {
    progress.end();
    await jobs.close();
    stopped.forget();
  }
});

/** Puts measured values into the request and changes no other byte. Says what it wrote. */
const writeSuggestions = async (
  { where, request, variant }: Production,
  suggestions: readonly StepSuggestion[],
): Promise<string> => {
  if (suggestions.length === 0) return "Nothing was written: what was measured suggests no change of the request.";
  if (variant)
    throw new Failure("The request has variants, and each may need other values.", {
      wayOut: "Write the suggested values by hand, at the step or at the variant.",
    });
  const { top } = await openWorkPlace();
  const file = join(top, where.file);
  const text = exactText(await readFile(file));
  const edits = suggestions.flatMap(({ step, suggested }) =>
    suggestedEdits(step, request.steps[step] ?? {}, suggested),
  );
  await writeFile(file, editYaml(text, edits));
  return `Written into ${where.file}.`;
};

/**
 * A line for each step while jobs run. In a pipe nothing: the results are printed at the end. Nor in a terminal that
 * says it has no columns, as those of some tools do: there a line that is drawn anew never ends.
 */
const openProgress = async (): Promise<{ readonly show: RunProgress; end(): void }> => {
  if (!process.stderr.isTTY || process.stderr.columns < 1) return { show: () => undefined, end: () => undefined };
  const { default: ora } = await import("ora");
  const turning = ora({ stream: process.stderr, discardStdin: false }).start();
  const steps = new Map<string, Parameters<RunProgress>[0]>();
  return {
    show: (now) => {
      steps.set(now.step, now);
      turning.text = [...steps.values()].map(lineOf).join("\n  ");
    },
    end: () => void turning.stop(),
  };
};

const lineOf = ({ step, done, failed, jobs }: Parameters<RunProgress>[0]): string =>
  `${step.padEnd(16)} ${barText({ done: done - failed, failed, inputs: jobs })}`;
