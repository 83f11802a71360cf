import { type Problem, quotable } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import { executedText } from "./bump-rules.ts";
import type { Advice } from "./least-bump.ts";

const code = "same-physics";

/** Whether a reason is about the text of a payload that is executed. */
const isExecuted = ({ change }: Advice["reasons"][number]): boolean =>
  change.path.startsWith("steps.") && change.path.endsWith(executedText.slice("steps.*".length));

/**
 * What the author knows better than a reader of the text: other commands, and the same physics. Then these lines need a
 * minor version, and the reviewer reads the reason. It is said of one version: the next change is another one.
 */
export const withSamePhysics = (
  { request: { acknowledge = [] }, version }: Production,
  reasons: Advice["reasons"],
): Advice["reasons"] =>
  acknowledge.some((one) => one.code === code && one.version === version)
    ? reasons.map((reason) =>
        isExecuted(reason)
          ? { ...reason, bump: "minor", because: "other commands and the same physics, says the author" }
          : reason,
      )
    : reasons;

/** A note with the reason where it is said of a change of this version, and a warning where it counts for nothing. */
export const checkSamePhysics = (
  { where, request: { acknowledge = [] }, version }: Production,
  reasons: Advice["reasons"],
): readonly Problem[] =>
  acknowledge.flatMap((one, index): readonly Problem[] => {
    if (one.code !== code) return [];
    const place = ["acknowledge", index, "code"];
    const counts = one.version === version && reasons.some(isExecuted);
    if (counts) {
      const message = `The author says that the commands which changed in ${version} make the same physics: ${one.reason}`;
      return [problemAt(where, place, code, { message: quotable(message), severity: "note" })];
    }
    const message =
      one.version === version
        ? `No command changed in ${version}: this counts for nothing.`
        : `This is said of ${one.version ?? "no version"}, and the request is ${version}: it counts for nothing.`;
    return [
      problemAt(where, place, code, {
        message,
        severity: "warning",
        hint: "remove it, or write the version that it is true of",
      }),
    ];
  });

/** For an author whose payload alone needs a larger version. */
export const orSamePhysics = ({ version }: Production, reasons: Advice["reasons"]): string =>
  reasons.some((reason) => isExecuted(reason) && reason.bump === "major") &&
  reasons.every((reason) => isExecuted(reason) || reason.bump !== "major")
    ? `, or, if it makes the same physics: acknowledge: [{ code: ${code}, version: ${version}, reason: "why" }]`
    : "";
