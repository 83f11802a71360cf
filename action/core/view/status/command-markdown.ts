import type { CommandAsked } from "../../command/parse-command.ts";
import { writeCommand } from "../../command/settings.ts";
import { type Intent, keyOf, versionName } from "../../ledger/event.ts";
import { cut, type Doc, lastLines, perhaps } from "../../markdown/doc.ts";
import { code, fence, lines, link, type Markdown, md, paragraphs } from "../../markdown/markdown.ts";
import { failedJobOf, logLink } from "../../outcomes/failed-job.ts";
import { type DataMaker, leftDataText, versionWithoutRun } from "../../outcomes/left-data.ts";
import { refusalBy } from "../../submission/person.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { shownState, stateTable } from "../../submission/states.ts";
import { counted } from "../../text/amounts.ts";
import { type Cause, failuresIn, type ReadStep } from "./cause.ts";
import { describeState } from "./state-text.ts";
import { type SubmissionStatus, targetOf } from "./status-text.ts";

const stepsShown = 5;
const maxLogLength = 1200;

/**
 * By step why jobs failed, in classes by stage, and what PanDA says of one job of each. Read when a submission ended: a
 * retry may have made a step whole since.
 */
export const failuresPart = (state: SubmissionState): readonly Markdown[] => {
  const steps = "past" in state ? (state.past.completion?.steps ?? []) : [];
  const now = "tasks" in state ? state.tasks : [];
  const done = new Set(now.flatMap(({ step, status }) => (status === "done" ? [step] : [])));
  const failed = steps.flatMap((step) =>
    step.kind === "not-known" || failuresIn(step) === 0 || done.has(step.step) ? [] : [step],
  );
  const rest = failed.length - stepsShown;
  return [
    ...failed.slice(0, stepsShown).map((step) => ofStep(step, "intent" in state ? state.intent : undefined)),
    ...(rest > 0 ? [md`${rest} more ${rest === 1 ? "step has" : "steps have"} failed jobs.`] : []),
  ];
};

const pandaSays = (count: number): string => (count === 1 ? " PanDA says:" : " PanDA says of one of each kind:");

/** Of the newest job of the commonest failure. */
const logOf = (step: ReadStep, intent: Intent | undefined): readonly Markdown[] => {
  const failed = failedJobOf(step);
  if (failed === undefined || intent === undefined) return [];
  const { job } = failed;
  return [
    md`${link(`Log of job ${job}`, logLink(intent.monitor, job))}, or ${code(`shrek logs ${targetOf(keyOf(intent))}/${step.step}`)}.`,
  ];
};

/** What PanDA says of a cause, and where the words of a job are. */
export const whyPart = (
  { said, failed }: Cause,
  { state }: Pick<SubmissionStatus, "state">,
  maxLength: number,
): Doc => [
  ...(said === undefined ? [] : [perhaps(fence("text", lastLines(said, maxLength)))]),
  ...(failed === undefined || !("intent" in state) ? [] : logOf(failed, state.intent).map(perhaps)),
];

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
    md`${counted(count, "job")} of ${step.step} failed: ${classes}.${said === "" ? "" : pandaSays(count)}`,
    ...(said === "" ? [] : [fence("text", cut(said, maxLogLength))]),
    ...logOf(step, intent),
  ]);
};

/** What a command would do, and how to say that it shall. What refuses it is counted only. `live`: all that is under way. */
export const previewMarkdown = (
  asked: CommandAsked,
  statuses: readonly SubmissionStatus[],
  wayToConfirm: Markdown,
  live: readonly SubmissionStatus[] = [],
): Markdown => {
  const works = statuses.filter(({ state }) => effectOf(asked, state) !== undefined);
  const refused = statuses.length - works.length;
  return paragraphs([
    md`**Nothing has been done yet.** ${wayToConfirm}`,
    md`${code(writtenOf(asked))} would change ${changed(works.length)}`,
    lines(works.slice(0, maxChanged).map((one) => effect(asked, one))),
    ...(works.length > maxChanged ? [md`And ${works.length - maxChanged} more.`] : []),
    ...(asked.verb === "withdraw" ? dataPart(works, live) : []),
    ...(refused === 0
      ? []
      : [
          md`It leaves ${counted(refused, "production")} as ${refused === 1 ? "it is" : "they are"}: ${asked.verb} does not work in ${refused === 1 ? "its state" : "their states"}.`,
        ]),
  ]);
};

