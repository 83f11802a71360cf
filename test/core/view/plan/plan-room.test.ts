import { expect, test } from "vitest";
import { maxSummaryBytes } from "../../../../action/core/markdown/fit-doc.ts";
import { onMerge } from "../../../../action/core/outcomes/merge-effects.ts";
import { needsSentence } from "../../../../action/core/policy/need-text.ts";
import { planMarkdown } from "../../../../action/core/view/plan/plan-markdown.ts";
import { planView } from "../../../../action/core/view/plan/plan-view.ts";
import { aRequest, valid } from "../../a-production.ts";

const one = valid(aRequest());
const many = 10_000;
const numbered = <T>(make: (n: number) => T): readonly T[] => Array.from({ length: many }, (_, n) => make(n));

const campaign = (folder: (n: number) => string, extra: Partial<Parameters<typeof planView>[0]> = {}) =>
  planView({
    validated: numbered((n) => ({
      source: { folder: folder(n), conventions: undefined },
      problems: [],
      valid: one,
      since: undefined,
    })),
    problems: [],
    removed: [],
    needs: numbered((n) => ({
      kind: "known",
      needs: [{ who: ["ada"], count: 1, because: [{ why: "owners of", of: [folder(n)] }] }],
    })),
    onMerge: numbered((n) => ({
      kind: "withdrawn",
      name: folder(n),
      words: `withdraws ${folder(n)}, which was not submitted`,
    })),
    fates: new Map(),
    rules: [],
    madeBy: new Map(),
    ...extra,
  });

/** Milliseconds of processor time: the machine may be busy with others. */
const cost = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user } = process.cpuUsage(before);
  return user / 1000;
};

test("The plan and the summary of ten thousand productions fit on GitHub, and say how many are left out", () => {
  const view = campaign((n) => `productions/p${n}`);

  const [comment, summary] = [planMarkdown(view), planMarkdown(view, undefined, maxSummaryBytes)];

  expect(comment.length).toBeLessThan(65_536);
  expect(comment).toMatch(/\d \d{3} productions more: see the summary of the check/);
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  const shown = (text: string): number => text.split("<details><summary>sP26a").length;
  expect(shown(comment)).toBeGreaterThan(5);
  expect(shown(summary)).toBeGreaterThan(10 * shown(comment));
});

test("Very long names of three bytes a character do not make a plan too long for GitHub", () => {
  const view = campaign((n) => `productions/${"\u4e00".repeat(4000)}${n}`, {
    problems: numbered((n) => ({
      ...{ code: "bad-tag", severity: "error", file: `productions/${"\u4e00".repeat(4000)}${n}`, line: 1, col: 1 },
      ...{ message: `${n}${"\u4e00".repeat(1000)}`, hint: "\u4e00".repeat(1000) },
    })) as Parameters<typeof planView>[0]["problems"],
  });

  const comment = planMarkdown(view);

  expect(Buffer.byteLength(comment)).toBeLessThan(65_536);
  expect(comment).toMatch(/^\*\*Refused: 10 000 problems/);
  expect(comment).toContain("`bad-tag`");
  expect(comment).toMatch(/And \d+ more problems/);
});

test("The plan of ten thousand productions takes about as much text for each as the plan of a hundred", () => {
  const view = campaign((n) => `productions/p${n}`);
  const needs = numbered((n) => ({
    kind: "known" as const,
    needs: [{ who: ["ada"], count: 1, because: [{ why: "owners of", of: [`productions/p${n}`] }] }],
  }));
  const after = numbered((n) => ({ ...one.production, tag: `tag${n}` }));
  const before = after.map((production) => ({ ...production, version: "0.9.0" }));

  expect(cost(() => planMarkdown(view))).toBeLessThan(1000);
  expect(cost(() => needsSentence(needs))).toBeLessThan(1000);
  expect(cost(() => onMerge({ before, after }, new Map(), []))).toBeLessThan(1000);
});

test("A plan of several productions begins with a table with their sums", () => {
  const view = campaign((n) => `productions/p${n}`);

  const comment = planMarkdown({ ...view, onMerge: [], productions: view.productions.slice(0, 12) });

  expect(comment).toMatch(
    /\| production \| jobs \| core-hours \|\n[^]*\| all 12 \| 120 \| unknown \|\n\n<details><summary>Each of the 12 productions<\/summary>\n\n<details><summary>sP26a/,
  );
  expect(comment).not.toContain("\n### ");
});
