import type { SubmissionKey } from "../../core/ledger/event.ts";
import { isUnbound } from "../../core/ledger/input-needs.ts";
import { compareText } from "../../core/problems/problem.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { View } from "../gather/ledger-view.ts";
import type { Pass } from "./pass.ts";
import { makeTags } from "./tags.ts";
import { submitWave, waveSize } from "./wave.ts";

/** Wave by wave until nothing is left that could be submitted now. What a wave could not move waits for the next pass. */
export const submitAll = async (pass: Pass, from: View): Promise<void> => {
  const tried = new Set<SubmissionKey>();
  await makeTags(
    pass,
    [...from.states.values()].flatMap((state) => (isSendable(state) && "intent" in state ? [state.intent] : [])),
  );
  for (let view = from; ; ) {
    const waiting = [...view.states].filter(([key, state]) => isSendable(state) && !tried.has(key)).map(([key]) => key);
    const wave = waiting.toSorted(compareText).slice(0, waveSize);
    if (wave.length === 0) return;
    for (const key of wave) tried.add(key);
    view = await submitWave(pass, view, wave);
  }
};

/** An intent whose inputs are not bound waits, whatever its state says. */
const isSendable = (state: SubmissionState): boolean =>
  state.kind === "checked" || (state.kind === "intended" && !state.intent.needs.some(isUnbound));
