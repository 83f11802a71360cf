import type { Intent, LedgerEvent, SubmissionKey, TaskSeen } from "../../action/core/ledger/event.ts";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { fingerprint, submissionLabel } from "../../action/core/ledger/names.ts";
import { contentDigest } from "../../action/core/production/content.ts";

export const steps = ["a", "b", "c", "d"];

/** What a pass wrote of a submission, from its promise on; `mark` is what its tasks carry. */
export type Submitted = { readonly key: SubmissionKey; readonly events: readonly LedgerEvent[]; readonly mark: string };

/** One that was submitted a minute ago and stands so since, made of the events of another one. */
export const submittedLike = (
  first: readonly LedgerEvent[],
  repository: string,
  { tag, run, request }: { readonly tag: string; readonly run: number | undefined; readonly request: number },
  firstTask: number,
  status: "running" | "done",
  now: Date,
): Submitted => {
  const version = "1.0.0";
  const key = submissionKey(tag, version, run);
  const label = submissionLabel(repository, tag, version, run);
  const outDS = `group.sphenix.${tag}.v${version}.b${run ?? 0}`;
  const named = steps.map((step, at) => [step, `${outDS}_00${at}_${step}`] as const);
  const counts = { files: 0, finished: 0, failed: 0, dialog: "", attemptNr: 0 };
  const tasks = named.map(([step, name], at): TaskSeen => ({ ...counts, step, id: firstTask + at, name, status }));
  const pandaDate = new Date(now.getTime() - 60_000).toISOString();
  const owner = { run: "bench", nonce: "bench" };
  const from = promiseIn(first);
  // A content and a stream that no other submission has.
  const content = { ...from.content, bench: request };
  const seeds = [{ step: "a", stream: `${tag}.a`, first: 1, count: 10 }];
  const names = { repository, tag, version, run, label, outDS };
  const intent = { ...from, ...names, steps, needs: [], content, contentDigest: contentDigest(content), seeds };
  const atPanda = Object.fromEntries(named.map(([step, name]) => [step, [name]]));
  const line = { key, at: now.toISOString() };
  const events: readonly LedgerEvent[] = [
    { ...line, event: "intended", intent, attempt: 1 },
    { ...line, event: "checking", owner },
    { ...line, event: "checked", names: atPanda, sandbox: "box.tar.gz" },
    { ...line, event: "submitting", owner, attempt: 1 },
    { ...line, event: "submitted", request, evidence: "answer", pandaDate },
    { ...line, event: "seen", verdict: status, tasks, pandaDate },
  ];
  return { key, events, mark: fingerprint(repository, label, 1, intent.contentDigest) };
};

const promiseIn = (events: readonly LedgerEvent[]): Intent => {
  const intended = events.find((event) => event.event === "intended");
  if (intended === undefined || !("intent" in intended)) throw new Error("no promise");
  return intended.intent;
};
