import { type Freeze, freezeOf } from "../../conventions/freeze.ts";
import { offlineAmong } from "../../conventions/sites-schema.ts";
import type { Intent } from "../../ledger/event.ts";
import type { NoSiteOnline } from "../../ledger/queued.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../policy/rules.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { sitesOfSteps } from "../../production/sited-steps.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { thawFault } from "../authorization/verify-command.ts";
import type { Moment } from "../reads.ts";
import type { Gated } from "./gated.ts";

type OfFolder = { readonly state: OpenIntent };
type HeldByRules = Freeze | NoSiteOnline;

/**
 * What the rules of main let go, and what they hold back: a freeze, of the conventions or commanded, as the ledger has it;
 * or a step whose sites are all offline. Both only hold back, so what nobody approved or somebody forged counts too. Asked
 * when the turns are taken, and again before a call.
 */
export async function apartHeld<T extends OfFolder>(
  moment: Moment,
  ones: readonly T[],
): Promise<Gated<T, HeldByRules>> {
  if (ones.length === 0) return { go: ones, held: [] };
  const { mainHead: at } = moment;
  const byFolder = Map.groupBy(ones, ({ state: { intent } }) => intent.folder);
  const rules = readRules(await moment.git.files(at, rulePlaces([...byFolder.keys()])));
  const ruled = [...byFolder].map(([folder, some]) => ({
    some,
    read: conventionsAbove(rules, folder).flatMap((one) => (one.read.kind === "read" ? [one.read.value] : [])),
  }));
  const isFrozen = moment.ledgerHead.frozen !== undefined || ruled.some(({ read }) => read.some(hasFreeze));
  const [now] = isFrozen ? await bothClocks(moment) : [moment.now];
  const commanded = await commandedAt(moment, now);
  const whyOf = new Map<T, HeldByRules | undefined>();
  for (const { some, read } of ruled) {
    const freeze = freezeOf([...read, { freeze: commanded }], now);
    const offline = offlineAmong(read);
    for (const one of some) whyOf.set(one, freeze ?? noSiteOnline(one.state.intent, offline));
  }
  return {
    go: ones.filter((one) => whyOf.get(one) === undefined),
    held: ones.flatMap((one) => {
      const why = whyOf.get(one);
      return why === undefined ? [] : [{ ...one, why }];
    }),
  };
}

const hasFreeze = ({ freeze }: { readonly freeze?: Freeze | undefined }): boolean => freeze !== undefined;

/** Ours and PanDA's, the earlier first: a machine whose clock is wrong ends nothing that holds back. Where PanDA does not answer nothing goes. */
export const bothClocks = async ({
  panda: server,
  now,
}: Moment): Promise<readonly [earlier: string, later: string]> => {
  const said = await orFailure(() => server.date());
  const panda = said === undefined || said instanceof Failure ? now : said;
  return panda < now ? [panda, now] : [now, panda];
};

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
