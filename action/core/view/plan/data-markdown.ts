import { dataFault, type NeededData } from "../../catalogue/judge-data.ts";
import type { LookAnswer } from "../../catalogue/look-answer.ts";
import { cut, type Doc, printed, words } from "../../markdown/doc.ts";
import { fitted } from "../../markdown/fit-doc.ts";
import { code, link, type Markdown, md } from "../../markdown/markdown.ts";
import { counted } from "../../text/amounts.ts";
import { dataTitle, seenText } from "./data-text.ts";

/** The data that a pull request reads. `unasked`: names beyond those that one comment looks up. */
export type DataOfPlan = {
  readonly needed: readonly NeededData[];
  readonly unasked: number;
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

/** The first line of a plan once its data were looked at: what keeps something of it from being submitted comes before its count. */
export const verdictWithData = (body: string, data: DataOfPlan, answer: LookAnswer | undefined): string => {
  if (data.isWithheld || answer === undefined || answer.kind === "not" || !body.startsWith(good)) return body;
  const faults = data.needed.flatMap((need) => {
    const found = answer.look.found.get(need.dataset);
    return found === undefined ? [] : (dataFault(need, found) ?? []);
  });
  const first = faults.find(({ kind }) => kind === "lost") ?? faults[0];
  if (first === undefined) return body;
  const what = cut(first.what, maxFault);
  const also = faults.length === 1 ? "" : ` (and ${faults.length - 1} more)`;
  const but =
    first.kind === "missing"
      ? md`what reads them waits for ${what}${also}.`
      : md`${what}${also}, so what reads them is not submitted.`;
  return `**Good, but ${but.markdown} With all data ${body.slice(good.length)}`;
};
const good = "**Good: ";
const maxFault = 200;

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
