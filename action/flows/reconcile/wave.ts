import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { View } from "../gather/ledger-view.ts";
import { claim } from "./claim.ts";
import { makeReady, type Ready } from "./make-ready.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";
import { type Callable, recordChecks } from "./record-checks.ts";

/** So many submissions share their commits, and their doubt when a process dies. */
export const waveSize = 8;
/** Milliseconds between the decision to submit and the call; later, somebody else may have acted. */
const longestDelay = 60_000;

/** One wave: tags, a commit with its `checking`, its checks at once, a commit with `submitting`, its calls at once, a commit with the answers. */
export const submitWave = async (pass: Pass, from: View, keys: readonly SubmissionKey[]): Promise<View> => {
  const made = await makeReady(pass, from, keys);
  if (made.ready.length === 0) return made.view;
  const claimed = await claim(pass, made.view, made.ready);
  const answers = await askChecks(pass, claimed.winners);
  const checked = await recordChecks(pass, claimed.view, made.ready, answers);
  return record(pass, checked.view, await callPanda(pass, checked.calling), "PanDA's answers for");
};

type Answers = ReadonlyMap<SubmissionKey, Observation>;

const askChecks = async (pass: Pass, winners: readonly Ready[]): Promise<Answers> => {
  const answered = await pass.each(winners, async ({ key, parcel }) => {
    pass.setting.tell(`${key}: asking PanDA to check the workflow`);
    return [key, { kind: "check-answered", answer: await pass.ports.panda.check(parcel) }] as const;
  });
  return new Map(answered);
};

/** Called right behind the write of `submitting`, from which the minute counts. */
const callPanda = async (pass: Pass, calling: readonly Callable[]): Promise<Answers> => {
  const { panda, clock } = pass.ports;
  const decidedAt = clock.monotonic();
  const answered = await pass.each(
    calling,
    async ({ key, parcel, sandbox }): Promise<readonly [SubmissionKey, Observation]> => {
      if (clock.monotonic() - decidedAt > longestDelay) return [key, { kind: "too-late" }];
      pass.setting.tell(`${key}: submitted to PanDA`);
      return [key, { kind: "call-answered", answer: await panda.submit(parcel, sandbox) }];
    },
  );
  return new Map(answered);
};
