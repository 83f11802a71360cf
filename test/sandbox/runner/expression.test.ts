import { expect, test } from "vitest";
import { scopeOf } from "../../../scripts/sandbox/runner/contexts.ts";
import { fill, holds, validateTemplates } from "../../../scripts/sandbox/runner/expression/template.ts";

const contexts = {
  github: {
    event_name: "pull_request",
    ref: "refs/heads/main",
    event: { issue: { pull_request: { url: "x" } }, comment: { body: "/shrek status" }, labels: [{ name: "trial" }] },
  },
  needs: { check: { result: "success", outputs: { number: "7" } } },
  env: { EMPTY: "" },
};
const well = { failed: false, cancelled: false, skipped: false };

test.each([
  ["github.event_name == 'pull_request'", true],
  ["github.event_name == 'PULL_REQUEST' && github.ref != 'refs/heads/x'", true],
  ["github.event.issue.pull_request && startsWith(github.event.comment.body, '/shrek')", true],
  ["!github.event.issue.nothing", true],
  ["contains(github.event.labels.*.name, 'trial')", true],
  ["contains('abc', 'B') && !endsWith('abc', 'x')", true],
  ["(false || needs.check.outputs.number == 7) && needs['check'].result == 'success'", true],
  ["env.EMPTY || 'it''s'", true],
  ["format('{0}-{{1}}', github.ref) == 'refs/heads/main-{1}'", true],
  ["fromJSON('[1,2]')[1] >= 2", true],
  ["failure()", false],
  ["success() && always() && !cancelled()", true],
  ["github.event.comment.body == 'no'", false],
])("The expression %s of a workflow is %s", (condition, expected) => {
  expect(holds(condition, scopeOf(contexts, well))).toBe(expected);
  expect(holds(`\${{ ${condition} }}`, scopeOf(contexts, well))).toBe(expected);
});

test("After a failed step only a workflow condition with a status function is true", () => {
  const scope = scopeOf(contexts, { ...well, failed: true });

  expect(
    [undefined, "true", "always()", "failure() && github.ref", "!cancelled()"].map((condition) =>
      holds(condition, scope),
    ),
  ).toEqual([false, false, true, true, true]);
});

test("Expressions within the text of a workflow are replaced by their values", () => {
  expect(fill("a-${{ github.ref }}-${{ needs.check.outputs.none }}-${{ toJSON(null) }}", scopeOf(contexts))).toBe(
    "a-refs/heads/main--null",
  );
  expect(fill("${{ format('{0} }} {{1}}', github.ref) }}.${{ github.ref == 'x' }}", scopeOf(contexts))).toBe(
    "refs/heads/main } {1}.false",
  );
});

test.each([
  ["github.evnt_name == 'x'", "github.evnt_name"],
  ["matrix.os == 'x'", "matrix"],
  ["hashFiles('x')", "hashFiles"],
  ["needs.other.result", "needs.other"],
  ["github.ref ==", "end"],
  ["github.ref = 'x'", "="],
  ['github.ref == "x"', '"'],
])("The expression %s of a workflow is an error, not an empty text", (condition, part) => {
  expect(() => holds(condition, scopeOf(contexts, well))).toThrow(part);
});

test.each(["hashFiles('x')", "matrixx.os", "always(1)", "github.ref ==", "join(1,2,3)"])(
  "The expression %s is refused when the workflow is read",
  (condition) => {
    expect(() => validateTemplates(condition, true)).toThrow(condition);
  },
);

test("A status function within a text does not count as a condition on the status", () => {
  const failed = scopeOf(contexts, { ...well, failed: true });

  expect(holds("contains('always()', 'a')", failed)).toBe(false);
  expect(holds("contains('a', 'a') && ALWAYS()", failed)).toBe(true);
});

/** Where our own evaluator gave another value than GitHub's (actions/languageservices, expressions/testdata). */
test.each([
  ["'a' < 'B'", true],
  ["'0x1F' == 31", true],
  ["GITHUB.REF == 'refs/heads/main'", true],
  ["github.EVENT.Labels[0].name == 'trial'", true],
  ["github.event.labels.* == null", false],
  ["startsWith(github.event.labels, 'a')", false],
  ["1 == true", true],
  ["NaN == NaN", false],
])("The expression %s of a workflow is %s, as on GitHub", (condition, expected) => {
  expect(holds(condition, scopeOf(contexts, well))).toBe(expected);
});
