import type { SubmissionKey } from "../../core/ledger/event.ts";
import { type Authorize, authorizeAt } from "../../core/pass/authorization/authorize.ts";
import { recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { type Cost, costs, plus, sumOf } from "../../core/pass/cost.ts";
import { isSendable, type Sendable } from "../../core/pass/turns/take-turns.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import { decideEach } from "./decide-each.ts";
import { momentAt } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { makeTags } from "./tags.ts";
import { submitWave, waveSize } from "./wave.ts";

/**
 * Wave by wave in the order of their turns, as far as the pass can pay. What a wave could not move waits for the next
 * pass.
 */
export const submitAll = async (
  pass: Pass,
  from: View,
  keys: readonly SubmissionKey[],
  mainHead: string,
): Promise<void> => {
  let rest = sendableIn(from, keys);
  const intents = rest.map(({ state }) => state.intent);
  const authorize = authorizeAt(momentAt(pass, from.head, mainHead), intents);
  const { perWave = waveSize } = pass.setting;
  let view = from;
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

const sendableIn = (view: View, keys: readonly SubmissionKey[]): Sendables =>
  keys.flatMap((key) => {
    const state = stateIn(view, key);
    return isSendable(state) ? [{ key, state }] : [];
  });

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
