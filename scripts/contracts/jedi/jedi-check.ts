import assert from "node:assert/strict";
import { planProduction } from "../../../action/core/plan/plan.ts";
import type { Production } from "../../../action/core/production/production.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { askJedi, type MadeStep } from "./ask-jedi.ts";
import { type Examined, examinedCase, examinedProduction } from "./case-production.ts";
import { jediCases } from "./cases.ts";
import { type ExpectedJob, type ExpectedStep, expectedJobs } from "./expected-jobs.ts";
import { groupCases } from "./group-cases.ts";
import { sandboxJobs } from "./sandbox-jobs.ts";

/**
 * JEDI's own refiner, feeder, splitter, generator and retry make jobs of what the server's parser made of our workflows.
 * What the plan, `core/jobs` and the sandbox foretell must be the same: how many, which seeds, files and names.
 */
export const jediChecks = async (venv: Venv, own: readonly string[]): Promise<readonly Check[]> => {
  const examined: readonly Examined[] = [
    ...(await Promise.all(own.map(examinedProduction))),
    ...[...jediCases, ...groupCases].map(examinedCase),
  ];
  let asked: ReturnType<typeof askJedi> | undefined;
  const made = async (index: number): Promise<readonly MadeStep[]> => {
    asked ??= askJedi(venv, examined.map(asAsked));
    const answer = (await asked)[index];
    if (answer === undefined || "error" in answer) throw new Error(`refused: ${answer?.error ?? "no answer"}`);
    return answer.steps;
  };
  return examined.map((each, index) => ({
    name: `JEDI makes the jobs that are expected: ${each.one.name}`,
    run: async () => {
      const steps = await made(index);
      const jedi = steps.map(expectedOf);
      for (const [name, looks] of Object.entries(each.one.grows ?? {}))
        assert.deepEqual(
          earlyOf(steps, name),
          looks.map(() => []),
          "jobs before all files are there",
        );
      assert.deepEqual(steps.map(destinationsIn), wantedAt(each.production, steps), "where outputs go");
      assert.deepEqual(expectedJobs(each), jedi, "core/jobs");
      assert.deepEqual(sandboxJobs(each, steps), jedi, "the sandbox");
      if (each.one.fails === undefined)
        assert.deepEqual(planned(each.production), counted(each.production, jedi), "the plan");
    },
  }));
};

const asAsked = ({ one, production, datasets }: Examined) => ({
  production,
  datasets,
  fails: one.fails ?? {},
  retried: one.retried ?? [],
  grows: one.grows ?? {},
});

const earlyOf = (steps: readonly MadeStep[], name: string) =>
  steps.flatMap((step) => (step.step === name && "early" in step ? step.early : []));

const destinationsIn = (step: MadeStep) => ("destinations" in step ? step.destinations : undefined);

/** The only site of these cases, by neighbours.py: JEDI writes where the job runs for what is wanted nowhere. */
const onlySite = "SHREK";

/** All outputs of a step go to one place. */
const wantedAt = ({ steps }: Production, made: readonly MadeStep[]) =>
  made.flatMap(({ step }) =>
    steps.flatMap(({ name, outputs, destination = onlySite }) =>
      name === step ? [outputs.map(() => destination)] : [],
    ),
  );

const expectedOf = (step: MadeStep): ExpectedStep => {
  if ("error" in step) throw new Error(`${step.step}: ${step.error}`);
  return {
    step: step.step,
    jobs: step.jobs.map(({ seeds, files, outputs, good, command }): ExpectedJob => {
      const [seed = 0, ...more] = seeds;
      assert.deepEqual(more, []);
      assert.match(command, new RegExp(`^bash ${step.step}\\.sh ${seed}( |$)`));
      // Behind the files of the job, of which a step without input has none.
      const first = files["IN"] === undefined ? undefined : / (\d+)$/.exec(command)?.[1];
      return { seed, files, ...(first === undefined ? {} : { firstEvent: Number(first) }), outputs, good };
    }),
  };
};

const planned = (production: Production): Readonly<Record<string, number | null>> =>
  Object.fromEntries(planProduction(production).steps.map(({ step, jobs }) => [step, jobs]));

/** How many attempts JEDI made of each step; a plan says `null` of what nobody can know before PanDA splits. */
const counted = ({ steps }: Production, made: readonly ExpectedStep[]): Readonly<Record<string, number | null>> =>
  Object.fromEntries(
    made.map(({ step, jobs }) => [
      step,
      steps.find(({ name }) => name === step)?.jobs === undefined ? null : jobs.length,
    ]),
  );
