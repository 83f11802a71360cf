import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type LocalPlace, openLocalJobs } from "../../../action/adapters/jobs/local-jobs.ts";
import type { StepHere } from "../../../action/core/jobs/run-report.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import { runHere } from "../../../action/flows/run/run-here.ts";
import type { RunChoice } from "../../../action/flows/run/run-step.ts";

export const aFolder = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), "local-run-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

type Changes = Partial<Pick<LocalPlace, "out" | "from" | "limited" | "signal" | "cores">>;

export const localPlace = async (production: Production, changes: Changes = {}): Promise<LocalPlace> => {
  const bindings = provisionalBindings(production);
  const sent = bindRendering(renderProduction(production).sent, bindings);
  return {
    out: changes.out ?? (await aFolder()),
    from: undefined,
    outDS: production.outDS,
    sent,
    bindings,
    limited: true,
    cores: 2,
    signal: new AbortController().signal,
    ...changes,
  };
};

/** Real processes in a folder of the test. */
export const runLocally = async (
  production: Production,
  changes: Changes = {},
  wish: Partial<RunChoice> = {},
): Promise<readonly StepHere[]> => runAt(await localPlace(production, changes), production, wish);

export const runAt = async (
  place: LocalPlace,
  production: Production,
  wish: Partial<RunChoice> = {},
): Promise<readonly StepHere[]> => {
  const jobs = await openLocalJobs(place);
  try {
    const all: RunChoice = { steps: undefined, jobs: undefined, row: undefined, ...wish };
    return await runHere(jobs, { production, bindings: place.bindings }, all, () => undefined);
  } finally {
    await jobs.close();
  }
};
