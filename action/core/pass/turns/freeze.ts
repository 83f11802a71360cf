import { type Freeze, freezeOf } from "../../conventions/freeze.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../policy/rules.ts";
import { Failure } from "../../problems/failure.ts";
import { type Asking, ask, orFailed } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { thawFault } from "../authorization/verify-thaw.ts";
import type { Moment } from "../moment.ts";

type OfFolder = { readonly state: OpenIntent };
type FreezeSplit<T> = { readonly go: readonly T[]; readonly frozen: readonly (T & { readonly freeze: Freeze })[] };

/**
 * What no freeze holds back, and what one does: of main's conventions, or commanded, as the ledger has it. A freeze only
 * holds back, so one that nobody approved or that somebody forged counts too. Asked when the turns are taken, and again before a
 * call.
 */
export function* apartFrozen<T extends OfFolder>(moment: Moment, ones: readonly T[]): Asking<FreezeSplit<T>> {
  if (ones.length === 0) return { go: ones, frozen: [] };
  const { mainHead: at, now } = moment;
  const commanded = yield* commandedAt(moment);
  const folders = new Set(ones.map(({ state: { intent } }) => intent.folder));
  const rules = readRules(yield* ask({ ask: "files", at, paths: rulePlaces([...folders]) }));
  const freezes = new Map(
    [...folders].map((folder) => {
      const above = conventionsAbove(rules, folder);
      const read = above.flatMap((one) => (one.read.kind === "read" ? [one.read.value] : []));
      return [folder, freezeOf([...read, { freeze: commanded }], now)] as const;
    }),
  );
  const [go, frozen]: [T[], (T & { readonly freeze: Freeze })[]] = [[], []];
  for (const one of ones) {
    const freeze = freezes.get(one.state.intent.folder);
    if (freeze === undefined) go.push(one);
    else frozen.push({ ...one, freeze });
  }
  return { go, frozen };
}

/**
 * An unfreeze lets submissions begin, so GitHub is asked about it; where it does not count, what waits says why. So where
 * GitHub does not answer: all else of the pass goes on.
 */
function* commandedAt(moment: Moment): Asking<Freeze | undefined> {
  const { frozen, thawed } = moment.ledger;
  if (thawed === undefined || freezeOf([{ freeze: frozen }], moment.now) === undefined) return frozen;
  const fault = yield* orFailed(thawFault(moment, thawed));
  if (fault === undefined || frozen === undefined) return thawed.leaves;
  const why = fault instanceof Failure ? "GitHub could not be asked about it" : fault;
  return { ...frozen, reason: `${frozen.reason} (the unfreeze of ${thawed.by} does not count: ${why})` };
}
