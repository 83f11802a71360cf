import { compareText, type Problem } from "../problem.ts";
import type { Production } from "../production.ts";
import { problemAt } from "../request/places.ts";

/** What only shows when productions stand side by side. */
export const judgeTogether = (productions: readonly Production[]): readonly Problem[] => {
  const ordered = productions.toSorted((a, b) => compareText(a.folder, b.folder));
  return ordered.flatMap((production, index) => {
    const before = ordered.slice(0, index);
    const twin = before.find((other) => other.outDS === production.outDS);
    if (twin !== undefined) {
      return [
        problemAt(
          production.where,
          ["tag"],
          "duplicate-tag",
          `${production.tag} ${production.version} is also ${twin.where.file}.`,
          { key: true },
        ),
      ];
    }
    const copy = before.find(
      (other) => other.contentDigest === production.contentDigest && other.tag !== production.tag,
    );
    if (copy === undefined) return [];
    return [
      problemAt(
        production.where,
        ["tag"],
        "same-content",
        `This is ${copy.tag} ${copy.version} again (${copy.where.file}).`,
        { key: true, severity: "warning" },
      ),
    ];
  });
};
