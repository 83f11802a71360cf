import type { Problem } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import { checkCeiling } from "../production/ceiling.ts";
import { checkAmounts } from "./amounts.ts";
import { type CheckContext, type CheckSubject, findFacts } from "./context.ts";
import { checkCopies } from "./copies.ts";
import { type FindFacts, withCounts } from "./counts.ts";
import { checkCycle, checkSupersession } from "./cycles.ts";
import { checkDuplicates } from "./duplicates.ts";
import type { Neighbour } from "./facts.ts";
import { checkJoinsAcross } from "./joins.ts";
import { checkLink } from "./links.ts";
import { followReferences } from "./references.ts";
import { checkSeeds } from "./seeds.ts";
import { checkBadInputs, checkTrialData, checkUnread, checkUnreadLists } from "./unread-inputs.ts";

/**
 * Problems that only show when productions are compared: reported in the author's file, about the neighbour. `around`
 * contains the validated productions, too. Problems between neighbours are not this author's.
 */
export const checkTogether = (
  validated: readonly CheckSubject[],
  around: CheckContext,
): readonly (readonly Problem[])[] => {
  const order = new Map<Neighbour, number>(validated.map(({ facts }, index) => [facts, index]));
  const isLater = (other: Neighbour, than: CheckSubject): boolean =>
    (order.get(other) ?? -1) > (order.get(than.facts) ?? -1);
  const copies = checkCopies(validated, around, isLater);
  const seeds = checkSeeds(validated, around.ledger);
  const find = findFacts(around);
  return validated.map((own, index) => {
    const copy = copies.get(own);
    const { links, problems } = followReferences(own, around);
    return withAcknowledged(own.production.request, [
      ...(copy === undefined ? checkDuplicates(own, around, (other) => isLater(other, own)) : [copy]),
      ...problems,
      ...links.flatMap((link) => checkLink(own, link, around)),
      ...checkUnread(own.production, around),
      ...checkUnreadLists(own.production, around),
      ...checkTrialData(own.production, around),
      ...checkBadInputs(own.production, around),
      ...checkAmounts(own, links, find),
      ...checkCeilingOfAll(own, find),
      ...checkJoinsAcross(own, around),
      ...checkCycle(own, around),
      ...checkSupersession(own, around),
      ...(seeds[index] ?? []),
    ]);
  });
};

/** With what others make of what it reads. Above it by its own counts is reported already. */
const checkCeilingOfAll = (own: CheckSubject, find: FindFacts): readonly Problem[] =>
  checkCeiling(own.production).length > 0 ? [] : checkCeiling(withCounts(own, find));
