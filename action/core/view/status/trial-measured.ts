import { diedOfMemory } from "../../ledger/completion.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import { type Markdown, md, table } from "../../markdown/markdown.ts";
import { sum } from "../../plan/plan.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { mapping } from "../../text/canonical-json.ts";
import { figureText, timeText } from "./measured-text.ts";

/** Of a trial that ended: what PanDA's pilots measured of its jobs, next to the memory that was asked for. */
export const trialMeasuredPart = (state: SubmissionState): readonly Markdown[] => {
  if (!("past" in state) || state.intent.trial === undefined) return [];
  const request = mapping(state.intent.content.request);
  const rows = (state.past.completion?.steps ?? []).flatMap((step) =>
    step.kind === "all" && step.used !== undefined ? [trialRow(request, step, step.used)] : [],
  );
  if (rows.length === 0) return [];
  const heads = ["step, jobs", "longest, CPU a job", "most memory", "output a job"];
  return [
    md`Measured by PanDA of the jobs of this trial. When the pull request is checked again, what the request could say instead stands as suggestions at its lines, as long as it is the same.`,
    table(heads, rows),
  ];
};

type MeasuredStep = Extract<StepCompletion, { readonly kind: "all" | "unsuccessful" }>;

const trialRow = (
  request: ReturnType<typeof mapping>,
  { step, failures, outputs }: MeasuredStep,
  { jobs, seconds, cpuSeconds, megabytes }: NonNullable<MeasuredStep["used"]>,
): readonly string[] => {
  const bytes = sum(Object.values(outputs).map((output) => output.bytes));
  const died = diedOfMemory(failures);
  const longest = seconds === null ? unknown : timeText(seconds);
  const cpu = cpuSeconds === null || jobs === 0 ? unknown : figureText(cpuSeconds / jobs, "s");
  const most = megabytes === null ? unknown : `${died > 0 ? "more than " : ""}${Math.ceil(megabytes)} MB`;
  const asked = askedText(mapping(mapping(request["steps"])[step]).memory ?? mapping(request["defaults"]).memory);
  return [
    `${step}, ${jobs}`,
    longest === unknown && cpu === unknown ? unknown : `${longest}, ${cpu}`,
    `${most}${asked}`,
    bytes === null || jobs === 0 ? unknown : figureText(bytes / 1e6 / jobs, "MB"),
  ];
};

const unknown = "unknown";

const askedText = (memory: unknown): string => {
  const first: unknown = Array.isArray(memory) ? memory[0] : memory;
  return typeof first === "number" ? ` of ${first} MB a core` : ", no memory given";
};
