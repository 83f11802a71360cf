import type { Problem } from "../problems/problem.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

/**
 * Commands that YAML joins into one line: `run: >`, or plain or quoted text over several lines. bash sees one command,
 * and the later lines are its arguments: the job ends well and its output holds anything.
 */
export const checkFoldedScalars = (where: Located, name: string): readonly Problem[] => [
  ...foldedAt(where, ["steps", name, "run"], `\`run\` of \`${name}\``),
  ...foldedAt(where, ["steps", name, "checks", "run"], `\`checks\` of \`${name}\``),
];

const foldedAt = (where: Located, path: Path, what: string): readonly Problem[] => {
  const place = where.places.joined(path);
  if (place === undefined) return [];
  const message = `YAML joins this line of ${what} with the one before, so bash reads both as one command.`;
  return [
    {
      ...problemAt(where, path, "folded-commands", {
        message,
        hint: "write `run: |`, and end a line with \\ where its command goes on",
      }),
      ...place,
    },
  ];
};
