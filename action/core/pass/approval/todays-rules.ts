import { isDeepStrictEqual } from "node:util";
import type { Conventions } from "../../conventions/conventions.ts";
import { conventionsGoverning } from "../../conventions/read-conventions.ts";
import { validateOne, validRun } from "../../cross-checks/check-sources.ts";
import { labelOf, type Production } from "../../production/production.ts";
import { renderProduction } from "../../render/rendering.ts";
import type { ProductionSource } from "../../text/source-file.ts";

/** Whether main's rules of today make of a production what it was judged to be: only those are known to be approved. */
export const todaysRules = (): ((onMain: ProductionSource, production: Production) => boolean) => {
  // Thousands of productions have the same conventions of both moments: each pair is compared once.
  const same = new WeakMap<Conventions, Conventions>();
  const areSame = (today: Conventions, then: Conventions): boolean => {
    if (same.get(today) === then) return true;
    if (!isDeepStrictEqual(today, then)) return false;
    same.set(today, then);
    return true;
  };
  return (onMain, production) => {
    const read = conventionsGoverning(onMain);
    if (read?.kind === "read" && areSame(read.conventions, production.conventions)) return true;
    const today = validRun(validateOne(onMain), production)?.production;
    return today !== undefined && isDeepStrictEqual(ruledBy(today), ruledBy(production));
  };
};

/** What conventions decide of a submission. */
const ruledBy = (production: Production) => [
  production.outDS,
  labelOf(production),
  production.conventions.vo,
  production.workingGroup,
  renderProduction(production).digest,
];
