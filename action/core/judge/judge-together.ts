import type { Problem } from "../problem.ts";
import type { Production } from "../production.ts";
import { problemAt } from "../request/places.ts";
import { withoutAcknowledged } from "./acknowledge.ts";

/** What only shows when productions stand side by side: told where the author looks, about what stands beside it. */
export const judgeTogether = (judged: readonly Production[], others: readonly Production[]): readonly Problem[] =>
  judged.flatMap((production, index) => {
    const beside = [...others, ...judged.slice(0, index)];
    const twin = beside.find((other) => other.outDS === production.outDS);
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
    const copy = beside.find(
      (other) => other.contentDigest === production.contentDigest && other.tag !== production.tag,
    );
    if (copy === undefined) return [];
    return withoutAcknowledged(production.request, [
      problemAt(
        production.where,
        ["tag"],
        "same-content",
        `This is ${copy.tag} ${copy.version} again (${copy.where.file}).`,
        { key: true, severity: "warning" },
      ),
    ]);
  });
