import { expect, test } from "vitest";
import { makeSubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import { anIntent } from "./a-submission.ts";

test("Attempts of a submission differ only in the workflow's name and the mark", () => {
  const digest = anIntent().contentDigest.slice(0, 16);
  const [first, second] = [1, 2].map((attempt) =>
    makeSubmissionRequest(anIntent(), "0a1b2c3d", attempt, new Uint8Array([7])),
  );

  expect(first).toEqual({
    outDS: "user.ada.sP26a-toy-1.0.0-0",
    workflowName: "shrek-0a1b2c3d-0123456789ab-a1",
    fingerprint: `shrek-0a1b2c3d-0123456789ab-a1-${digest}`,
    vo: "wlcg",
    workingGroup: "sphenix",
    prodSourceLabel: "managed",
    archive: new Uint8Array([7]),
    steps: ["simulate", "merge"],
  });
  expect(makeSubmissionRequest(anIntent({ cores: 4 }), "0a1b2c3d", 1, new Uint8Array([7]))).toEqual({
    ...first,
    cores: 4,
  });
  expect(second).toEqual({
    ...first,
    workflowName: "shrek-0a1b2c3d-0123456789ab-a2",
    fingerprint: `shrek-0a1b2c3d-0123456789ab-a2-${digest}`,
  });
});
