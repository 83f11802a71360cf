import { isOwnerAsked, monthOf } from "../../core/outcomes/asked-owners.ts";
import { dayOf } from "../../core/text/list-head.ts";
import { ownersMarkdown } from "../../core/view/status/owners-markdown.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { OwnersAsked } from "../../ports/owners-asked.ts";
import { dataMade } from "../ledger-access/data-made.ts";
import type { ReconcilePorts } from "./ports.ts";

type AskPorts = {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly owners: OwnersAsked;
  readonly catalogue: NonNullable<ReconcilePorts["catalogue"]>;
};

/** Asks the owners of data that expire soon, or were given up, once a month. Gives the month, or the day where there are none yet. */
export const askOwners = async ({ ledger, clock, owners, catalogue }: AskPorts, page: string): Promise<string> => {
  const now = clock.now();
  const data = await dataMade(
    { ledger, catalogue },
    () => true,
    (state) => isOwnerAsked(state, now),
  );
  const asked = data.filter(({ isKept }) => isKept);
  if (asked.length === 0) return dayOf(now);
  await owners.ask(monthOf(now), ownersMarkdown(asked, now, page));
  return monthOf(now);
};
