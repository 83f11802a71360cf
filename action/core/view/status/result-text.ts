import type { StepCompletion } from "../../ledger/step-completion.ts";
import { sum } from "../../plan/plan.ts";
import type { PandaDate, Past, SubmissionState } from "../../submission/state.ts";
import { counted, sizeText } from "../../text/amounts.ts";

export type Succeeded = { readonly past: Past; readonly submittedOn: PandaDate; readonly seenOn: PandaDate };

/** The result of a production that ended well: files, size, and how long PanDA had it; empty where nothing of it is known. */
export const resultText = (state: Succeeded): string => {
  const { files, bytes } = resultOf(state);
  const seconds = secondsAtPanda(state);
  return [
    ...(files === null ? [] : [`${counted(files, "file")}${bytes === null ? "" : `, ${sizeText(bytes)}`}`]),
    ...(seconds === undefined ? [] : [`in ${spanText(seconds)}`]),
  ].join(", ");
};

/** Files and bytes of all its datasets; `null`: not all of them are known. */
export const resultOf = (
  state: SubmissionState | Succeeded,
): { readonly files: number | null; readonly bytes: number | null } => {
  const steps = "past" in state ? (state.past.completion?.steps ?? []) : [];
  const outputs = steps.flatMap(outputsOf);
  const isWhole = steps.length > 0 && steps.every(({ kind }) => kind === "all");
  return {
    files: isWhole ? outputs.reduce((all, { files }) => all + files, 0) : null,
    bytes: isWhole ? sum(outputs.map(({ bytes }) => bytes)) : null,
  };
};

const outputsOf = (step: StepCompletion) => (step.kind === "all" ? Object.values(step.outputs) : []);

/** By PanDA's clock alone. */
const secondsAtPanda = ({ submittedOn, seenOn }: Succeeded): number | undefined => {
  const seconds = submittedOn === undefined || seenOn === undefined ? Number.NaN : spanOf(submittedOn, seenOn);
  return seconds > 0 ? seconds : undefined;
};
const spanOf = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000);

/** `40 s`, `1 min 10 s`, `2 h 5 min`, `3 d 4 h`: the two largest units. */
export const spanText = (seconds: number): string => {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  const shown = parts.slice(first < 0 ? 3 : first).slice(0, 2);
  return shown
    .filter(([count], index) => index === 0 || count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
};
