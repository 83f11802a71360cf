import type { Problem } from "../problems/problem.ts";
import { problemCodes } from "../problems/problem-codes.ts";
import type { Request } from "../request/request.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, problemAt } from "../text/places.ts";

/** Warnings that the author has read and means so. What refuses a request cannot be waved through. */
export const withoutAcknowledged = (
  { acknowledge = [] }: Pick<Request, "acknowledge">,
  problems: readonly Problem[],
): readonly Problem[] =>
  problems.filter((problem) => problem.severity === "error" || !acknowledge.some(({ code }) => code === problem.code));

export const judgeAcknowledge = (where: Located, { acknowledge = [] }: Request): readonly Problem[] =>
  acknowledge.flatMap(({ code }, index) =>
    Object.hasOwn(problemCodes, code)
      ? []
      : [
          problemAt(where, ["acknowledge", index, "code"], "not-allowed", `There is no warning "${code}".`, {
            hint: suggestName(code, Object.keys(problemCodes)),
          }),
        ],
  );
