import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { makeSubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import { holdArchives } from "../../../action/flows/reconcile/hold-archives.ts";
import { anIntent, aSubmission } from "../../core/submission/a-submission.ts";

test("An archive for PanDA that several submissions of a wave use is uploaded once, and uploads run one at a time", async () => {
  const ready = ["a", "b", "a", "c"].map((archive, run) => {
    const intent = anIntent({ archive });
    const key = submissionKey("sP26a-toy", "1.0.0", run);
    return {
      key,
      intent,
      attempt: 1,
      submissionRequest: makeSubmissionRequest(intent, "r", 1, new TextEncoder().encode(archive)),
    };
  });
  const sent: string[] = [];
  let [now, most] = [0, 0];

  const held = await holdArchives(
    {
      ports: {
        cache: {
          hold: async (archive) => {
            const name = new TextDecoder().decode(archive);
            sent.push(name);
            most = Math.max(most, ++now);
            await new Promise((done) => setImmediate(done));
            now--;
            return { kind: "held", sandbox: `${name}.tar.gz` };
          },
        },
      },
      each: async (ones, work) =>
        (await Promise.all(ones.map(work))).flatMap((one) => (one === undefined ? [] : [one])),
    },
    { states: new Map(ready.map(({ key }) => [key, aSubmission("intended")])) },
    ready,
  );

  expect(sent).toEqual(["a", "b", "c"]);
  expect(most).toBe(1);
  expect(held.map((one) => [one.key, one.held])).toEqual(
    ready.map(({ key, intent }) => [key, { kind: "held", sandbox: `${intent.archive}.tar.gz` }]),
  );
});
