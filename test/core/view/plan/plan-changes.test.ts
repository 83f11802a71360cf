import { expect, test } from "vitest";
import { contentDigest } from "../../../../action/core/production/content.ts";
import { checkVersion, sinceLast } from "../../../../action/core/versioning/check-version.ts";
import { planMarkdown } from "../../../../action/core/view/plan/plan-markdown.ts";
import { planView } from "../../../../action/core/view/plan/plan-view.ts";
import { aRequest, aStep, type Draft, valid } from "../../a-production.ts";

/** The comment on a pull request whose production was submitted as `before`. */
const commentAfter = (before: Draft, after: Draft): string => {
  const [old, now] = [valid(before), valid(after)];
  const past = {
    version: old.production.version,
    contentDigest: contentDigest(old.content),
    content: old.content,
    submitted: true,
    made: "here" as const,
  };
  const problems = checkVersion(now.production, now.content, [past]);
  const validated = {
    source: { folder: now.production.folder, conventions: undefined },
    problems,
    valid: problems.length === 0 ? now : undefined,
    since: sinceLast(now.production, now.content, [past]),
  };
  return planMarkdown(
    planView({
      validated: [validated],
      problems: [],
      removed: [],
      onMerge: [],
      fates: new Map(),
      needs: [],
      rules: [],
      madeBy: new Map(),
    }),
  );
};

test("A version with a too small bump is shown with the line to write, and the changes step by step", () => {
  const steps = { simulate: aStep({ jobs: 20, memory: 4000 }), other: aStep({ out: ["other.tar"] }) };
  const comment = commentAfter(
    aRequest({ steps: { simulate: aStep(), other: aStep({ out: ["other.tar"], jobs: 5 }) } }),
    aRequest({ version: "1.0.1", steps }),
  );

  expect(comment).toContain("Write in `productions/p/production.yaml:1`:\n\n```yaml\nversion: 1.1.0\n```");
  expect(comment).toContain(`| since 1.0.0 | what | was | is | needs |
|---|---|---|---|---|
| step other | \`jobs\` | \`5\` | \`10\` | minor: another number of events |
| step simulate | \`jobs\` | \`10\` | \`20\` | minor: another number of events |
|  | \`memory\` | nothing | \`4000\` | patch: how it runs |`);
});

test("A version with the right bump has no line to write", () => {
  const comment = commentAfter(aRequest(), aRequest({ version: "1.1.0", steps: { simulate: aStep({ jobs: 20 }) } }));

  expect(comment).not.toContain("Write in");
  expect(comment).toContain("| step simulate | `jobs` | `10` | `20` | minor: another number of events |");
});
