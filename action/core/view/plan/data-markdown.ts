import { type DataLook, dataFault, type NeededData, neededData } from "../../catalogue/judge-data.ts";
import type { LookAnswer } from "../../catalogue/look-answer.ts";
import type { Validated } from "../../cross-checks/check-sources.ts";
import { type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import { cut, type Doc, printed, words } from "../../markdown/doc.ts";
import { fitted } from "../../markdown/fit-doc.ts";
import { code, link, type Markdown, md } from "../../markdown/markdown.ts";
import type { VersionOutcome } from "../../outcomes/outcome.ts";
import { amountsOfRuns, sum } from "../../plan/plan.ts";
import { counted } from "../../text/amounts.ts";
import { amountText } from "./cost-text.ts";
import { dataTitle, seenText } from "./data-text.ts";

/** The data that a pull request reads. `unasked`: names beyond those that one comment looks up. */
export type DataOfPlan = {
  readonly needed: readonly NeededData[];
  readonly unasked: number;
  readonly submits: readonly SubmittedPart[];
  /** It comes from a fork, or a program made it of what others wrote, and nobody who may write let them be looked up. */
  readonly isWithheld: boolean;
};

/** Characters of one dataset's line: a container may have replicas at a hundred places. */
const maxLine = 600;

/** `run`: the page of the run that comments; `room`: bytes. */
type DataPage = { readonly run: string; readonly room: number };

/** What the plan says of them, in the words of `shrek plan --look`. */
export const dataMarkdown = (data: DataOfPlan, answer: LookAnswer | undefined, { run, room }: DataPage): string =>
  printed(fitted(docOf(data, answer, run), { open: room, all: room })).markdown;

/** What a merge submits and what it reads, those that read the same together. */
export type SubmittedPart = {
  readonly jobs: number | null;
  readonly coreHours: number | null;
  readonly reads: readonly string[];
};

/** As the first line counts it: of what waits or is held no job. */
export const submittedParts = (
  validated: readonly Pick<Validated, "valid" | "counted">[],
  fates: ReadonlyMap<SubmissionKey, VersionOutcome>,
): readonly SubmittedPart[] => {
  const parts = validated.flatMap(({ valid, counted: withOthers = valid?.production }) => {
    if (valid === undefined || withOthers === undefined) return [];
    const { tag, version, steps, runs, stepsOfRuns } = withOthers;
    const all = runs?.map(({ run }, index) => ({ run, steps: stepsOfRuns?.[index] ?? steps })) ?? [
      { run: undefined, steps },
    ];
    const fated = all.map((one) => ({
      ...one,
      kind: fates.get(submissionKey(tag, version, one.run))?.kind ?? "stays",
    }));
    const isNow = fated.some(({ kind }) => kind === "submitted" || kind === "perhaps-without-app");
    return fated
      .filter(({ kind }) => kind !== "stays" && kind !== "never")
      .map((one) => {
        const { jobs, coreHours } = amountsOfRuns({ steps: one.steps, runs: undefined, stepsOfRuns: undefined });
        const reads = neededData({ ...valid.production, steps: one.steps, stepsOfRuns: [] });
        return { ...(isNow ? { jobs, coreHours } : none), reads: reads.map(({ dataset }) => dataset) };
      });
  });
  return [...Map.groupBy(parts, ({ reads }) => JSON.stringify(reads)).values()].flatMap((alike) =>
    alike[0] === undefined ? [] : { ...sumOf(alike), reads: alike[0].reads },
  );
};

const none = { jobs: 0, coreHours: 0 };
const sumOf = (parts: readonly Omit<SubmittedPart, "reads">[]): Omit<SubmittedPart, "reads"> => ({
  jobs: sum(parts.map(({ jobs }) => jobs)),
  coreHours: sum(parts.map(({ coreHours }) => coreHours)),
});

/** The first line of a plan once its data were looked at: what keeps something of it from being submitted comes before its count, which leaves that out. */
export const verdictWithData = (body: string, data: DataOfPlan, answer: LookAnswer | undefined): string => {
  const { submits } = data;
  const submitting = /^\*\*Good: (the merge|the merge into .+? submits nothing; one into main) submits /.exec(body);
  if (data.isWithheld || answer === undefined || answer.kind === "not" || submitting === null) return body;
  const isRead = ({ dataset }: NeededData): boolean => submits.some(({ reads }) => reads.includes(dataset));
  const { words: but, stopped } = keptFrom(data.needed.filter(isRead), answer.look);
  if (but === undefined) return body;
  const [before, merge = ""] = submitting;
  const left = submits.filter(({ reads }) => !reads.some((one) => stopped.has(one)));
  const amount = left.length === 0 ? none : sumOf(left);
  const now = amount.jobs === 0 ? "nothing" : amountText(amount);
  return `**Good, but ${md`${cut(but, maxFault)}`.markdown}. T${merge.slice(1)} submits ${now}; with all data ${body.slice(before.length)}`;
};
const maxFault = 300;

/** What its data keep from being submitted, and which they are. */
export const keptFrom = (
  needed: readonly NeededData[],
  look: DataLook,
): { readonly words: string | undefined; readonly stopped: ReadonlySet<string> } => {
  const faults = needed.flatMap((need) => {
    const found = look.found.get(need.dataset);
    const fault = found === undefined ? undefined : dataFault(need, found);
    return fault === undefined ? [] : [{ ...fault, dataset: need.dataset }];
  });
  const stopped = new Set(faults.map(({ dataset }) => dataset));
  const first = faults.find(({ kind }) => kind === "lost") ?? faults[0];
  if (first === undefined) return { words: undefined, stopped };
  const what = `${first.what}${faults.length === 1 ? "" : ` (and ${faults.length - 1} more)`}`;
  return {
    words:
      first.kind === "missing" ? `what reads them waits for ${what}` : `${what}, so what reads them is not submitted`,
    stopped,
  };
};

const docOf = (data: DataOfPlan, answer: LookAnswer | undefined, run: string): Doc => {
  if (data.isWithheld)
    return notLooked(
      data,
      md`This pull request comes from a fork or an issue: whoever may write here lets them be looked up with "Re-run all jobs" of ${link("this run", run)}.`,
    );
  if (answer === undefined)
    return notLooked(data, md`The job \`look\` of ${link("this run", run)} failed, or was ended.`);
  if (answer.kind === "not") return notLooked(data, md`${cut(answer.why, maxLine)}`);
  const { at, look } = answer;
  return [
    words(md`${dataTitle(at)}`),
    {
      kind: "list",
      as: "points",
      items: data.needed.map((need) => words(lineOf(need.dataset, seenText(need, look)))),
      leftOut: data.unasked,
      more: (number) => md`${counted(number, "dataset")} more: \`shrek plan --look\` shows all.`,
    },
  ];
};

const lineOf = (dataset: string, said: string): Markdown => md`${code(dataset)}: ${cut(said, maxLine)}`;

const notLooked = ({ needed, unasked }: DataOfPlan, why: Markdown): Doc => {
  const number = needed.length + unasked;
  return [
    words(
      md`The ${counted(number, "dataset")} that it reads ${number === 1 ? "was" : "were"} not looked up in Rucio. ${why}`,
    ),
  ];
};
