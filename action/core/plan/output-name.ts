/**
 * prun's name for an output file before task and job are known: `user.<nick>.$JEDITASKID._${SN/P}.<output>` (PANDA P20).
 * With fields of an input's name in it, these come before the task (PANDA J7).
 */
export const outputTemplate = (outDS: string, output: string, withFields = false): string => {
  const names = outDS.replace(/\/$/, "").split(".");
  const scope = names.length > 2 ? names.slice(0, 2).join(".") : names.join(".");
  return `${scope}${withFields ? "${MIDDLENAME}" : ""}.$JEDITASKID._\${SN/P}.${output}`;
};

/** `${SN/P}` is the job's number in six digits, `${SN}` the same in plain (log files). */
export const fillOutputName = (template: string, task: number, job: number, fields = ""): string => {
  const serial = String(job).padStart(6, "0");
  return template
    .replaceAll("${MIDDLENAME}", fields)
    .replaceAll("$JEDITASKID", String(task))
    .replaceAll("${SN/P}", serial)
    .replaceAll("${SN}", serial);
};

/** Fields of a file's name, counted from 1, each with a dot before it. */
export const nameFields = (file: string, numbers: readonly number[]): string => {
  const parts = file.split(".");
  return numbers.map((number) => `.${parts[number - 1] ?? ""}`).join("");
};

/** The file a job leaves in its output dataset: `user.tester.31._000001.hits.txt`. */
export const outputFileName = (output: {
  readonly outDS: string;
  readonly task: number;
  readonly job: number;
  readonly file: string;
  /** Of the input, as `fieldsOf` gives them. */
  readonly fields?: string;
}): string =>
  fillOutputName(
    outputTemplate(output.outDS, output.file, output.fields !== undefined),
    output.task,
    output.job,
    output.fields,
  );