const maxChanged = 100;
const maxStateLength = 200;

export const effectOf = (
  { verb, target: { step } }: Pick<CommandAsked, "verb" | "target">,
  state: SubmissionState,
): string | undefined =>
  refusalBy(state, { verb, step }) === undefined ? stateTable[state.kind].verbs[verb] : undefined;

const effect = (asked: CommandAsked, { key, state }: SubmissionStatus): Markdown =>
  md`- **${versionName(key)}**: ${effectOf(asked, state) ?? ""} (now ${shownState(state)}: ${cut(describeState(state), maxStateLength)})`;

/** By version: runs of one have the same readers. Whom a drop would hurt, a person reads before the word. */
const dataPart = (works: readonly SubmissionStatus[], live: readonly SubmissionStatus[]): readonly Markdown[] => {
  const known = live.map(({ key, state }) => [key, state] as const);
  const versions = [...Map.groupBy(works, ({ key }) => versionWithoutRun(key))].slice(0, maxDataShown);
  return versions.map(([version, ones]) => {
    const makers = ones.flatMap(({ state }): readonly DataMaker[] => ("past" in state ? [state] : []));
    return md`The data of **${version}**: ${leftDataText(makers, known)}.`;
  });
};
const maxDataShown = 20;

/** As it was written, but for the production and the reason. */
const writtenOf = ({ target: { step }, ...asked }: CommandAsked): string =>
  writeCommand(asked, step === undefined ? "" : `/${step}`);

const changed = (number: number): string =>
  number === 0 ? "nothing." : number === 1 ? "this production:" : `these ${counted(number, "production")}:`;

/** How a preview is confirmed in a form of GitHub, and in a terminal. */
export const formText = md`To do it, send it again with confirm.`;
export const flagText = md`To do it, add ${code("--yes")}.`;
export const yesText = (id: string): Markdown => md`To do it, write ${code(`/shrek yes ${id}`)}.`;

/** What a trial would submit, and how to say that it shall. */
export const trialPreviewMarkdown = (asked: CommandAsked, head: string, id: string): Markdown =>
  paragraphs([
    md`**Nothing has been done yet.** ${yesText(id)}`,
    md`This would submit ${asked.target.production === undefined ? md`the production of this pull request` : code(asked.target.production)} as it stands at ${code(head.slice(0, 12))}, ${amount(asked)}, as a trial: under the label and the scope of trials, with seeds of their own. Nothing is merged, nothing may read its data, and a later push does not stop it. The rules of main are asked again before it is submitted.`,
  ]);

const amount = ({ jobs, events, target: { run, step } }: CommandAsked): string => {
  const parts = [
    ...(typeof run === "number" ? [`run ${run}`] : []),
    ...(step === undefined ? [] : [`up to the step ${step}`]),
    ...(jobs === undefined ? [] : [`at most ${counted(jobs, "job")} a step`]),
    ...(events === undefined ? [] : [`${counted(events, "event")} a job`]),
  ];
  return parts.length === 0 ? "with all its jobs" : parts.join(", ");
};

export const trialRefusedMarkdown = (by: string, head: string, reason: string): Markdown =>
  paragraphs([
    md`**The trial of ${code(head.slice(0, 12))} that ${by} ordered was not submitted.**`,
    md`${reason}`,
    md`PanDA was not called. To try again, write ${code("/shrek trial")} once this is fixed.`,
  ]);
