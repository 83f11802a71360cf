import type { Conventions } from "../conventions/conventions.ts";
import { fillTemplate } from "../conventions/template.ts";
import type { Problem } from "../problems/problem.ts";
import { outputName, type Request } from "../request/request.ts";
import { type Located, problemAt } from "../text/places.ts";
import type { Production } from "./production.ts";

/** PanDA's limit for containers, the trailing slash included (PANDA P19). */
export const maxContainerLength = 132;

export const outDSOf = (
  conventions: Conventions,
  { tag, version, trial, run }: Pick<Production, "tag" | "version" | "trial" | "run">,
): string =>
  fillTemplate(conventions.names.outDS, {
    scope: trial ? conventions.scopes.trial : conventions.scopes.release,
    tag,
    version,
    run: String(run ?? 0),
  });

/** `NNN` is the number PanDA gives a step; three digits, whichever they are. */
export const taskPattern = (outDS: string, step: string): string => `${outDS}_NNN_${step}`;
export const outputPattern = (outDS: string, step: string, output: string): string =>
  `${taskPattern(outDS, step)}_${output}/`;
const logPattern = (outDS: string, step: string): string => `${taskPattern(outDS, step)}.log/`;

export const checkNames = (where: Located, request: Request, outDS: string): readonly Problem[] =>
  Object.entries(request.steps).flatMap(([step, { out }]) => {
    const tooLong = (name: string): boolean => name.length > maxContainerLength;
    const outputs = out.flatMap((output, index) => {
      const name = outputPattern(outDS, step, outputName(output));
      return tooLong(name) ? [problemAt(where, ["steps", step, "out", index], "name-too-long", tooLongText(name))] : [];
    });
    const log = logPattern(outDS, step);
    return outputs.length === 0 && tooLong(log)
      ? [problemAt(where, ["steps", step], "name-too-long", { ...tooLongText(log), key: true })]
      : outputs;
  });

const tooLongText = (name: string): { readonly message: string; readonly hint: string } => ({
  message: `The dataset ${name} has ${name.length} characters; PanDA takes ${maxContainerLength}.`,
  hint: `shorten the tag, the step name or the output name by ${name.length - maxContainerLength}`,
});
