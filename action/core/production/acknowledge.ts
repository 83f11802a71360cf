import { type Problem, type ProblemCode, problemCodes, quotable, weightOf } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

/**
 * What the author has read and means so becomes a note with the reason, which the reviewer reads. An error can only
 * be acknowledged where somebody looked at a text and may be wrong (ADR 3).
 */
export const withAcknowledged = (
  { acknowledge = [] }: Pick<Request, "acknowledge">,
  problems: readonly Problem[],
): readonly Problem[] =>
  problems.map((problem) => {
    const known = acknowledge.find(({ code }) => code === problem.code);
    if (known === undefined || !mayBeAcknowledged(problem)) return problem;
    const { hint: _, ...rest } = problem;
    return { ...rest, severity: "note", message: quotable(`${problem.message} Acknowledged: ${known.reason}`) };
  });

type Acknowledging = Pick<Request, "acknowledge">;

export const acknowledges = ({ acknowledge = [] }: Acknowledging, code: ProblemCode): boolean =>
  acknowledge.some((one) => one.code === code);

/** The author's reason to make the same content again; each is of the version that brings it. */
export const reasonToRemake = ({ acknowledge = [] }: Acknowledging): string | undefined =>
  acknowledge.find(({ code }) => code === "version-without-change")?.reason;

/** Where it is written. */
export const placeToRemake = ({ acknowledge = [] }: Acknowledging): Path => [
  "acknowledge",
  acknowledge.findIndex(({ code }) => code === "version-without-change"),
  "code",
];

const mayBeAcknowledged = ({ code, severity }: Problem): boolean =>
  severity !== "error" || weightOf(code) !== undefined;

export const checkAcknowledge = (where: Located, { acknowledge = [] }: Request): readonly Problem[] =>
  acknowledge.flatMap(({ code }, index) =>
    Object.hasOwn(problemCodes, code)
      ? []
      : problemAt(where, ["acknowledge", index, "code"], "not-allowed", {
          message: `There is no problem "${code}".`,
          hint: suggestName(code, Object.keys(problemCodes)),
        }),
  );
