import { badWord } from "../ledger/declared.ts";
import { declaredText, notValidated, notValidatedText, readsOf } from "../ledger/declared-read.ts";
import { keyOf, versionName } from "../ledger/event.ts";
import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import type { CheckContext, DeclaredData } from "./context.ts";

/**
 * Inputs that somebody declared bad, or that their own validation did not find good. Of a production that grows it is said and does not refuse: its runs that read other
 * data go on, and each that reads bad ones is held back by itself.
 */
export const checkBadInputs = (production: Production, { ledger }: CheckContext): readonly Problem[] => {
  const { where, runs } = production;
  const known = runs === undefined ? undefined : new Set(runs.map(({ run }) => run));
  return (ledger?.declared ?? []).flatMap((made) => {
    const { intent, nearest } = made;
    const name = versionName(keyOf(intent));
    const wayOut = nearest === undefined ? "no other version of it is done" : `${intent.tag} ${nearest} is not bad`;
    return readsOf(production, intent, known).flatMap(({ path, steps }) => {
      const why = whyBad(made, steps);
      return why === undefined
        ? []
        : problemAt(where, path, "reads-bad", {
            message: `It reads data of ${name}, which ${why}.`,
            severity: runs === undefined ? "error" : "warning",
            hint: `${wayOut}; or acknowledge reads-bad with the reason why these data do`,
          });
    });
  });
};

/** What still runs may find them good before the reader is called. */
const whyBad = (made: DeclaredData, steps: readonly string[]): string | undefined => {
  const bad = badWord(made.declared, steps);
  if (bad !== undefined) return declaredText(bad);
  const step = made.hasEnded ? notValidated(made, steps) : undefined;
  return step === undefined ? undefined : notValidatedText(step);
};
