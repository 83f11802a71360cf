import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { inputWords } from "./condition.ts";
import type { InputSource, Production, StepInput } from "./production.ts";

/** The most files of the primary input that PanDA can be asked to give one job, and of a secondary one (PANDA J8). */
export const maxOfAll = { primary: 1000, secondary: 200 } as const;

/** `filesPerJob: all` of this number; `share`: which part of them is enough. */
export const allFiles = (files: number | undefined, share: number): Pick<StepInput, "filesPerJob" | "allOf"> => {
  const known = Math.max(1, files ?? 1);
  return { filesPerJob: known, allOf: { least: Math.max(1, Math.ceil(known * share)) } };
};

/** One job gets all files of an input only where PanDA can give it that many, and the job can know that none is missing. */
export const checkAllFiles = (
  { where, request }: { readonly where: Located; readonly request: Request },
  name: string,
  inputs: readonly StepInput[],
): readonly Problem[] =>
  inputs.flatMap(({ name: own, allOf, files, byPattern, source }, index) => {
    const step = request.steps[name];
    const written = step?.in?.[index];
    if (allOf === undefined || written === undefined) return [];
    const path: Path = ["steps", name, "in", index];
    const refused = (at: Path, message: string, hint?: string): readonly Problem[] => [
      problemAt(where, at, "cannot-read-all", { message, key: true, hint }),
    ];
    const input = inputWords(name, own);
    if (written.maxFiles !== undefined)
      return refused(
        [...path, "maxFiles"],
        `${input} is read by one job as a whole; \`maxFiles\` leaves a part of it out.`,
        "remove maxFiles, or write a number of filesPerJob",
      );
    if (written.repeat !== undefined)
      return refused(
        [...path, "repeat"],
        `${input} is read by one job as a whole; \`repeat\` makes several jobs.`,
        "one step for each reading",
      );
    if (files === undefined && byPattern?.jobs === undefined)
      return refused([...path, "filesPerJob"], unknownNumber(input), source.kind === "step" ? toStep : toInput("N"));
    const most = index === 0 ? maxOfAll.primary : maxOfAll.secondary;
    return files !== undefined && files > most
      ? refused(
          [...path, "filesPerJob"],
          `${input} has ${files} files, and a job can read at most ${most} of ${index === 0 ? "its first input" : "another input"}.`,
          "bring them together in two steps",
        )
      : [];
  });

const unknownNumber = (input: string): string =>
  `How many files ${input} has is unknown, so no job could tell whether it has all of them.`;

/** What runs is made of the request alone: it says the number, also where another production's is known. */
export const withoutNumber = (
  { where, steps }: Pick<Production, "where" | "steps">,
  made: { readonly input: string; readonly files: number },
): readonly Problem[] =>
  steps.flatMap(({ name, inputs }) =>
    inputs.flatMap(({ name: own, source, allOf, files }, index) =>
      source.kind === "production" && source.input === made.input && allOf !== undefined && files === undefined
        ? problemAt(where, ["steps", name, "in", index, "filesPerJob"], "cannot-read-all", {
            message: unknownNumber(inputWords(name, own)),
            key: true,
            hint: toInput(`${made.files}`),
          })
        : [],
    ),
  );

const toInput = (files: string): string => `write files: ${files} at the input, or a number of filesPerJob`;
const toStep =
  "write a number of filesPerJob; or, where it comes from an input whose files are not counted, files: N there";

/** Whether a step makes its files by a pattern, in unknown number. */
export const isByPattern = (request: Pick<Request, "steps">, source: InputSource): boolean =>
  writtenOutput(request, source)?.files !== undefined;

/** Whether a step makes one archive a job of what fits a pattern. */
export const isPacked = (request: Pick<Request, "steps">, source: InputSource): boolean =>
  writtenOutput(request, source)?.packs !== undefined;

const writtenOutput = ({ steps }: Pick<Request, "steps">, source: InputSource) => {
  if (source.kind !== "step") return undefined;
  const output = steps[source.step]?.out.find((one) => typeof one !== "string" && one.name === source.output);
  return typeof output === "string" ? undefined : output;
};
