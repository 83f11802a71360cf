import type { InputNeed, Intent, TaskSeen } from "../ledger/event.ts";
import { describeNeed, isUnbound } from "../ledger/input-needs.ts";
import { outputsOf, withStepsBefore } from "../ledger/intended-steps.ts";
import { lostOf } from "./arriving.ts";
import { shareFound } from "./found-files.ts";
import { isAcceptedLack, lackingOf, lackText } from "./joins.ts";
import { retriesMemory } from "./memory-retry.ts";
import type { SubmissionState } from "./state.ts";
import { trialUnread } from "./unread.ts";

/** What became of what a submission waits for. */
export type Met =
  | { readonly kind: "met"; readonly needs: readonly InputNeed[] }
  | { readonly kind: "missing"; readonly inputs: readonly string[] }
  /** It will not come by itself: by name, for a person. */
  | { readonly kind: "lost"; readonly reason: string };

/** The state of the production that a need names; the task of that name at PanDA. */
export type NeedFound = { readonly upstream: SubmissionState | undefined; readonly task: TaskSeen | undefined };

type One =
  | { readonly kind: "bound"; readonly need: InputNeed }
  | { readonly kind: "missing" }
  | { readonly kind: "lost"; readonly reason: string };

/**
 * Whether the inputs are there. Data of a task that still runs grow, and what is read would depend on the minute: a
 * need is met by a task that ended with enough, never by one on its way.
 */
export const meetNeeds = (needs: readonly InputNeed[], find: (need: InputNeed) => NeedFound): Met => {
  const looked = needs.map((need) => ({
    need,
    one: isUnbound(need) ? look(need, find(need)) : ({ kind: "bound", need } as const),
  }));
  const lost = looked.flatMap(({ one }) => (one.kind === "lost" ? [one.reason] : []));
  if (lost.length > 0) return { kind: "lost", reason: lost.join("; ") };
  const missing = looked.filter(({ one }) => one.kind === "missing").map(({ need }) => describeNeed(need));
  if (missing.length > 0) return { kind: "missing", inputs: missing };
  return { kind: "met", needs: looked.flatMap(({ one }) => (one.kind === "bound" ? [one.need] : [])) };
};

const look = (need: InputNeed, { upstream, task }: NeedFound): One => {
  switch (need.kind) {
    case "task":
      return task === undefined ? { kind: "missing" } : byTask(need, task, `${need.task}_${need.output}`);
    case "production":
      return upstream === undefined ? { kind: "missing" } : byUpstream(need, upstream);
  }
};

type ProductionNeed = Extract<InputNeed, { kind: "production" }>;

const byUpstream = (need: ProductionNeed, upstream: SubmissionState): One => {
  if (retriesMemory(upstream)) return { kind: "missing" };
  const lost = (why: string): One => ({ kind: "lost", reason: `${need.tag} ${need.version} ${why}` });
  if ("intent" in upstream && upstream.intent.trial !== undefined) return lost(trialUnread(upstream.intent.trial));
  switch (upstream.kind) {
    case "none":
    case "intended":
    case "waiting":
    case "checking":
    case "checked":
    case "submitting":
    case "not-sent":
    case "in-doubt":
    case "submitted":
    case "running":
      return "intent" in upstream
        ? (readFault(need, upstream.intent, lost) ?? { kind: "missing" })
        : { kind: "missing" };
    case "done":
    case "completed-partially":
    case "incomplete": {
      const fault =
        readFault(need, upstream.intent, lost) ?? lossFault(need, upstream, lost) ?? lackFault(need, upstream, lost);
      if (fault !== undefined) return fault;
      const task = upstream.tasks.find(({ step }) => step === need.step);
      if (task === undefined) return { kind: "missing" };
      const share = shareFound(upstream.intent, upstream.tasks);
      if (share < need.require) return lost(fewerFound(share));
      return byTask(need, task, `${task.name}_${outputOf(need, upstream.intent) ?? ""}`);
    }
    case "skipped":
      return lost(`was never submitted: ${upstream.reason}`);
    case "blocked":
    case "held":
    case "rejected":
    case "needs-person":
    case "conflict":
    case "failed":
    case "aborted":
    case "broken":
    case "exhausted":
    case "stalled":
    case "duplicate-suspected":
    case "closed":
    case "superseded":
    case "retired":
    case "withdrawn":
      return lost(`is ${upstream.kind}`);
  }
};

/** It ended well with what it found, and that is less than was planned here. */
const fewerFound = (share: number): string =>
  `found ${Math.floor(share * 1000) / 10}% of the files that it expects, less than is required: say so in new versions of both, by its \`files\` or by \`require\` here`;

const lossFault = (
  { step }: ProductionNeed,
  upstream: SubmissionState,
  lost: (why: string) => One,
): One | undefined => {
  const gone = lostOf(upstream, step).map(({ what }) => what);
  return gone.length === 0 ? undefined : lost(`lost in Rucio ${gone.join("; ")}`);
};

/** What it reads was made by a join of less than its parents have, or of that join's files. */
const lackFault = (
  { step }: ProductionNeed,
  { intent, tasks }: Extract<SubmissionState, { readonly tasks: unknown }>,
  lost: (why: string) => One,
): One | undefined => {
  const steps = withStepsBefore(intent, step);
  const less = lackingOf(intent, tasks).filter((one) => steps.includes(one.join) && !isAcceptedLack(intent, one));
  return less.length === 0 ? undefined : lost(`is not whole: ${less.map(lackText).join("; ")}`);
};

/** Faults that no waiting would end. */
const readFault = (need: ProductionNeed, intent: Intent, lost: (why: string) => One): One | undefined => {
  if (!intent.steps.includes(need.step)) return lost(`has no step ${need.step}`);
  const made = outputsOf(intent, need.step);
  if (need.output !== null && !made.includes(need.output)) return lost(`has no output ${need.output} in ${need.step}`);
  return outputOf(need, intent) === undefined
    ? lost(`makes ${made.join(", ")} in ${need.step}; choose one`)
    : undefined;
};

const outputOf = ({ step, output }: ProductionNeed, intent: Intent): string | undefined => {
  const made = outputsOf(intent, step);
  return output ?? (made.length === 1 ? made[0] : undefined);
};

const byTask = (need: InputNeed, task: TaskSeen, dataset: string): One => {
  const { status, files, finished } = task;
  if (status === "done") return { kind: "bound", need: { ...need, dataset } };
  if (status !== "finished")
    return ["failed", "aborted", "broken", "exhausted"].includes(status)
      ? { kind: "lost", reason: `task ${task.name} is ${status}` }
      : { kind: "missing" };
  return files > 0 && finished / files >= need.require
    ? { kind: "bound", need: { ...need, dataset } }
    : { kind: "lost", reason: `task ${task.name} finished ${finished} of ${files} files, less than is required` };
};
