import { outputTemplate } from "../../../../action/core/plan/output-name.ts";
import type { JsonObject } from "../json.ts";
import { PythonError, PythonExit } from "../python-error.ts";
import { pythonRepr } from "../python-text.ts";
import type { PrunArguments } from "./prun-arguments.ts";

export type PrunOutput = {
  readonly given: string;
  readonly file: string;
  readonly dataset: string;
  readonly template: string;
};

/** Files by a regular expression: `NAME:regex|EXPRESSION`. The expression is the name that PanDA keeps, until the job has told the real ones (PANDA P52). */
export const byExpression = "regex|";

const badCharacters = [..."%|;><?'\"()$@:=&^#\\[]{}`"];
const maxContainerLength = 132;

/** `--outputs a.txt,suffix:b.txt,*.root` to files and datasets; exit code 10 where prun refuses a name. */
export const prunOutputs = (options: PrunArguments, taskName: string): readonly PrunOutput[] =>
  (options.text("outputs") ?? "")
    .replaceAll(" ", "")
    .split(",")
    .filter((item) => item !== "")
    .map((item) => {
      const [suffix, given = "", ...more] = item.includes(":") ? item.split(":") : [undefined, item];
      if (more.length > 0) throw new PythonError("too many values to unpack (expected 2)");
      // prun counts those without a name of their own; a workflow of ours has none.
      if (given.startsWith(byExpression))
        return { given, file: suffix ?? "0", dataset: `${taskName}_${suffix ?? "0"}/`, template: given };
      const file = given.includes("*") ? `${given.replaceAll("*", "XYZ")}.tgz` : given;
      if (file.includes("/")) fail(`An output file name ${file} contains '/'.`);
      const bad = badCharacters.find((character) => file.includes(character));
      if (bad !== undefined) fail(`An output file name ${file} contains an invalid character "${bad}".`);
      return {
        given,
        file,
        dataset: `${taskName}_${suffix ?? file}/`,
        template: outputTemplate(taskName, file, hasFields(options)),
      };
    });

/** Fields of the input's name go into those of the outputs. */
export const hasFields = (options: PrunArguments): boolean =>
  options.has("addNthFieldOfInDSToLFN") || options.has("addNthFieldOfInFileToLFN");

/** The outputs as job parameters; those that a job may leave out are named once more for its wrapper. */
export const outputParameters = (options: PrunArguments, outputs: readonly PrunOutput[]): readonly JsonObject[] => {
  if (outputs.length === 0) return [];
  const [destination, token] = [options.text("destSE") ?? "", options.text("spaceToken") ?? ""];
  const optional = outputs.filter(({ template }) => mayBeMissing(options, template)).map(({ template }) => template);
  // The job's wrapper does not look for these.
  const told = optional.filter((template) => !template.startsWith(byExpression));
  return [
    ...outputs.map(
      ({ template, dataset }): JsonObject => ({
        type: "template",
        value: template,
        param_type: "output",
        dataset,
        container: dataset,
        ...(destination === "" ? {} : { destination }),
        ...(token === "" ? {} : { token }),
        ...(optional.includes(template) ? { allowNoOutput: true } : {}),
        hidden: true,
      }),
    ),
    {
      type: "constant",
      value: `-o "${pythonRepr(Object.fromEntries(outputs.map(({ given, template }) => [given, template])))}"`,
    },
    ...(told.length === 0 ? [] : [{ type: "constant", value: `--allowNoOutput=${told.join(",")}` }]),
  ];
};

/** Each item is a regular expression that must reach the end of the name. */
const mayBeMissing = (options: PrunArguments, template: string): boolean =>
  (options.text("allowNoOutput") ?? "")
    .split(",")
    .filter((pattern) => pattern !== "")
    .some((pattern) => {
      try {
        return new RegExp(`^.*${pattern}$`).test(template);
      } catch (error) {
        throw new PythonError(error instanceof Error ? error.message : String(error));
      }
    });

/** prun's `checkTaskParam`: lengths, ASCII, and at most ten outputs. */
export const checkDatasets = (
  outputs: readonly PrunOutput[],
  log: JsonObject | undefined,
  unlimited: boolean,
): void => {
  const names = [...outputs.map(({ dataset }) => dataset), ...(log === undefined ? [] : [String(log["dataset"])])];
  for (const name of names) {
    if (name.length > maxContainerLength)
      fail(
        `The name of an output or log dataset container (${name}) is too long (${name.length}). The length must be less than ${maxContainerLength} following DDM definition. Please note that one dataset container is created per output/log type and each name is <outDS>_<extension made from the output filename>/ or <outDS>.log/. `,
      );
    if (/[^ -~]/.test(name))
      fail(`Dataset name ${name} contains non-ascii characters that are forbidden since they screw up the storage`);
  }
  if (!unlimited && outputs.length > 10)
    fail(
      `Too many output files (=${outputs.length}) per job. The default limit is 10. You can remove the constraint by using the --unlimitNumOutputs option. But please note that having too many outputs per job causes a severe load on the system. You may be banned if you carelessly use the option`,
    );
};

const fail = (message: string): never => {
  throw new PythonExit(10, `ERROR : ${message}`);
};
