import type { Problem } from "../problems/problem.ts";
import { type Located, problemAt } from "../text/places.ts";

/**
 * Commands that YAML joins into one line: `run: >`, or plain or quoted text over several lines. bash sees one command,
 * and the later lines are its arguments: the job ends well and its output holds anything.
 */
export const checkFoldedScalars = (where: Located, name: string): readonly Problem[] => {
  const path = ["steps", name, "run"];
  const place = where.places.joined(path);
  if (place === undefined) return [];
  const message = `YAML joins this line of \`run\` of \`${name}\` with the one before, so bash reads both as one command.`;
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
