import type { Problem } from "../problems/problem.ts";
import type { RequestStep } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { noEffect } from "./no-effect.ts";

/** PanDA reads the output's name behind the last `_` of its dataset, and its pilot stores what one pattern finds, and nothing else (PANDA P52). */
export const patternFaults = (where: Located, name: string, { out }: RequestStep): readonly Problem[] =>
  out.flatMap((output, index) => {
    if (typeof output === "string" || output.files === undefined) return [];
    const path: Path = ["steps", name, "out", index];
    if (output.packs !== undefined)
      return noEffect(
        where,
        [...path, "packs"],
        `${output.name} has all files of a pattern, and no \`packs\`.`,
        "remove packs",
      );
    if (out.length > 1)
      return problemAt(where, [...path, "files"], "pattern-not-alone", {
        message: `${output.name} has all files of a pattern, and \`${name}\` has other outputs.`,
        key: true,
      });
    return output.name.includes("_")
      ? problemAt(where, [...path, "name"], "bad-output-name", {
          message: `PanDA reads the name of an output with \`files\` from its last _ on: ${output.name} would be ${output.name.replace(/^.*_/, "")}.`,
          hint: `such as ${output.name.replaceAll("_", "-")}`,
        })
      : [];
  });
