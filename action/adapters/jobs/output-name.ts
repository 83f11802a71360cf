/** prun's name for an output file before task and job are known: `user.<nick>.$JEDITASKID._${SN/P}.<output>` (PANDA P20). */
export const outputTemplate = (outDS: string, output: string): string => {
  const fields = outDS.replace(/\/$/, "").split(".");
  const scope = fields.length > 2 ? fields.slice(0, 2).join(".") : fields.join(".");
  return `${scope}.$JEDITASKID._\${SN/P}.${output}`;
};

/** `${SN/P}` is the job's number in six digits, `${SN}` the same in plain (log files). */
export const fillOutputName = (template: string, task: number, job: number): string => {
  const serial = String(job).padStart(6, "0");
  return template.replaceAll("$JEDITASKID", String(task)).replaceAll("${SN/P}", serial).replaceAll("${SN}", serial);
};

/** The file a job leaves in its output dataset: `user.tester.31._000001.hits.txt`. */
export const outputName = (output: {
  readonly outDS: string;
  readonly task: number;
  readonly job: number;
  readonly file: string;
}): string => fillOutputName(outputTemplate(output.outDS, output.file), output.task, output.job);
