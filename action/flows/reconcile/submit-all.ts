import type { SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import type { View } from "../../core/pass/view.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { authorizeAt, type Deriving } from "./derive.ts";
import { findOnMain } from "./main-now.ts";
import type { Pass } from "./pass.ts";
import { takeTurns } from "./queue.ts";
import { stillOnMain } from "./still-on-main.ts";
import { makeTags } from "./tags.ts";
import { submitWave, waveSize } from "./wave.ts";

/** Wave by wave until nothing is left that could be submitted now. What a wave could not move waits for the next pass. */
export const submitAll = async (pass: Pass, from: View, mainHead: string): Promise<void> => {
  const sendable = [...from.states].flatMap(([key, state]) => (isSendable(state) ? [{ key, state }] : []));
  if (sendable.length === 0) return;
  const intents = sendable.map(({ state }) => state.intent);
  const foundAs = findOnMain(pass, mainHead, intents);
  const { view: begun, go } = await takeTurns(pass, from, sendable, foundAs);
  const going = new Set(go);
  const deriving = authorizeAt(pass, mainHead, intents, foundAs);
  await tagAll(
    pass,
    sendable.filter(({ key }) => going.has(key)),
    deriving,
  );
  const { perWave = waveSize } = pass.setting;
  let view = begun;
  for (let at = 0; at < go.length; at += perWave)
    view = await submitWave(pass, view, go.slice(at, at + perWave), deriving);
};

/** Asked for all of them together, because a campaign is one merge; and what may be called has its tag. */
const tagAll = async (
  pass: Pass,
  going: readonly { readonly key: SubmissionKey; readonly state: Sendable }[],
  deriving: Deriving,
): Promise<void> => {
  const cleared = await pass.each(going, async ({ key, state }) => {
    const { authorized } = await stillOnMain(pass, deriving, key, state);
    return authorized === undefined ? undefined : { ...state.intent, commit: authorized.commit };
  });
  await makeTags(pass, cleared);
};

type Sendable = Extract<SubmissionState, { readonly kind: "intended" | "checked" }>;

/** An intent whose inputs are not bound waits, whatever its state says. */
const isSendable = (state: SubmissionState): state is Sendable =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));
