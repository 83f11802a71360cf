import { type Freeze, freezeOf } from "../../conventions/freeze.ts";
import { offlineAmong } from "../../conventions/sites-schema.ts";
import type { Intent } from "../../ledger/event.ts";
import type { NoSiteOnline } from "../../ledger/queued.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../policy/rules.ts";
import { sitesOfSteps } from "../../production/sited-steps.ts";
import { bothClocks } from "../reads.ts";
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
  return ruled.flatMap(({ some, read }) => {
    const freeze = freezeOf([...read, { freeze: moment.ledgerHead.frozen }], now);
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
