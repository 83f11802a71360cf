import { isDeepStrictEqual } from "node:util";
import { labelOf, type Production } from "../../core/judge/production.ts";
import { acceptedAs, conventionsReader, judgeOne } from "../../core/neighbours/judge-sources.ts";
import { renderProduction } from "../../core/render/rendering.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";

/**
 * Whether the rules of main today make of a production what it was judged to be: what was promised keeps its rules, and
 * only those of today are known to be approved.
 */
export const todaysRules = (): ((onMain: ProductionSource, production: Production) => boolean) => {
  const conventionsOf = conventionsReader();
  return (onMain, production) => {
    const today = conventionsOf(onMain);
    if (today?.kind === "read" && isDeepStrictEqual(today.conventions, production.conventions)) return true;
    const same = acceptedAs(judgeOne(onMain), production.tag)?.production;
    return same !== undefined && isDeepStrictEqual(ruledBy(same), ruledBy(production));
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
