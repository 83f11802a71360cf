import type { SubmissionKey } from "../../../action/core/ledger/event.ts";
import { beginPlan, type Planned, type Planning } from "../../../action/core/pass/planned.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { context } from "../submission/a-submission.ts";
import { readsOf } from "./answers.ts";
import { aMoment } from "./ask-fakes.ts";

/** What a pass is planned at, and what it says beside its events. */
export const aPlanning = (mainHead = "head", change: Partial<Planning> = {}) => {
  const said: string[] = [];
  const moment = aMoment(mainHead, { repository: "0a1b2c3d" });
  const planning: Planning = {
    ...moment,
    setting: { panda: { url: "http://127.0.0.1:25080" }, monitor: "", address: "" } as unknown as Planning["setting"], // read by no test
    context,
    payable: readsOf({}).payable,
    pandaDate: "2026-03-01T10:00:00Z",
    chance: 0,
    notes: {
      tell: (line) => void said.push(line),
      trouble: (key, why) => void said.push(`${key} has trouble: ${why}`),
      spend: () => undefined,
      postpone: (noun, why) => void said.push(`${noun} waits: ${why}`),
      keep: () => undefined,
    },
    ...change,
  };
  return { planning, said };
};

export const aPlan = (...states: readonly (readonly [SubmissionKey, SubmissionState])[]): Planned =>
  beginPlan({ head: aMoment("head").ledgerHead, states: new Map(states) });
