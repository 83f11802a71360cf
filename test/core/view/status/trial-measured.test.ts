import { expect, test } from "vitest";
import { type SubmissionEvent, submissionKey } from "../../../../action/core/ledger/event.ts";
import type { StepCompletion } from "../../../../action/core/ledger/step-completion.ts";
import { statusMarkdown } from "../../../../action/core/view/status/status-markdown.ts";
import { anIntent, foldOf, key, pastOf } from "../../submission/a-submission.ts";

const trial = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "12", confirms: "12-a", of: "f".repeat(64) };
const content = {
  format: 1,
  request: { defaults: { memory: [2000, 3000] }, steps: { simulate: {}, merge: { memory: 500 } } },
  resources: [],
} as const;
const step = (name: string, change: object): StepCompletion => ({
  ...{ step: name, task: 1, kind: "all", count: 2, first: 1, last: 2, sites: { BNL: 2 }, failures: {} },
  outputs: { hits: { files: 2, bytes: 5_000_000 } },
  ...change,
});
const told = (steps: readonly StepCompletion[], of: { readonly trial?: typeof trial } = { trial }): string => {
  const intent = anIntent({ content, ...of });
  return statusMarkdown([{ key, state: foldOf([...pastOf("done", { intent }), { event: "recorded", steps }]) }]);
};
const used = { jobs: 2, seconds: 250, cpuSeconds: 90, megabytes: 1210.2 };

test("The status of an ended trial shows PanDA's measurements next to the requested memory", () => {
  const text = told([
    step("simulate", { used }),
    step("merge", {
      failures: { "memory, pilot 1235": 2 },
      used: { jobs: 0, seconds: null, cpuSeconds: null, megabytes: 512 },
      outputs: { sum: { files: 2, bytes: null } },
    }),
  ]);

  expect(text).toContain("| step, jobs | longest, CPU a job | most memory | output a job |");
  expect(text).toContain("| simulate, 2 | 5 min, 45 s | 1211 MB of 2000 MB a core | 2.5 MB |");
  expect(text).toContain("| merge, 0 | unknown | more than 512 MB of 500 MB a core | unknown |");
  expect(text).toContain("stands as suggestions at its lines");
});

test("An ended trial among other submissions shows its measurements until the release replaces the trial", () => {
  const intent = anIntent({ content, trial });
  const done = [...pastOf("done", { intent }), { event: "recorded", steps: [step("simulate", { used })] }] as const;
  const beside = { key: submissionKey("sP26a-toy", "1.1.0", undefined), state: foldOf(pastOf("running")) };
  const shown = (events: readonly SubmissionEvent[]) => statusMarkdown([{ key, state: foldOf(events) }, beside]);

  expect(shown(done)).toContain("1211 MB");
  expect(shown([...done, { event: "superseded", by: "1.0.0" }])).not.toContain("1211 MB");
});

test("The status of a release, or of jobs without measurements, shows no measurements", () => {
  expect(told([step("simulate", { used })], {})).not.toContain("most memory");
  expect(told([step("simulate", {})])).not.toContain("most memory");
});
