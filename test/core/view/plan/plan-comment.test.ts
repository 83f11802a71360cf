import { expect, test } from "vitest";
import { printed } from "../../../../action/core/markdown/doc.ts";
import { problemItems } from "../../../../action/core/markdown/problem-list.ts";
import type { VersionOutcome } from "../../../../action/core/outcomes/outcome.ts";
import type { Problem } from "../../../../action/core/problems/problem.ts";
import { planMarkdown } from "../../../../action/core/view/plan/plan-markdown.ts";
import { type PlanView, planView } from "../../../../action/core/view/plan/plan-view.ts";
import { aRequest, valid } from "../../a-production.ts";

const listed = (...problems: Parameters<typeof problemItems>) => printed([problemItems(...problems)]);

const head = "c0ffee0".padEnd(40, "1");
const place = { repository: "https://github.example/lab/productions", number: 7, head };
const asOf = { into: "main", main: "beef".padEnd(40, "2"), at: "2026-11-26T17:08:30.000Z" };
const comment = { place, asOf, late: undefined, tryout: { github: undefined, site: undefined }, untried: [] };

const aProblem = (changes: Partial<Problem> = {}): Problem => ({
  code: "bad-tag",
  severity: "error",
  file: "productions/p/production.yaml",
  line: 4,
  col: 34,
  message: '"toys" is no physics.',
  ...changes,
});

const viewOf = (folders: readonly string[], changes: Partial<PlanView> = {}): PlanView => ({
  ...planView({
    validated: folders.map((folder) => ({
      source: { folder, conventions: undefined },
      problems: [],
      valid: valid(aRequest(), { folder }),
      since: undefined,
    })),
    ...{ problems: [], removed: [], onMerge: [], needs: [], rules: [], fates: new Map(), madeBy: new Map() },
  }),
  ...changes,
});

test("The place of a problem in a plan is a link to its line in the head commit", () => {
  expect(listed([aProblem()], place).markdown).toBe(
    `- [\`productions/p/production.yaml:4:34\`](${place.repository}/blob/${head}/productions/p/production.yaml#L4): "toys" is no physics. \`bad-tag\``,
  );
});

test("A file whose name tries to end a Markdown link stays inside the link", () => {
  const { markdown } = listed([aProblem({ file: "productions/a)[b](https://evil.example/#?`/x y" })], place);

  expect(markdown).toContain("/productions/a%29%5Bb%5D%28https%3A//evil.example/%23%3F%60/x%20y#L4)");
  expect(markdown.match(/\]\(/g)).toHaveLength(2);
});

test("One problem of 300 productions is one point with three places, and errors come before warnings", () => {
  const many = Array.from({ length: 300 }, (_, n) => aProblem({ file: `productions/p${n}/production.yaml` }));
  const warning = aProblem({ severity: "warning", code: "unneeded-reuse", message: "Look." });

  const points = listed([warning, ...many], place).markdown.split("\n");

  expect(points).toHaveLength(2);
  expect(points[0]?.match(/\]\(/g)).toHaveLength(3);
  expect(points[0]).toContain(" and 297 places more: ");
  expect(points[1]).toContain("warning: Look.");
});

test("A plan names its commit, its commit of main, and its time", () => {
  const [, , , , line = ""] = planMarkdown(viewOf(["productions/p"]), comment).split("\n");

  expect(line).toBe(
    `As of commit [\`c0ffee0\`](${place.repository}/pull/7/commits/${head}), with main at \`beef222\`, 2026-11-26 17:08 UTC.`,
  );
});

test("A plan links the try-out of its commit, and names who measured", () => {
  const github = `${place.repository}/actions/runs/5`;
  const tryout = { github, site: undefined };
  const links = `[A few of its jobs](${github}) are tried out on GitHub's runner; what that run shows is measured by the payload itself.`;

  expect(planMarkdown(viewOf(["productions/p"]), { ...comment, tryout })).toContain(links);
  const untried = [{ step: "calo", why: "is set up from /cvmfs/x" }];
  expect(planMarkdown(viewOf(["productions/p"]), { ...comment, tryout, untried })).toContain(
    `${links} Not tried there: calo is set up from /cvmfs/x.`,
  );
  expect(planMarkdown(viewOf(["productions/p"]), comment)).not.toContain("tried out");
});

test("A valid plan is folded except for its first lines, and its commands are possible for the production", () => {
  const text = planMarkdown(viewOf(["productions/p"]), comment);
  const open = text.replaceAll(/<details>[^]*?<\/details>/g, "");

  expect(open).not.toMatch(/```|\|/);
  expect(text).toContain("```bash\ngh pr checkout 7\nshrek plan productions/p\nshrek run productions/p --jobs 1\n```");
});

test("Productions that a change of rules affects are not in the sums of a plan, because the merge does not submit them", () => {
  const view = viewOf(["productions/a", "productions/b"]);
  const fated = (fate: VersionOutcome): PlanView => ({
    ...view,
    productions: view.productions.map((one) => ({ ...one, fate })),
  });

  expect(planMarkdown(fated({ kind: "submitted" }), comment)).toContain("| all 2 |");
  expect(planMarkdown(fated({ kind: "stays", state: "done" }), comment)).not.toContain("| all 2 |");
});

test("Notes on unchanged productions are only counted in a plan", () => {
  expect(planMarkdown(viewOf(["productions/p"], { notesElsewhere: 3 }), comment)).toContain(
    "3 notes on productions that did not change: `shrek check FOLDER` shows them.",
  );
});

test("A folder whose name a shell would execute is in no command of a plan", () => {
  expect(planMarkdown(viewOf(["productions/$(reboot)"]), comment)).not.toContain("gh pr checkout");
});

test("A plan names the readers of changed data with the version that they keep", () => {
  const view = viewOf(["productions/p"]);
  const productions = view.productions.map((one) => ({
    ...one,
    readers: [{ tag: "sP26a-hfcharm-pileup", version: "2.0.0", reads: "1.0.0" }],
  }));

  const text = planMarkdown({ ...view, productions }, comment);

  expect(text).toContain("<summary>Read by 1 production</summary>");
  expect(text).toContain("- `sP26a-hfcharm-pileup 2.0.0` reads 1.0.0");
});

test("A folder name with an issue number or marks that reverse text is shown as code, also among many", () => {
  const folder = "productions/GH-3\u202e";
  const view = viewOf(["productions/a", "productions/b", "productions/c", folder]);
  const productions = view.productions.map((one) => (one.folder === folder ? { ...one, plan: undefined } : one));

  const text = planMarkdown({ ...view, changed: [], productions }, comment);

  expect(text).toContain("<summary>A refused production</summary>\n\n`productions/GH-3`");
  expect(text.replaceAll(/`[^`]*`/g, "")).not.toMatch(/GH-3|\u202e/);
});
