import type { Conventions } from "../conventions/conventions.ts";
import { versionStyle } from "../conventions/version-pattern.ts";
import type { Problem } from "../problems/problem.ts";
import { type Located, problemAt } from "../text/places.ts";

/** Whether a version is written in the style of the conventions. */
export const checkVersionForm = (where: Located, version: string, conventions: Conventions): readonly Problem[] => {
  const { fault, example } = versionStyle(conventions);
  const message = fault(version);
  if (message === undefined) return [];
  const meant = [`${version}.0`, version.replace(/^v/i, ""), version.replace(/[+].*$/, "")].find(
    (one) => fault(one) === undefined,
  );
  return [
    problemAt(where, ["version"], "bad-version", {
      message,
      hint: meant === undefined ? `write one such as ${example}, or ${example}-test.3 for a trial` : `write ${meant}`,
    }),
  ];
};
