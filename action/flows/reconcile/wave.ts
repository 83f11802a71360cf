import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { Authorize } from "../../core/pass/authorization/authorize.ts";
import type { View } from "../../core/pass/view.ts";
import type { Submitted } from "../../core/submission/panda-answer.ts";
import { type Answers, callInTime } from "./call-in-time.ts";
import { type Claimed, claim } from "./claim.ts";
import { holdArchives } from "./hold-archives.ts";
import { makeReady } from "./make-ready.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";
import { type ChecksRecorded, recordChecks } from "./record-checks.ts";

/** So many submissions share their commits, and their doubt when a process dies. */
export const waveSize = 8;

/** One wave, `authorize` at the head of main that the pass read: tags, uploads, a commit with its `checking`, its checks at once, a commit with `submitting`, its calls at once, a commit with the answers. */
export const submitWave = async (
  pass: Pass,
  from: View,
  keys: readonly SubmissionKey[],
  authorize: Authorize,
): Promise<View> => {
  const made = await makeReady(pass, from, keys, authorize);
  if (made.ready.length === 0) return made.view;
  const uploaded = await holdArchives(pass, made.view, made.ready);
  const claimed = await claim(pass, made.view, uploaded);
  const answers = await askChecks(pass, claimed);
  const checked = await recordChecks(pass, claimed.view, made.ready, answers);
  return record(pass, checked.view, await callPanda(pass, checked), "PanDA's answers for");
};

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
