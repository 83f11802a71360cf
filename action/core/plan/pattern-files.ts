import type { Step, StepOutput } from "../production/production.ts";

/**
 * A file that a pattern found is called `<outDS>_<step>.<number>.<8 hex digits>.<its name>` at PanDA, by the wrapper:
 * another version, trial, step or job has another beginning, and each attempt of a job other digits. So nothing that a
 * first attempt stored is in the way of the next.
 */
export const filesBegin = (outDS: string, step: string): string => `${outDS}_${step}.`;

/** The name that the payload gave a file; `undefined`: no pattern of the step found it. */
export const plainName = (outDS: string, step: string, file: string): string | undefined => {
  const begin = filesBegin(outDS, step);
  return file.startsWith(begin) ? /^[0-9]+[.][0-9a-f]{8}[.](.+)$/s.exec(file.slice(begin.length))?.[1] : undefined;
};

/**
 * The regular expression by which PanDA knows these files. It looks for it anywhere in a name, in the job's folder and
 * in what the job reports (PANDA P52), so this one begins where names do. JEDI would read a `{`, and a shell a `$`.
 */
export const filesExpression = (outDS: string, step: string): string =>
  `^${filesBegin(outDS, step).replaceAll(".", "[.]")}`;

/** As prun takes it: one file, or `NAME:regex|PATTERN`. */
export const outputWord = (outDS: string, step: Step, { name, pattern }: StepOutput): string =>
  pattern === undefined ? name : `${name}:regex|${filesExpression(outDS, step.name)}`;
