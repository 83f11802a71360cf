import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import { lessOf, priorityAbove } from "../production/ceiling.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

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
    ...priorityAbove(priority, ceiling?.priority).map((said) =>
      problemAt(where, [...path, "priority"], "priority-above-ceiling", said),
    ),
  ]);

const risingFaults = (where: Located, path: Path, memory: WrittenMemory): readonly Problem[] =>
  memoryValues(memory).flatMap((value, index, values) => {
    const before = values[index - 1];
    if (before === undefined || before < value) return [];
    return problemAt(where, [...path, index], "memory-not-rising", {
      message: `${value} MB follows ${before} MB: a job that died of memory would get no more than before.`,
      hint: `write the smallest value first, each once: ${risingText(values)}`,
    });
  });

const risingText = (values: readonly number[]): string => {
  const once = [...new Set(values)].toSorted((a, b) => a - b);
  return once.length === 1 ? `memory: ${once[0]}` : `memory: [${once.join(", ")}]`;
};

const ceilingFaults = (
  where: Located,
  path: Path,
  memory: WrittenMemory,
  most: number | undefined,
): readonly Problem[] =>
  memoryValues(memory).flatMap((value, index) =>
    most === undefined || value <= most
      ? []
      : problemAt(where, typeof memory === "number" ? path : [...path, index], "memory-above-ceiling", {
          message: `${value} MB per core is more than the ${most} MB that the conventions allow.`,
          hint: lessOf(most),
        }),
  );
