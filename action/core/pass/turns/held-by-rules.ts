import { type Freeze, freezeOf } from "../../conventions/freeze.ts";
import { offlineAmong } from "../../conventions/sites-schema.ts";
import type { Intent } from "../../ledger/event.ts";
import type { NoSiteOnline } from "../../ledger/queued.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../policy/rules.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { sitesOfSteps } from "../../production/sited-steps.ts";
import { thawFault } from "../authorization/verify-command.ts";
import { bothClocks, type Moment } from "../reads.ts";
import type { Gate } from "./turn.ts";

/**
 * Holds back what the rules of main do: a freeze, of the conventions or commanded, as the ledger has it; or a step whose
 * sites are all offline. Both only hold back, so what nobody approved or somebody forged counts too.
 */
export const heldByRules: Gate = async (moment, _, ones) => {
  const byFolder = Map.groupBy(ones, ({ state: { intent } }) => intent.folder);
  const rules = readRules(await moment.git.files(moment.mainHead, rulePlaces([...byFolder.keys()])));
  const ruled = [...byFolder].map(([folder, some]) => ({
    some,
    read: conventionsAbove(rules, folder).flatMap((one) => (one.read.kind === "read" ? [one.read.value] : [])),
  }));
  const isFrozen = moment.ledgerHead.frozen !== undefined || ruled.some(({ read }) => read.some(hasFreeze));
  const [now] = isFrozen ? await bothClocks(moment) : [moment.now];
  const commanded = await commandedAt(moment, now);
  return ruled.flatMap(({ some, read }) => {
    const freeze = freezeOf([...read, { freeze: commanded }], now);
    const offline = offlineAmong(read);
    return some.flatMap(({ key, state }) => {
      const why = freeze ?? noSiteOnline(state.intent, offline);
      return why === undefined ? [] : [{ key, why }];
    });
  });
};

const hasFreeze = ({ freeze }: { readonly freeze?: Freeze | undefined }): boolean => freeze !== undefined;

/** PanDA would hold its tasks, or run them where people know that they fail. */
const noSiteOnline = ({ content }: Intent, offline: ReadonlyMap<string, string>): NoSiteOnline | undefined => {
  const stuck = sitesOfSteps(content.request).find(
    ({ sites }) => sites.length > 0 && sites.every((site) => offline.has(site)),
  );
  return stuck && { step: stuck.step, offline: stuck.sites.map((site) => offline.get(site)).join(", ") };
};

/**
 * An unfreeze lets submissions begin, so GitHub is asked about it; where it does not count, what waits says why. So where
 * GitHub does not answer: all else of the pass goes on.
 */
async function commandedAt(moment: Moment, now: string): Promise<Freeze | undefined> {
  const { frozen, thawed } = moment.ledgerHead;
  if (thawed === undefined || freezeOf([{ freeze: frozen }], now) === undefined) return frozen;
  const fault = await orFailure(() => thawFault(moment, thawed));
  if (fault === undefined || frozen === undefined) return thawed.leaves;
  const why = fault instanceof Failure ? "GitHub could not be asked about it" : fault;
  return { ...frozen, reason: `${frozen.reason} (the unfreeze of ${thawed.by} does not count: ${why})` };
}
