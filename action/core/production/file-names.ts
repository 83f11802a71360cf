import type { InputSource } from "./production.ts";

/**
 * What a file's name says: `{segment}` between dots is a key that differs from file to file. PanDA carries the text
 * between dots into the names of what is made of the file (PANDA J7), so a name is read field by field.
 */
const keyPattern = /\{([A-Za-z][A-Za-z0-9]*)\}/g;

/** The keys of a name, or of a field of it, in order. */
export const keysOf = (text: string): readonly string[] =>
  [...text.matchAll(keyPattern)].flatMap(([, key]) => key ?? []);

/** A field as an expression of bash and JavaScript: one group a key. Values hold no dot, which would be another field. */
export const fieldExpression = (field: string): string =>
  field
    .split(keyPattern)
    .map((part, index) => (index % 2 === 1 ? "([A-Za-z0-9_-]+)" : part.replaceAll(".", "[.]")))
    .join("");

/** Whether a name says the run, as `fillRun` fills it. */
export const namesRun = (text: string): boolean => /\{run(?::[1-9])?\}/.test(text);

/** The run in a name, padded with zeros where it says so: `{run}`, `{run:8}`. */
export const fillRun = (text: string, run: number): string =>
  text.replace(/\{run(?::([1-9]))?\}/g, (_, digits: string | undefined) =>
    String(run).padStart(Number(digits ?? 0), "0"),
  );

/** The name of the file as the job made it; PanDA adds it to its own. */
export const fileNameOf = (source: InputSource): string | undefined =>
  source.kind === "dataset" ? (source.output ?? workflowDataset(source.dataset)?.output) : source.output;

/**
 * `<outDS>_<NNN>_<step>_<output>/`, as PanDA names what a workflow makes (PANDA P14): which workflow, and which task of
 * it, as far as its number and the first word of its step say that. Output and step are only told apart where neither
 * has a `_` of its own.
 */
export const workflowDataset = (
  dataset: string,
): { readonly workflow: string; readonly task: string; readonly output: string | undefined } | undefined => {
  const [, workflow, number, rest] = /^(.+?)_(\d{3})_([A-Za-z]\w*_.+?)\/?$/.exec(dataset) ?? [];
  if (workflow === undefined || number === undefined || rest === undefined) return undefined;
  const [step = "", output, ...others] = rest.split("_");
  return { workflow, task: `${workflow}_${number}_${step}`, output: others.length === 0 ? output : undefined };
};
