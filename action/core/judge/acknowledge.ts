import { suggestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import { problemCodes } from "../problem-codes.ts";
import { type Located, problemAt } from "../request/places.ts";
import type { Request } from "../request/request.ts";

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
