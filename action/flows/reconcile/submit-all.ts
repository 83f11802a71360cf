import type { SubmissionKey } from "../../core/ledger/event.ts";
import { type Authorize, authorizeAt } from "../../core/pass/authorization/authorize.ts";
import { recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { costOfSubmits, payableSubmits } from "../../core/pass/turns/payable-submits.ts";
import { isSendable, type Sendable } from "../../core/pass/turns/take-turns.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import { decideEach } from "./decide-each.ts";
import { run } from "./gather.ts";
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
    const payable = await run(pass, payableSubmits(rest));
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
    pass.budget.spend(costOfSubmits(wave));
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

/** Asked for all of them together, because a campaign is one merge; and what may be called has its tag. */
const tagAll = async (pass: Pass, going: Sendables, authorize: Authorize): Promise<void> => {
  const cleared = await decideEach(pass, going, function* ({ key, state }) {
    const { authorized } = yield* recheckBeforeCall(authorize, key, state, pass.context);
    return authorized === undefined ? undefined : { ...state.intent, commit: authorized.commit };
  });
  await makeTags(pass, cleared);
};
