import { distinctProblems, type Problem } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import { handsOnRows, type Production, type Step } from "../production/production.ts";
import { enough } from "./bash/script.ts";
import { type LintedStep, lintedStep, namedScript, type SentScript } from "./linted-step.ts";
import { type Lint, lints } from "./lints.ts";
import { allSure, type Unsure } from "./unsure.ts";

/** Characters of all payloads: far more than people write, and what hostile text may cost is bounded by it. */
const maxText = 128 * 1024;
/** A step without any text costs something too. */
const leastCost = 512;

/** The problems in the texts, and the scripts that are run, whose syntax bash itself should check. */
export type Linted = { readonly problems: readonly Problem[]; readonly sent: readonly SentScript[] };

/**
 * What the payloads of a valid production do wrong, by their text: certain mistakes refuse, likely ones warn. A
 * script that is not understood, or a program of unknown powers, silences what rests on it.
 */
export const lintProduction = (production: Production, unsure: Unsure = allSure): Linted => {
  const known = (steps: readonly Step[]): readonly Lint[] =>
    lints.filter(({ restsOn = [] }) => !steps.some(({ name }) => restsOn.some((key) => unsure(name).has(key))));
  let left = maxText;
  const steps = production.steps.map((step) => {
    if (handsOnRows(step)) return nothingLinted;
    left -= step.run.length + (step.checks?.run.length ?? 0) + leastCost;
    return left < 0 ? nothingLinted : lintStep(production, step, known([step]));
  });
  const linted = steps.map((step) => step.linted);
  const problems = distinctProblems([
    ...steps.flatMap((step) => step.problems),
    ...known(production.steps).flatMap(({ ofProduction }) => ofProduction?.(production, linted) ?? []),
  ]);
  return { problems: withAcknowledged(production.request, problems), sent: steps.flatMap((step) => step.sent) };
};
const nothingLinted: LintOfStep = { problems: [], sent: [], linted: undefined };

/** `linted`: `undefined` where the payload was not understood. */
type LintOfStep = Linted & { readonly linted: LintedStep | undefined };

const lintStep = (production: Production, step: Step, known: readonly Lint[]): LintOfStep => {
  const unreadable = firstOf(({ ofTexts }) => ofTexts?.(production, step));
  if (unreadable.length > 0) return { problems: unreadable, sent: [], linted: undefined };
  const linted = lintedStep(production, step);
  const misread = firstOf(({ ofCalled }) => (linted === undefined ? undefined : ofCalled?.(linted)));
  if (misread.length > 0) return { problems: misread, sent: [], linted: undefined };
  const named = namedScript(production, step);
  return {
    problems: linted === undefined ? [] : known.flatMap(({ ofStep }) => ofStep?.(linted) ?? []).slice(0, enough),
    sent: [...(named === undefined ? [] : [named]), ...(linted?.sent ?? [])],
    linted,
  };
};

/** The problems of the first lint that has any: one cause is reported once. */
const firstOf = (look: (lint: Lint) => readonly Problem[] | undefined): readonly Problem[] => {
  for (const lint of lints) {
    const found = look(lint) ?? [];
    if (found.length > 0) return found;
  }
  return [];
};
