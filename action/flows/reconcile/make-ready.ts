import type { Intent, SubmissionEvent, SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { identityFault } from "../../core/ledger/make-intent.ts";
import { makeParcel, type Parcel } from "../../core/submission/parcel.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { onceEach } from "../../core/text/once.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import { decideAndWrite, namesIn, type View } from "../gather/ledger-view.ts";
import type { Pass } from "./pass.ts";
import { prepareAgain } from "./prepare.ts";
import { sourcesAt } from "./sources.ts";
import { ensureTag } from "./tags.ts";

/** Its tag is made, and what PanDA gets is what was promised. */
export type Ready = { readonly key: SubmissionKey; readonly parcel: Parcel };

type SendableState = Extract<SubmissionState, { kind: "intended" | "checked" }>;

/** Renders what was promised and makes its tag. A promise that cannot be kept as it stands is made anew, or given to a person. */
export const makeReady = async (
  pass: Pass,
  from: View,
  keys: readonly SubmissionKey[],
): Promise<{ readonly view: View; readonly ready: readonly Ready[] }> => {
  const { view, decided } = await decideAndWrite(
    pass.ports,
    keys,
    async (at) => {
      const promised = keys.flatMap((key) => {
        const state = at.states.get(key);
        if (state?.kind !== "intended" && state?.kind !== "checked") return [];
        return state.intent.needs.some(isUnbound) ? [] : [{ key, state }];
      });
      const sourceOf = sourcesOf(
        pass,
        promised.map(({ state }) => state.intent),
      );
      const outcomes = await pass.each(promised, async ({ key, state }) => ({
        key,
        state,
        outcome: await readyOrWhy(pass, at, state, () => sourceOf(state.intent)),
      }));
      const events = outcomes.flatMap(({ key, outcome }) =>
        "event" in outcome ? [[key, outcome.event] as const] : [],
      );
      const ready = outcomes.flatMap(({ key, state, outcome }) =>
        "archive" in outcome
          ? [{ key, parcel: makeParcel(state.intent, at.head.repository, state.attempt, outcome.archive) }]
          : [],
      );
      return { events, ready, why: `Promise anew ${namesIn(events)}` };
    },
    from,
  );
  return { view, ready: decided.ready };
};

/** As they were promised; those of one commit are read together. */
const sourcesOf = (pass: Pass, intents: readonly Intent[]): ((intent: Intent) => Promise<ProductionSource>) => {
  const readers = onceEach(async (commit) => {
    const folders = intents.flatMap(({ judgedAt, folder }) => (judgedAt === commit ? [folder] : []));
    return sourcesAt(pass, commit, folders);
  });
  return async ({ judgedAt, folder }) => (await readers(judgedAt))(folder);
};

const readyOrWhy = async (
  pass: Pass,
  view: View,
  { intent, attempt, past }: SendableState,
  source: () => Promise<ProductionSource>,
): Promise<{ readonly archive: Uint8Array } | { readonly event: SubmissionEvent }> => {
  const today = await prepareAgain(pass, view.head, intent, source);
  if (today === undefined)
    return { event: { event: "needs-person", reason: "the request does not pass the current checks any more" } };
  const fault = identityFault(intent, today.intent);
  if (fault !== undefined)
    return {
      event:
        attempt === 1 && !past.isBound && sameNames(intent, today.intent)
          ? { event: "intended", intent: today.intent, attempt: 1 }
          : { event: "needs-person", reason: fault },
    };
  const tagFault = await ensureTag(pass, intent);
  return tagFault === undefined ? { archive: today.archive } : { event: { event: "conflict", reason: tagFault } };
};

/** A promise may be made anew for the same thing only; another tag, version or name is another submission. */
const sameNames = (promised: Intent, today: Intent): boolean =>
  promised.contentDigest === today.contentDigest &&
  promised.tag === today.tag &&
  promised.version === today.version &&
  promised.outDS === today.outDS &&
  promised.label === today.label;
