import type { Problem } from "../problems/problem.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { counted } from "../text/amounts.ts";
import { type Located, problemAt } from "../text/places.ts";
import { memoryValues } from "./memory.ts";

/** What the author expects of a job, against what the job may take: PanDA kills what exceeds it. */
export const checkEstimate = (
  where: Located,
  { defaults = {} }: Request,
  name: string,
  step: RequestStep,
): readonly Problem[] => {
  const { estimate = {}, eventsPerJob } = step;
  const cores = step.cores ?? defaults.cores ?? 1;
  const walltime = step.walltime ?? defaults.walltime;
  const memory = memoryValues(step.memory ?? defaults.memory).at(-1);
  const hours =
    estimate.seconds === undefined || eventsPerJob === undefined
      ? undefined
      : (estimate.seconds * eventsPerJob) / 3600 / cores;
  const problemOf = (key: string, message: string, hint: string): Problem =>
    problemAt(where, ["steps", name, "estimate", key], "estimate-does-not-fit", { message, hint });
  return [
    ...(hours === undefined || walltime === undefined || hours <= walltime
      ? []
      : [
          problemOf(
            "seconds",
            `${eventsPerJob} events of ${estimate.seconds} s take ${rounded(hours)} h on ${counted(cores, "core")}, and a job of \`${name}\` may take ${walltime} h.`,
            "fewer events a job, or a longer `walltime`",
          ),
        ]),
    ...(estimate.memory === undefined || memory === undefined || estimate.memory <= memory * cores
      ? []
      : [
          problemOf(
            "memory",
            `A job of \`${name}\` is expected to need ${estimate.memory} MB, and it may take ${memory * cores} MB.`,
            cores === 1 ? "raise `memory`" : "raise `memory`, which is MB per core",
          ),
        ]),
  ];
};

/** Upwards, to a tenth: what does not fit must not look as if it did. */
const rounded = (hours: number): number => Math.ceil(hours * 10) / 10;
