import type { Problem } from "../problems/problem.ts";
import { coresOfAll } from "../production/cores.ts";
import type { Request } from "../request/request.ts";
import { type Located, problemAt } from "../text/places.ts";

/** A number that PanDA takes only of a whole request, and steps that have another one. */
export const checkCores = (where: Located, { steps, defaults = {} }: Request): readonly Problem[] => {
  const said = Object.entries(steps).map(([name, { cores }]) => ({ name, cores: cores ?? defaults.cores ?? 1 }));
  const all = coresOfAll(said.map(({ cores }) => cores));
  const one = said.find(({ cores }) => cores === all);
  const other = said.find(({ cores }) => cores !== all);
  if (all === undefined || one === undefined || other === undefined) return [];
  const written = steps[one.name]?.cores === undefined ? ["defaults"] : ["steps", one.name];
  return [
    problemAt(where, [...written, "cores"], "cores-differ", {
      message: `\`${one.name}\` has ${all} cores, and \`${other.name}\` has ${other.cores}.`,
      hint: `write \`cores: ${all}\` under \`defaults\` alone, or 1 and 8 at the steps, or make two productions`,
    }),
  ];
};
