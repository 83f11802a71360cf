import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import { lessOf, priorityAbove } from "../production/ceiling.ts";
import { coresOfAll } from "../production/cores.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { counted } from "../text/amounts.ts";
import { type Faults, type Located, type Path, problemAt } from "../text/places.ts";

/** A number that PanDA takes only of a whole request, and steps that have another one. */
export function* checkCores(where: Located, { steps, defaults = {} }: Request): Faults {
  const asked = Object.entries(steps).map(([name, { cores }]) => ({ name, cores: cores ?? defaults.cores ?? 1 }));
  const all = coresOfAll(asked.map(({ cores }) => cores));
  const one = asked.find(({ cores }) => cores === all);
  const other = asked.find(({ cores }) => cores !== all);
  if (all === undefined || one === undefined || other === undefined) return;
  const written = steps[one.name]?.cores === undefined ? ["defaults"] : ["steps", one.name];
  yield problemAt(where, [...written, "cores"], "cores-differ", {
    message: `\`${one.name}\` has ${all} cores, and \`${other.name}\` has ${other.cores}.`,
    hint: `write \`cores: ${all}\` under \`defaults\` alone, or 1 and 8 at the steps, or make two productions`,
  });
}

/** The time that the author expects of a job, against what it may take: the cost that people approve counts no more. */
export function* checkEstimate(where: Located, { defaults = {} }: Request, name: string, step: RequestStep): Faults {
  const { estimate: { seconds } = {}, eventsPerJob } = step;
  const cores = step.cores ?? defaults.cores ?? 1;
  const walltime = step.walltime ?? defaults.walltime;
  if (seconds === undefined || eventsPerJob === undefined || walltime === undefined) return;
  const hours = (seconds * eventsPerJob) / 3600 / cores;
  if (hours <= walltime) return;
  yield problemAt(where, ["steps", name, "estimate", "seconds"], "estimate-does-not-fit", {
    message: `${eventsPerJob} events of ${seconds} s take ${rounded(hours)} h on ${counted(cores, "core")}, and a job of \`${name}\` may take ${walltime} h.`,
    hint: "fewer events a job, or a longer `walltime`",
  });
}

/** Upwards, to a tenth: what does not fit must not look as if it did. */
const rounded = (hours: number): number => Math.ceil(hours * 10) / 10;

type WrittenMemory = RequestStep["memory"];

/** MB per core: the first is asked for, the others when jobs died of memory. */
export const memoryValues = (memory: WrittenMemory): readonly number[] =>
  memory === undefined ? [] : typeof memory === "number" ? [memory] : memory;

/** Wherever a request writes `memory` or `priority`: none is above what the conventions give, and those of memory rise. */
export const checkMemoryAndPriority = (
  where: Located,
  { defaults, steps }: Request,
  { ceiling }: Pick<Conventions, "ceiling">,
): readonly Problem[] =>
  [
    { path: ["defaults"], memory: defaults?.memory, priority: defaults?.priority },
    ...Object.entries(steps).map(([name, { memory, priority }]) => ({ path: ["steps", name], memory, priority })),
  ].flatMap(({ path, memory, priority }) => [
    ...risingFaults(where, [...path, "memory"], memory),
    ...ceilingFaults(where, [...path, "memory"], memory, ceiling?.memory),
    ...priorityAbove(priority, ceiling?.priority).map((words) =>
      problemAt(where, [...path, "priority"], "priority-above-ceiling", words),
    ),
  ]);

function* risingFaults(where: Located, path: Path, memory: WrittenMemory): Faults {
  const values = memoryValues(memory);
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (before !== undefined && before >= value)
      yield problemAt(where, [...path, index], "memory-not-rising", {
        message: `${value} MB follows ${before} MB: a job that died of memory would get no more than before.`,
        hint: `write the smallest value first, each once: ${risingText(values)}`,
      });
  }
}

const risingText = (values: readonly number[]): string => {
  const once = [...new Set(values)].toSorted((a, b) => a - b);
  return once.length === 1 ? `memory: ${once[0]}` : `memory: [${once.join(", ")}]`;
};

function* ceilingFaults(where: Located, path: Path, memory: WrittenMemory, most: number | undefined): Faults {
  for (const [index, value] of memoryValues(memory).entries())
    if (most !== undefined && value > most)
      yield problemAt(where, typeof memory === "number" ? path : [...path, index], "memory-above-ceiling", {
        message: `${value} MB per core is more than the ${most} MB that the conventions allow.`,
        hint: lessOf(most),
      });
}
