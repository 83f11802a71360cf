import { cut } from "../../markdown/doc.ts";
import type { Plan } from "../../plan/plan.ts";
import { originText } from "../../production/list-origin.ts";
import { andMore, counted, joinedBy, sizeText, thousands } from "../../text/amounts.ts";

/** Amounts that cannot be counted before the run. */
export const packText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, outputs }) =>
    outputs.flatMap(({ output, packs, pattern }) => [
      ...(packs === undefined
        ? []
        : [`${step} packs ${packs} into ${output}: one archive a job, with an unknown number of files.`]),
      ...(pattern === undefined
        ? []
        : [`All files ${pattern} that ${step} makes are files of ${output}, an unknown number in each job.`]),
    ]),
  );

/** Where its lists of runs and of files come from. */
export const originTexts = ({ lists = [] }: Plan): readonly string[] =>
  lists.map((one) => cut(originText(one), maxOriginLength));
/** Characters. A query may have more, and it is in the list. */
const maxOriginLength = 400;

/** Which rows are jobs, and what each of them is given. */
export const tableText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, table, jobs, handsOn }) => {
    if (handsOn !== undefined) {
      const readers = steps.flatMap((one) => (one.parents.includes(step) ? [one.step] : []));
      return `${step} is added by SHREK: ${counted(jobs ?? 0, "short job")} that ${jobs === 1 ? "hands" : "hand"} on the rows of ${handsOn}, because ${joinedBy(readers, "and")} ${readers.length === 1 ? "reads" : "read"} its columns.`;
    }
    if (table === undefined) return [];
    if (table.cut !== undefined) return cutText(step, table, table.cut);
    return `${step} runs ${table.file}: ${table.rows} ${table.rows === 1 ? "row is one job" : "rows are as many jobs"}, each with ${table.columns.join(", ")}. A job whose number is no row fails before its payload, with exit code 12.`;
  });

type TablePlan = NonNullable<Plan["steps"][number]["table"]>;

const cutText = (step: string, table: TablePlan, cut: NonNullable<TablePlan["cut"]>): readonly string[] => {
  const inputs = cut.inputs.map(({ input, fewest, most }) => `${range(fewest, most)} of ${input}`);
  const amounts = [
    ...(cut.bytes === null ? [] : [sizeText(cut.bytes)]),
    ...(cut.events === null ? [] : [counted(cut.events, "event")]),
  ];
  const sum = amounts.length === 0 ? "" : `, ${joinedBy(amounts, "and")} in all`;
  const { files, groups, first } = cut.leftOut;
  const words = first.map(({ what, reason }) => (what === "" ? reason : `${what} (${reason})`));
  return [
    `${step} has ${counted(table.rows, "job")} by ${table.columns.join(", ")}, as ${table.file} says, each with ${joinedBy(inputs, "and")}${sum}. The payload opens these files itself: PanDA knows neither where they are nor whether they are on tape.`,
    ...(groups === 0
      ? []
      : [
          `${step} leaves out ${counted(files, "file")}, with their reasons in ${table.file}: ${andMore([...words, ...Array<string>(groups - words.length).fill("")], words.length, "; ")}.`,
        ]),
  ];
};

const range = (fewest: number, most: number): string =>
  fewest === most ? counted(most, "file") : `${thousands(fewest)} to ${counted(most, "file")}`;

/** Steps whose software is not the request's. */
export const buildText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, build }) => (build === undefined ? [] : [`${step} runs with the build ${build}.`]));
