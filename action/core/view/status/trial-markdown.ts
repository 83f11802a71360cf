import type { CommandAsked } from "../../command/parse-command.ts";
import { code, type Markdown, md, paragraphs } from "../../markdown/markdown.ts";
import { counted } from "../../text/amounts.ts";
import { yesText } from "./command-markdown.ts";

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
