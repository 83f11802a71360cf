import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import type { Json } from "../text/canonical-json.ts";
import { type Faults, type Located, type Path, problemAt } from "../text/places.ts";

/**
 * Commands that YAML joins into one line: `run: >`, or plain or quoted text over several lines. bash sees one command,
 * and the later lines are its arguments: the job ends well and its output holds anything.
 */
export const checkFoldedScalars = (where: Located, name: string): readonly Problem[] => [
  ...foldedAt(where, ["steps", name, "run"], `\`run\` of \`${name}\``),
  ...foldedAt(where, ["steps", name, "checks", "run"], `\`checks\` of \`${name}\``),
];

function* foldedAt(where: Located, path: Path, what: string): Faults {
  const place = where.places.joined(path);
  if (place === undefined) return;
  const message = `YAML joins this line of ${what} with the one before, so bash reads both as one command.`;
  yield {
    ...problemAt(where, path, "folded-commands", {
      message,
      hint: "write `run: |`, and end a line with \\ where its command goes on",
    }),
    ...place,
  };
}

/** Of the author's own making, or measured: there 2.000 may be meant. */
const free: readonly string[] = ["parameters", "estimate", "acknowledge"];

/** `jobs: 1.000` is one job, as YAML reads a point as decimal; `0100` is 100 by YAML 1.2, and 64 by 1.1. */
export const checkGroupedDigits = (where: Located, request: Request): readonly Problem[] =>
  numbersIn(request as unknown as Json, []).flatMap(({ path, value }) => {
    const written = where.places.written(path) ?? "";
    if (/^[-+]?0[0-9xob]/i.test(written) && !/^0\./.test(written))
      return problemAt(where, path, "number-rewritten", {
        message: `\`${path.at(-1)}\` is written ${written}, and YAML reads ${value}; Python's reader may take another number.`,
        hint: `write ${value}`,
      });
    if (value >= 1000 || !/^[0-9]{1,3}\.000$/.test(written)) return [];
    return problemAt(where, path, "number-rewritten", {
      message: `\`${path.at(-1)}\` is written ${written}, and YAML reads ${value}.`,
      hint: `write ${written.replace(".", "")}, or ${value}`,
    });
  });

const numbersIn = (value: Json, path: Path): readonly { readonly path: Path; readonly value: number }[] => {
  if (typeof value === "number") return value > 0 ? [{ path, value }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    free.includes(key) ? [] : numbersIn(child as Json, [...path, Array.isArray(value) ? Number(key) : key]),
  );
};
