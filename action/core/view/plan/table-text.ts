import type { Plan } from "../../plan/plan.ts";

/** Amounts that cannot be counted before the run. */
export const packText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, outputs }) =>
    outputs.flatMap(({ output, packs }) =>
      packs === undefined
        ? []
        : [`${step} packs ${packs} into ${output}: one archive a job, with an unknown number of files.`],
    ),
  );

/** Which rows are jobs, and what each of them is given. */
export const tableText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, table }) =>
    table === undefined
      ? []
      : `${step} runs ${table.file}: ${table.rows} ${table.rows === 1 ? "row is one job" : "rows are as many jobs"}, each with row, ${table.columns.join(", ")}. A job whose number is no row fails before its payload, with exit code 12.`,
  );

/** Steps whose software is not the request's. */
export const buildText = ({ steps }: Plan): readonly string[] =>
  steps.flatMap(({ step, build }) => (build === undefined ? [] : [`${step} runs with the build ${build}.`]));
