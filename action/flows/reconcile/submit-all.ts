import type { SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { type Authorize, authorizeAt } from "../../core/pass/authorization/authorize.ts";
import { findOnMain } from "../../core/pass/authorization/productions-on-main.ts";
import { recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { type Cost, costs, plus, sumOf } from "../../core/pass/cost.ts";
import type { View } from "../../core/pass/view.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { decideEach } from "./decide-each.ts";
import { momentAt } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { takeTurns } from "./queue.ts";
import { makeTags } from "./tags.ts";
import { submitWave, waveSize } from "./wave.ts";

/**
 * Wave by wave until nothing is left that could be submitted now, or the pass can pay no more. What a wave could not move
 * waits for the next pass.
 */
export const submitAll = async (pass: Pass, from: View, mainHead: string): Promise<void> => {
  const sendable = [...from.states].flatMap(([key, state]) => (isSendable(state) ? [{ key, state }] : []));
  if (sendable.length === 0) return;
  const intents = sendable.map(({ state }) => state.intent);
  const find = findOnMain(mainHead);
  const { view: begun, go } = await takeTurns(pass, from, sendable, find);
  const authorize = authorizeAt(momentAt(pass, from.head, mainHead), intents, find);
  const { perWave = waveSize } = pass.setting;
  let view = begun;
  let rest = sendableIn(go, sendable);
  let untagged = 0;
  while (rest.length > 0) {
    const payable = await payableSubmissions(pass, rest);
    if (payable.length === 0) break;
    if (untagged === 0) {
      const together = payable.slice(0, perWave * wavesTagged);
      await tagAll(pass, together, authorize);
      untagged = together.length;
    }
    const wave = payable.slice(0, Math.min(perWave, untagged));
    view = await submitWave(
      pass,
      view,
      wave.map(({ key }) => key),
      authorize,
    );
    pass.budget.spend(costOf(wave));
    untagged -= wave.length;
    rest = rest.slice(wave.length);
  }
};

/** Their tags are one push. */
const wavesTagged = 16;

type Sendables = readonly { readonly key: SubmissionKey; readonly state: Sendable }[];

const sendableIn = (keys: readonly SubmissionKey[], all: Sendables): Sendables => {
  const byKey = new Map(all.map((one) => [one.key, one]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
};

/** The first of them, in their turn. Merges are asked about on GitHub, each once. */
const payableSubmissions = async ({ budget }: Pass, rest: Sendables): Promise<Sendables> => {
  const asked = new Set<string>();
  const works = rest.map(({ state: { intent } }) => {
    const cost = asked.has(intent.commit) ? costs.submission : plus(costs.submission, costs.readMerge);
    asked.add(intent.commit);
    return { kind: "submit", cost, lastDone: undefined } as const;
  });
  const paid = new Set(await budget.take(works, "submission", plus(costs.report, costs.comment)));
  const first = works.findIndex((work) => !paid.has(work));
  return first < 0 ? rest : rest.slice(0, first);
};

const costOf = (wave: Sendables): Cost => sumOf(wave.map(() => costs.submission));

/** Asked for all of them together, because a campaign is one merge; and what may be called has its tag. */
const tagAll = async (pass: Pass, going: Sendables, authorize: Authorize): Promise<void> => {
  const cleared = await decideEach(pass, going, function* ({ key, state }) {
    const { authorized } = yield* recheckBeforeCall(authorize, key, state, pass.context);
    return authorized === undefined ? undefined : { ...state.intent, commit: authorized.commit };
  });
  await makeTags(pass, cleared);
};

type Sendable = Extract<SubmissionState, { readonly kind: "intended" | "checked" }>;

/** An intent whose inputs are not bound waits, whatever its state says. */
const isSendable = (state: SubmissionState): state is Sendable =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));
