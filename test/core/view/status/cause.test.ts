import { expect, test } from "vitest";
import { type SubmissionEvent, submissionKey } from "../../../../action/core/ledger/event.ts";
import { causeOf } from "../../../../action/core/view/status/cause.ts";
import { byCause } from "../../../../action/core/view/status/status-text.ts";
import { anIntent, aTask, foldOf, pastOf } from "../../submission/a-submission.ts";

type Failed = {
  readonly stage?: string;
  readonly said?: string;
  readonly sites?: Record<string, number>;
  readonly count?: number;
};
const failed = (tag: string, { stage = "payload, exit code 1", said, sites = { BNL: 2 }, count = 2 }: Failed = {}) => {
  const intent = anIntent({ tag, folder: `productions/${tag}` });
  const tasks = [aTask("simulate", "failed", { id: 10 + tag.length })];
  const record: SubmissionEvent = {
    event: "recorded",
    steps: [
      {
        ...{ step: "simulate", task: 1, kind: "all", count, first: 1, last: 2, outputs: {}, sites },
        failures: { [stage]: 2 },
        ...(said === undefined ? {} : { said: { [stage]: said } }),
      },
    ],
  };
  return {
    key: submissionKey(tag, "1.0.0", undefined),
    state: foldOf([...pastOf("submitted", { intent }), { event: "seen", verdict: "failed", tasks }, record]),
  };
};
const sizes = (...all: readonly ReturnType<typeof failed>[]): readonly number[] =>
  byCause(all).map(({ ones }) => ones.length);

test("Failures with the same step, stage, exit code, last words and site are one cause, the most frequent first", () => {
  const words = (tag: string, seed: number): Failed => ({
    said: `seed ${seed}\ncvmfs: ${tag} job ${seed}: Transport endpoint is not connected`,
  });

  expect(
    sizes(
      failed("a1", { stage: "payload, exit code 2" }),
      failed("a2", words("a2", 7)),
      failed("a10", words("a10", 12_345)),
    ),
  ).toEqual([2, 1]);
});

test.each<[what: string, change: Failed]>([
  ["exit code", { stage: "payload, exit code 2" }],
  ["stage", { stage: "stage-in" }],
  ["last word", { said: "no space left on device" }],
  ["site", { sites: { OSG: 2 } }],
])("Failures of jobs with another %s are another cause", (_, change) => {
  expect(sizes(failed("a"), failed("b", change))).toEqual([1, 1]);
});

test("A payload that fails alike in every job is to blame, and for one that fails in some jobs this is unknown", () => {
  expect(causeOf(failed("a").state)?.payload).toEqual({ step: "simulate", exitCode: "1" });
  expect(causeOf(failed("a", { count: 3 }).state)?.payload).toBeUndefined();
  expect(causeOf(failed("a", { stage: "stage-in" }).state)?.payload).toBeUndefined();
});

test("Submissions that wait for the same approval are one cause, whatever their names", () => {
  const withheld = (tag: string, who: string) => ({
    key: submissionKey(tag, "1.0.0", undefined),
    state: foldOf([
      { event: "intended", intent: anIntent({ tag, folder: `productions/${tag}` }), attempt: 1 },
      { event: "held", reason: `pull request #${tag.length} lacks ${who} (owners of productions/${tag})` },
    ]),
  });

  expect(sizes(withheld("a", "@bob"), withheld("bb", "@bob"), withheld("c", "@cleo"))).toEqual([2, 1]);
});

test("A submission that asks no person has no cause", () => {
  expect(causeOf(foldOf(pastOf("running")))).toBeUndefined();
});
