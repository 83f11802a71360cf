import type { Problem } from "../problems/problem.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { counted } from "../text/amounts.ts";
import { type Located, problemAt } from "../text/places.ts";

/** The time that the author expects of a job, against what it may take: the cost that people approve counts no more. */
export const checkEstimate = (
  where: Located,
  { defaults = {} }: Request,
  name: string,
  step: RequestStep,
): readonly Problem[] => {
  const { estimate: { seconds } = {}, eventsPerJob } = step;
  const cores = step.cores ?? defaults.cores ?? 1;
  const walltime = step.walltime ?? defaults.walltime;
  if (seconds === undefined || eventsPerJob === undefined || walltime === undefined) return [];
  const hours = (seconds * eventsPerJob) / 3600 / cores;
  if (hours <= walltime) return [];
  return [
    problemAt(where, ["steps", name, "estimate", "seconds"], "estimate-does-not-fit", {
      message: `${eventsPerJob} events of ${seconds} s take ${rounded(hours)} h on ${counted(cores, "core")}, and a job of \`${name}\` may take ${walltime} h.`,
      hint: "fewer events a job, or a longer `walltime`",
    }),
  ];
};

/** Upwards, to a tenth: what does not fit must not look as if it did. */
const rounded = (hours: number): number => Math.ceil(hours * 10) / 10;
