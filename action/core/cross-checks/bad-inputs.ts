import { badWord } from "../ledger/declared.ts";
import { declaredText, readsOf } from "../ledger/declared-read.ts";
import { keyOf, versionName } from "../ledger/event.ts";
import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import type { CheckContext } from "./context.ts";

/**
 * Inputs that somebody declared bad. Of a production that grows it is said and does not refuse: its runs that read other
 * data go on, and each that reads bad ones is held back by itself.
 */
export const checkBadInputs = (production: Production, { ledger }: CheckContext): readonly Problem[] => {
  const { where, runs } = production;
  const known = runs === undefined ? undefined : new Set(runs.map(({ run }) => run));
  return (ledger?.declared ?? []).flatMap(({ intent, declared, nearest }) =>
    readsOf(production, intent, known).flatMap(({ path, steps }) => {
      const bad = badWord(declared, steps);
      if (bad === undefined) return [];
      const name = versionName(keyOf(intent));
      const wayOut = nearest === undefined ? "no other version of it is done" : `${intent.tag} ${nearest} is not bad`;
      return problemAt(where, path, "reads-bad", {
        message: `It reads data of ${name}, which ${declaredText(bad)}.`,
        severity: runs === undefined ? "error" : "warning",
        hint: `${wayOut}; or acknowledge reads-bad with the reason why these data do`,
      });
    }),
  );
};
