import type { Problem } from "../problems/problem.ts";
import type { RequestStep } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { noEffect } from "./no-effect.ts";

/** JEDI begins a job where the one before it ended, also within a file: parts of two files would be one job, were they no multiples. */
export const eventFaults = (
  where: Located,
  name: string,
  { in: [primary] = [], eventsPerJob }: RequestStep,
): readonly Problem[] => {
  const perFile = primary?.eventsPerFile;
  if (primary === undefined || perFile === undefined) return [];
  const path: Path = ["steps", name, "in", 0, "eventsPerFile"];
  if (eventsPerJob === undefined)
    return [
      noEffect(
        where,
        path,
        "`eventsPerFile` divides a file among jobs of `eventsPerJob`.",
        "write eventsPerJob at the step",
      ),
    ];
  const other = (["group", "gbPerJob", "repeat"] as const).find((key) => primary[key] !== undefined);
  if (other !== undefined || primary.filesPerJob !== 1)
    return [
      noEffect(
        where,
        path,
        "`eventsPerFile` divides each file among jobs, so a job reads one.",
        other === undefined ? "write filesPerJob: 1" : `remove ${other}`,
      ),
    ];
  return perFile % eventsPerJob === 0
    ? []
    : [
        problemAt(where, path, "out-of-range", {
          message: `${perFile} events of a file cannot be divided into jobs of ${eventsPerJob}.`,
          key: true,
          hint: "write an `eventsPerJob` that divides it: the last job of each file would read into the next file",
        }),
      ];
};
