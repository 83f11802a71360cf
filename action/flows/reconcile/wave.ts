import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { Authorize } from "../../core/pass/authorization/authorize.ts";
import type { View } from "../../core/pass/view.ts";
import type { Submitted } from "../../core/submission/panda-answer.ts";
import { type Answers, callInTime } from "./call-in-time.ts";
import { type Claimed, claim } from "./claim.ts";
import { holdArchives, type Uploaded } from "./hold-archives.ts";
import { makeReady, type Ready } from "./make-ready.ts";
import type { Pass } from "./pass.ts";
import { type Answered, record } from "./record.ts";
import { type ChecksRecorded, recordChecks } from "./record-checks.ts";

/** What may be claimed at once: those that are ready, and of them those whose archive PanDA took. */
export type PreparedWave = { readonly ready: readonly Ready[]; readonly uploaded: readonly Uploaded[] };

/** Tags and uploads of a wave, `authorize` at the head of main that the pass read. Nobody has a right to call yet. */
export const prepareWave = async (
  pass: Pass,
  from: View,
  keys: readonly SubmissionKey[],
  authorize: Authorize,
): Promise<{ readonly view: View; readonly prepared: PreparedWave }> => {
  const { view, ready } = await makeReady(pass, from, keys, authorize);
  return { view, prepared: { ready, uploaded: await holdArchives(pass, view, ready) } };
};

/** One wave: a commit with its `checking` and the answers to the wave before it, its checks at once, a commit with `submitting`, its calls at once. */
export const submitWave = async (
  pass: Pass,
  before: Answered,
  { ready, uploaded }: PreparedWave,
): Promise<Answered> => {
  const claimed = await claim(pass, before, uploaded);
  const checks = await askChecks(pass, claimed);
  const checked = await recordChecks(pass, claimed.view, ready, checks);
  return { view: checked.view, answers: await callPanda(pass, checked) };
};

export const recordAnswers = (pass: Pass, { view, answers }: Answered): Promise<View> =>
  record(pass, view, answers, "PanDA's answers for");

const askChecks = (pass: Pass, { winners, since }: Claimed): Promise<Answers> =>
  callInTime(pass, winners, since, async ({ key, submissionRequest, held }) => {
    if (held.kind === "rejected") return { kind: "check-answered", answer: held };
    pass.setting.tell(`${key}: asking PanDA to check the workflow`);
    return { kind: "check-answered", answer: await pass.ports.panda.check(submissionRequest, held.sandbox) };
  });

const callPanda = (pass: Pass, { calling, since }: ChecksRecorded): Promise<Answers> =>
  callInTime(pass, calling, since, async ({ key, submissionRequest, sandbox }) => {
    pass.setting.tell(`${key}: submitting to PanDA`);
    const answer = await pass.ports.panda.submit(submissionRequest, sandbox);
    pass.setting.tell(`${key}: ${submitText(answer)}`);
    return { kind: "call-answered", answer };
  });

const submitText = (answer: Submitted): string => {
  switch (answer.kind) {
    case "accepted":
      return `PanDA accepted it as request ${answer.request}`;
    case "refused":
      return `PanDA refused it: ${answer.message}`;
    case "unanswered":
      return `PanDA gave no answer: ${answer.message}`;
  }
};
