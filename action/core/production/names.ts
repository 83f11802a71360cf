import type { Conventions } from "../conventions/conventions.ts";
import { fillTemplate } from "../conventions/template.ts";
import type { Problem } from "../problems/problem.ts";
import { outputName, type Request } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
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

/**
 * PanDA's number stands between the names of production and step. Where a step has such a number itself, or what two
 * steps make is called the same but for it, nobody could tell whose a task or a dataset is.
 */
export const checkMeeting = (where: Located, { steps }: Pick<Request, "steps">, outDS: string): readonly Problem[] => {
  const seen = new Map<string, string>();
  return Object.entries(steps).flatMap(([step, { out }]) => {
    const numbered = /_\d{3}(?=_)/.exec(step)?.[0];
    const made: readonly (readonly [path: Path, name: string])[] = [
      [["steps", step], logPattern(outDS, step)],
      ...out.map(
        (output, index) => [["steps", step, "out", index], outputPattern(outDS, step, outputName(output))] as const,
      ),
    ];
    return [
      ...(numbered === undefined
        ? []
        : [
            problemAt(where, ["steps", step], "names-meet", {
              message: `\`${step}\` holds ${numbered}_, as PanDA numbers steps between the names of production and step.`,
              key: true,
              hint: "give it another name, without three digits between two _",
            }),
          ]),
      ...made.flatMap(([path, name]) => {
        const other = seen.get(name) ?? step;
        seen.set(name, other);
        return other === step
          ? []
          : problemAt(where, path, "names-meet", {
              message: `\`${step}\` and \`${other}\` make datasets of one name, ${name}, but for the number NNN that PanDA gives.`,
              key: path.length === 2,
              hint: "give a step or an output another name",
            });
      }),
    ];
  });
};

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
