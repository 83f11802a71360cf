import type { SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { compareText } from "../../core/problems/problem.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { View } from "../gather/ledger-view.ts";
import { type Deriving, derivingAt } from "./derive.ts";
import type { Pass } from "./pass.ts";
import { stillOnMain } from "./still-on-main.ts";
import { makeTags } from "./tags.ts";
import { submitWave, waveSize } from "./wave.ts";

/** Wave by wave until nothing is left that could be submitted now. What a wave could not move waits for the next pass. */
export const submitAll = async (pass: Pass, from: View, mainHead: string): Promise<void> => {
  const tried = new Set<SubmissionKey>();
  const deriving = await derivingAll(pass, from, mainHead);
  for (let view = from; ; ) {
    const waiting = [...view.states].filter(([key, state]) => isSendable(state) && !tried.has(key)).map(([key]) => key);
    const wave = waiting.toSorted(compareText).slice(0, waveSize);
    if (wave.length === 0) return;
    for (const key of wave) tried.add(key);
    view = await submitWave(pass, view, wave, deriving);
  }
};

/** Asked for all of them together, because a campaign is one merge; and what may be called has its tag. */
const derivingAll = async (pass: Pass, { states }: View, mainHead: string): Promise<Deriving> => {
  const sendable = [...states].flatMap(([key, state]) => (isSendable(state) ? [{ key, state }] : []));
  const intents = sendable.map(({ state }) => state.intent);
  const deriving = derivingAt(pass, mainHead, intents);
  const cleared = await pass.each(sendable, async ({ key, state }) => {
    const { goesOn } = await stillOnMain(pass, deriving, key, state);
    return goesOn === undefined ? undefined : { ...state.intent, commit: goesOn.commit };
  });
  await makeTags(pass, cleared);
  return deriving;
};

type Sendable = Extract<SubmissionState, { readonly kind: "intended" | "checked" }>;

/** An intent whose inputs are not bound waits, whatever its state says. */
const isSendable = (state: SubmissionState): state is Sendable =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));
