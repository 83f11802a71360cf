import { type Freeze, freezeOf } from "../../conventions/freeze.ts";
import { conventionsAbove, readRules, rulePlaces } from "../../policy/rules.ts";
import { type Asking, ask } from "../asking.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import type { LedgerHead } from "../ledger-head.ts";
import type { Moment } from "../moment.ts";

type OfFreeze = Pick<Moment, "now"> & { readonly ledger: Pick<LedgerHead, "frozen"> };
type OfFolder = { readonly state: OpenIntent };
type FreezeSplit<T> = { readonly go: readonly T[]; readonly frozen: readonly (T & { readonly freeze: Freeze })[] };

/**
 * What no freeze holds back, and what one does: of main's conventions, or commanded, as the ledger has it. A freeze only
 * holds back, so one that nobody approved or that somebody forged counts too, and none makes another one shorter. Asked when the turns are taken, and again where `checking` and `submitting` are written.
 */
export function* apartFrozen<T extends OfFolder>(
  { mainHead: at, now, ledger: { frozen: commanded } }: OfFreeze & Pick<Moment, "mainHead">,
  ones: readonly T[],
): Asking<FreezeSplit<T>> {
  if (ones.length === 0) return { go: ones, frozen: [] };
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

/** The same at main's head of this moment: those that may go on. */
export function* notFrozenNow<T extends OfFolder>({ now, ledger }: OfFreeze, ones: readonly T[]): Asking<readonly T[]> {
  if (ones.length === 0) return ones;
  const mainHead = yield* ask({ ask: "main-head" });
  return (yield* apartFrozen({ mainHead, now, ledger }, ones)).go;
}
