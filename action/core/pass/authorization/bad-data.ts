import { badWord, commandOfDeclared, type Declared } from "../../ledger/declared.ts";
import { declaredText, keysRead, readsOf } from "../../ledger/declared-read.ts";
import { keyOf, type SubmissionKey, submissionKey, versionName } from "../../ledger/event.ts";
import { acknowledges } from "../../production/acknowledge.ts";
import { dataRead, namesRead } from "../../production/data-read.ts";
import type { Production } from "../../production/production.ts";
import { fold } from "../../submission/fold.ts";
import { type Asking, all, ask } from "../asking.ts";
import type { Moment } from "../moment.ts";
import type { OpenIntent } from "./authorization.ts";
import { verifyOrder } from "./verify-order.ts";

/**
 * Why a production may not read what it reads today; `undefined`: nobody declared it bad, or its author has read that and
 * says why it is used. Bad only holds back, so a confirmed word of the ledger is believed. Good permits: GitHub is asked
 * each time that it counts.
 */
export function* badDataRead(moment: Moment, production: Production): Asking<string | undefined> {
  if (acknowledges(production.request, "reads-bad")) return undefined;
  const keys = yield* keysOf(moment, production);
  if (keys.length === 0) return undefined;
  const runs = production.runs === undefined ? undefined : new Set(production.runs.map(({ run }) => run));
  const read = yield* ask({ ask: "events", ledger: moment.ledger, keys });
  for (const lines of read.values()) {
    const state = fold(lines);
    if (!("past" in state) || state.past.declared.length === 0) continue;
    const declared = yield* standing(moment, state);
    for (const { steps } of readsOf(production, state.intent, runs)) {
      const bad = badWord(declared, steps);
      if (bad !== undefined) return textOf(versionName(keyOf(state.intent)), bad);
    }
  }
  return undefined;
}

const textOf = (name: string, bad: Declared): string =>
  `it reads data of ${name}, which ${declaredText(bad)}; a new version that reads others, or acknowledges reads-bad with a reason, is submitted, and this one when they are declared good`;

/** The ledger's list is asked for only where a name, or a list of all runs, leaves open which submission is meant. */
function* keysOf({ ledger }: Moment, production: Production): Asking<readonly SubmissionKey[]> {
  const data = dataRead(production);
  const isOpen = namesRead(production).length > 0;
  const tags = isOpen ? [] : data.flatMap(({ tag, run }) => (run === "all" ? [tag] : []));
  const listed = isOpen || tags.length > 0 ? yield* ask({ ask: "submissions", ledger, tags }) : [];
  const named = data.flatMap(({ tag, version, run }) =>
    [run, undefined].flatMap((one) => (one === "all" ? [] : [submissionKey(tag, version, one)])),
  );
  return [...new Set([...named, ...keysRead(production, listed)])];
}

/** What GitHub does not have today does not make data good, and no data bad that no pass has confirmed yet. */
function* standing(
  moment: Moment,
  { intent, past: { declared } }: Pick<OpenIntent, "intent" | "past">,
): Asking<readonly Declared[]> {
  if (!declared.some(({ quality }) => quality === "bad")) return [];
  const asked = yield* all(
    declared.map(function* (one): Asking<readonly Declared[]> {
      if (one.quality === "bad" && one.saidOn !== undefined) return [one];
      const { at } = yield* verifyOrder(moment, { intent }, commandOfDeclared(one));
      return at === undefined ? [] : [{ ...one, saidOn: moment.approvals === "asked" ? at : (one.saidOn ?? at) }];
    }),
  );
  return asked.flat();
}
