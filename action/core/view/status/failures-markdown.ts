import { type Intent, keyOf } from "../../ledger/event.ts";
import { cut } from "../../markdown/cut.ts";
import { code, fence, link, type Markdown, md, paragraphs } from "../../markdown/markdown.ts";
import { failedJobOf, logLink } from "../../outcomes/failed-job.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { counted } from "../../text/amounts.ts";
import { failuresIn, type ReadStep } from "./cause.ts";
import { targetOf } from "./status-text.ts";

const stepsShown = 5;
const maxLogLength = 1200;

/** By step why jobs failed, in classes by stage, and the last words of one job of each. Read when a submission ended. */
export const failuresPart = (state: SubmissionState): readonly Markdown[] => {
  const steps = "past" in state ? (state.past.completion?.steps ?? []) : [];
  const failed = steps.flatMap((step) => (step.kind === "not-known" || failuresIn(step) === 0 ? [] : [step]));
  const rest = failed.length - stepsShown;
  return [
    ...failed.slice(0, stepsShown).map((step) => ofStep(step, "intent" in state ? state.intent : undefined)),
    ...(rest > 0 ? [md`${rest} more ${rest === 1 ? "step has" : "steps have"} failed jobs.`] : []),
  ];
};

const lastWords = (count: number): string =>
  count === 1 ? " Its last words:" : " The last words of one of each kind:";

/** Of the newest job of the commonest failure. */
const logOf = (step: ReadStep, intent: Intent | undefined): readonly Markdown[] => {
  const failed = failedJobOf(step);
  if (failed === undefined || intent === undefined) return [];
  const { job } = failed;
  return [
    md`${link(`Log of job ${job}`, logLink(intent.monitor, job))}, or ${code(`shrek logs ${targetOf(keyOf(intent))}/${step.step}`)}.`,
  ];
};

const ofStep = (step: ReadStep, intent: Intent | undefined): Markdown => {
  const count = failuresIn(step);
  const classes = Object.entries(step.failures)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, number], _, all) => (all.length === 1 ? name : `${number} ${name}`))
    .join("; ");
  const said = Object.entries(step.said ?? {})
    .map(([name, words]) => `# ${name}\n${words}`)
    .join("\n");
  return paragraphs([
    md`${counted(count, "job")} of ${step.step} failed: ${classes}.${said === "" ? "" : lastWords(count)}`,
    ...(said === "" ? [] : [fence("text", cut(said, maxLogLength))]),
    ...logOf(step, intent),
  ]);
};
