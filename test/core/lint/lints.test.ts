import { expect, test } from "vitest";
import { workTree } from "../../../action/adapters/git/work-tree.ts";
import { type LintedStep, lintedStep } from "../../../action/core/lint/linted-step.ts";
import { type Lint, lints } from "../../../action/core/lint/lints.ts";
import { payloadCodes } from "../../../action/core/problems/codes/payloads.ts";
import { slipCodes } from "../../../action/core/problems/codes/typos.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { foldersOf, inFull, requests } from "../validate/fixtures.ts";

/** Codes of payloads that another than a lint says. */
const elsewhere = {
  "folded-commands": "core/validate/grouped-digits.ts: the YAML shows it",
  "script-syntax": "core/lint/script-syntax.ts: bash itself says it",
};

test("Every code of a payload is of exactly one lint", () => {
  const named = [...lints.flatMap(({ codes }) => codes), ...Object.keys(elsewhere)];

  expect(named.toSorted()).toEqual(Object.keys({ ...payloadCodes, ...slipCodes }).toSorted());
});

test("Every lint says its own codes and no other, and the test requests show each", async () => {
  const said = new Map(lints.map((lint) => [lint, new Set<string>()]));

  for (const production of await validProductions()) {
    const steps = production.steps.map((step) => lintedStep(production, step));
    for (const [lint, codes] of said) for (const { code } of foundBy(lint, production, steps)) codes.add(code);
  }

  for (const [{ codes }, found] of said) expect([...found].toSorted()).toEqual(codes.toSorted());
});

/** Those that nothing but a lint may refuse. */
const validProductions = async (): Promise<readonly Production[]> => {
  const tree = workTree(requests, noForeign);
  const paths = await Promise.all([...(await foldersOf("good")), ...(await foldersOf("bad"))].map(tree.productions));
  const sources = await tree.all(paths.flat());
  const validated = await Promise.all(
    sources.map((source) => validateSources({ ...inFull, onTree: noNeighbours }, [source])),
  );
  return validated.flat().flatMap(({ valid }) => valid?.production ?? []);
};
const noNeighbours = async () => [];

const foundBy = (
  { ofTexts, ofCalled, ofStep, ofProduction }: Lint,
  production: Production,
  steps: readonly (LintedStep | undefined)[],
): readonly Problem[] => [
  ...production.steps.flatMap((step) => ofTexts?.(production, step) ?? []),
  ...steps.flatMap((linted) =>
    linted === undefined ? [] : [...(ofCalled?.(linted) ?? []), ...(ofStep?.(linted) ?? [])],
  ),
  ...(ofProduction?.(production, steps) ?? []),
];
