import { resolve } from "node:path";
import { openLocalJobs } from "../../adapters/jobs/local-jobs.ts";
import { runWentWell } from "../../core/jobs/run-report.ts";
import { Failure } from "../../core/problems/failure.ts";
import { bindRendering, renderProduction } from "../../core/render/rendering.ts";
import { isStepName } from "../../core/text/step-name.ts";
import { runHereText } from "../../core/view/local/run-here-text.ts";
import { intendedJob, type JobMeant, jobWithInputs } from "../../flows/reproduce.ts";
import { untilStopped } from "../terminal/until-stopped.ts";
import { exiting, print, tell } from "./command.ts";
import { openRepository } from "./work-place.ts";

type ReproduceFlags = {
  readonly job: number;
  readonly from?: string;
  readonly output?: string;
  readonly unlimited: boolean;
  readonly remote?: string;
};

export const runReproduce = exiting(async (flags: ReproduceFlags, name: string) => {
  const meant = meantJob(name, flags.job);
  const intended = await intendedJob(await openRepository(flags.remote), meant);
  if (intended.isOtherRenderer)
    tell("Another version of SHREK made the wrapper that PanDA got; this one is made today.");
  const { production, bindings, step } = intended;
  const stopped = untilStopped();
  const jobs = await openLocalJobs({
    out: resolve(
      flags.output ?? `shrek-run/${meant.tag}.v${meant.version}.b${meant.run ?? 0}.${meant.step}.${meant.number}`,
    ),
    from: flags.from === undefined ? undefined : resolve(flags.from),
    outDS: production.outDS,
    sent: bindRendering(renderProduction(production).sent, bindings),
    bindings,
    limited: !flags.unlimited,
    cores: undefined,
    signal: stopped.signal,
  });
  try {
    const missing = await jobs.missing([step]);
    if (missing.length > 0)
      throw new Failure(missing.join(" "), { wayOut: "A machine on which all of it is there reproduces the job too." });
    const report = await jobs.run(await jobWithInputs(jobs, intended, flags.job));
    if (report.end.kind === "stopped") {
      tell("Stopped; nothing runs any more.");
      return 1;
    }
    const here = [{ step: step.name, state: { kind: "ran", reports: [report], left: 0, fewer: [] } as const }];
    print(runHereText(production, here, []));
    print(`\nSeed ${intended.seed}; log: ${report.log}`);
    return runWentWell(here) ? 0 : 1;
  } finally {
    await jobs.close();
    stopped.forget();
  }
});

const meantJob = (name: string, number: number): JobMeant => {
  const [, tag, version, run, step] =
    /^([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9._-]*)(?:#([1-9][0-9]{0,7}))?\/(.*)$/.exec(name) ?? [];
  if (tag === undefined || version === undefined || step === undefined || !isStepName(step))
    throw new Failure(`${name} is not the step of a submission.`, { wayOut: "Write TAG@VERSION/STEP." });
  return { tag, version, run: run === undefined ? undefined : Number(run), step, number };
};
