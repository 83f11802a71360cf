import { versionStyle } from "../conventions/choose-style.ts";
import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import { type Located, problemAt } from "../text/places.ts";

/** Whether a version is written in the style of the conventions. */
export const checkVersionForm = (where: Located, version: string, conventions: Conventions): readonly Problem[] => {
  const { fault, example } = versionStyle(conventions);
  const message = fault(version);
  if (message === undefined) return [];
  return [
    problemAt(where, ["version"], "bad-version", {
      message,
      hint: `such as ${example}, or ${example}-test.3 for a trial`,
    }),
  ];
};
