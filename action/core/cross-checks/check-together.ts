import type { Problem } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import { judgeAmounts } from "./amounts.ts";
import type { Around, Own } from "./context.ts";
import { judgeCopies } from "./copies.ts";
import { judgeCycle, judgeSupersession } from "./cycles.ts";
import { judgeTwins } from "./duplicates.ts";
import type { Neighbour } from "./facts.ts";
import { judgeJoinsAcross } from "./joins.ts";
import { judgeLink } from "./links.ts";
import { followReferences } from "./references.ts";
import { judgeSeeds } from "./seeds.ts";
import { judgeTrialData, judgeUnread } from "./unread-inputs.ts";

/**
 * What only shows when productions stand side by side: told where the author looks, about what stands beside it.
 * `around` holds those that are judged, too. Neighbours among themselves are not this author's business.
 */
export const judgeTogether = (judged: readonly Own[], around: Around): readonly (readonly Problem[])[] => {
  const order = new Map<Neighbour, number>(judged.map(({ facts }, index) => [facts, index]));
  const isLater = (other: Neighbour, than: Own): boolean => (order.get(other) ?? -1) > (order.get(than.facts) ?? -1);
  const copies = judgeCopies(judged, around, isLater);
  const seeds = judgeSeeds(judged, around.ledger);
  return judged.map((own, index) => {
    const copy = copies.get(own);
    const { links, problems } = followReferences(own, around);
    return withAcknowledged(own.production.request, [
      ...(copy === undefined ? judgeTwins(own, around, (other) => isLater(other, own)) : [copy]),
      ...problems,
      ...links.flatMap((link) => judgeLink(own, link, around)),
      ...judgeUnread(own.production, around),
      ...judgeTrialData(own.production, around),
      ...judgeAmounts(own, links),
      ...judgeJoinsAcross(own, around),
      ...judgeCycle(own, around),
      ...judgeSupersession(own, around),
      ...(seeds[index] ?? []),
    ]);
  });
};
