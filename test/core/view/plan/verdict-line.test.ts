import { expect, test } from "vitest";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { MergeEffect } from "../../../../action/core/outcomes/merge-effects.ts";
import type { VersionOutcome } from "../../../../action/core/outcomes/outcome.ts";
import { type Plan, planProduction } from "../../../../action/core/plan/plan.ts";
import type { Problem } from "../../../../action/core/problems/problem.ts";
import { estimateText } from "../../../../action/core/view/plan/cost-text.ts";
import { planMarkdown } from "../../../../action/core/view/plan/plan-markdown.ts";
import { planView } from "../../../../action/core/view/plan/plan-view.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";

const problem = (severity: Problem["severity"], line: number): Problem => ({
  ...{ code: "bad-tag", severity, line, file: "productions/p/production.yaml", col: 1, message: `wrong ${line}` },
});
const good = valid(
  aRequest({
    steps: { simulate: aStep({ walltime: 1, eventsPerJob: 1000, estimate: { seconds: 0.36, megabytes: 0.2 } }) },
  }),
);

const planOf = (
  fate: VersionOutcome,
  problems: readonly Problem[] = [],
  into?: string,
  one = good,
  onMerge: readonly MergeEffect[] = [],
): readonly string[] => {
  const { tag, version, folder } = one.production;
  return planMarkdown(
    planView({
      validated: [{ source: { folder, conventions: undefined }, problems: [], valid: one, since: undefined }],
      ...{ problems, removed: [], onMerge, needs: [], rules: [], madeBy: new Map(), into },
      fates: new Map([[submissionKey(tag, version, undefined), fate]]),
    }),
  ).split("\n");
};

test.each([
  [[], "**Good: the merge submits 10 jobs, at most 10 core-hours.**"],
  [
    ["warning", "warning", "note"],
    "**Good: the merge submits 10 jobs, at most 10 core-hours; 2 warnings and 1 note.**",
  ],
  [["error"], "**Refused: 1 problem to fix before anything can run.**"],
  [
    ["error", "error", "warning", "note"],
    "**Refused: 2 problems to fix before anything can run; 1 warning and 1 note.**",
  ],
] as const)("The first line of a plan with problems %j counts the points below", (severities, line) => {
  const lines = planOf({ kind: "submitted" }, severities.map(problem));

  expect(lines[0]).toBe(line);
  expect(lines.filter((one) => one.startsWith("- `productions/p"))).toHaveLength(severities.length);
});

test("The first line of a plan for another branch says that no job is submitted, and what main would submit", () => {
  expect(planOf({ kind: "submitted" }, [], "dev")[0]).toBe(
    "**Good: the merge into dev submits nothing; one into main submits 10 jobs, at most 10 core-hours.**",
  );
});

test("The first line of a plan names inputs that cannot come, and shows the author's expectation with the figures", () => {
  const lines = planOf({ kind: "blocked", reason: "sP26a-x 1.0.0 is withdrawn" });

  expect(lines[0]).toContain("submits nothing: it is blocked: sP26a-x 1.0.0 is withdrawn.");
  expect(lines).toContain(
    "The author expects 1 core-hour and 2 GB of output; the conventions allow a production 100 000 core-hours.",
  );
});

test("The cost of what a merge does not submit is shown as later, and not at all if unknown", () => {
  const uncounted = valid(
    aRequest({
      inputs: { raw: { dataset: "user.tester.raw/", files: 10 } },
      steps: { read: { in: [{ from: "raw", gbPerJob: 5 }], out: ["out.root"], run: "read\n" } },
    }),
  );

  expect(planOf({ kind: "held" })[0]).toBe(
    "**Good: the merge submits nothing: it is held until `/shrek submit`; then 10 jobs, at most 10 core-hours.**",
  );
  expect(planOf({ kind: "held" }, [], undefined, uncounted)[0]).toBe(
    "**Good: the merge submits nothing: it is held until `/shrek submit`.**",
  );
});

test("A plan of what has no place, or is not among the first runs, says for what it waits", () => {
  expect(planOf({ kind: "queued", why: { atMost: 3 } })[0]).toBe(
    "**Good: the merge submits nothing: it waits for a place: at most 3 at PanDA at one time; then 10 jobs, at most 10 core-hours.**",
  );
  expect(planOf({ kind: "queued", why: { first: { runs: 2, good: 2 }, lost: false } })[0]).toContain(
    "it waits for the first runs of the version; then 10 jobs",
  );
  expect(planOf({ kind: "queued", why: { step: "fit", offline: "BNL" } })[0]).toContain(
    "it waits for a site: every one of step fit is offline (BNL); then 10 jobs",
  );
});

test("A refused plan says what is wrong before what becomes of other data, a good one after it", () => {
  const unread: MergeEffect = {
    kind: "data",
    name: "sP26a-done 1.0.0",
    words: "concerns the data of sP26a-done: nobody reads them",
  };
  const order = (severity: Problem["severity"]): readonly string[] =>
    planOf({ kind: "submitted" }, [problem(severity, 1)], undefined, good, [unread]).flatMap(
      (line) => /nobody reads them|wrong 1/.exec(line) ?? [],
    );

  expect(order("error")).toEqual(["wrong 1", "nobody reads them"]);
  expect(order("warning")).toEqual(["nobody reads them", "wrong 1"]);
});

test("The limits of the conventions are shown with the author's expectation, or alone", () => {
  const plan = planProduction(good.production);
  const allowed = (total: Partial<Plan["total"]>) => estimateText({ ...plan, total: { ...plan.total, ...total } });

  expect(allowed({ ceiling: 5000 })).toEqual([
    "The author expects 1 core-hour and 2 GB of output; the conventions allow a production 5 000 core-hours.",
  ]);
  expect(allowed({ estimate: { coreHours: 0.0347, gigabytes: 0.04 } })).toEqual([
    "The author expects 0.03 core-hours and 40 MB of output; the conventions allow a production 100 000 core-hours.",
  ]);
  expect(allowed({ ceiling: 1, estimate: { coreHours: null, gigabytes: null } })).toEqual([
    "The conventions allow a production 1 core-hour.",
  ]);
});
