import type { Problem } from "../problems/problem.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Faults, problemAt } from "../text/places.ts";
import { type CheckContext, type CheckSubject, findVersion, type RepositoryIndex } from "./context.ts";
import { partsOf, tagAtVersion } from "./supersedes.ts";

/** Productions that wait for each other, by tag: their folders would move in step for ever, and none could be made again. */
export function* checkCycle({ production, facts }: CheckSubject, { index }: CheckContext): Faults {
  for (const { source } of production.steps.flatMap(({ inputs }) => inputs)) {
    if (source.kind !== "production") continue;
    const way = wayTo(facts.tag, source.tag, (tag) => tagsReadBy(index, tag));
    if (way !== undefined) {
      return yield problemAt(production.where, ["inputs", source.input, "production"], "production-cycle", {
        message: `Productions read each other's data: ${[facts.tag, ...way].join(" -> ")}.`,
        hint: "remove one of these inputs; read existing data with `dataset:`",
      });
    }
  }
}

const tagsReadBy = (index: RepositoryIndex, tag: string): readonly string[] =>
  index.tagged(tag).flatMap((one) => (one.kind === "valid" ? one.needs.map(({ of }) => of) : []));

/** The shortest way from a name to another, both included; every name is looked at once. */
const wayTo = (
  goal: string,
  from: string,
  next: (name: string) => readonly string[],
): readonly string[] | undefined => {
  const seen = new Set([from]);
  let ways: readonly (readonly string[])[] = [[from]];
  while (ways.length > 0) {
    const found = ways.find((way) => way.at(-1) === goal);
    if (found !== undefined) return found;
    ways = ways.flatMap((way) =>
      next(way.at(-1) ?? "").flatMap((name) => (seen.has(name) ? [] : (seen.add(name), [[...way, name]]))),
    );
  }
  return undefined;
};

/** What it says that it replaces: something else, that exists, and that does not replace it in turn. */
export const checkSupersession = ({ production, facts }: CheckSubject, around: CheckContext): readonly Problem[] => {
  const mine = tagAtVersion(facts.tag, facts.version);
  return facts.supersedes.flatMap((name, index) => {
    const problem = (code: Problem["code"], message: string, hint?: string, warning = false): readonly Problem[] => [
      problemAt(production.where, ["supersedes", index], code, {
        message,
        hint,
        severity: warning ? "warning" : "error",
      }),
    ];
    if (name === mine)
      return problem(
        "supersedes-itself",
        `${facts.tag} ${facts.version} cannot supersede itself.`,
        "name an earlier version",
      );
    const { tag, version } = partsOf(name);
    const found = findVersion(around, tag, version);
    const unsure = around.ledger === undefined;
    const unseen = unsure ? " in this checkout, and the ledger could not be read" : "";
    if (found.kind === "no-tag")
      return problem(
        "unknown-production",
        `There is no production ${tag}${unseen}.`,
        suggestName(tag, around.index.tags()),
        unsure,
      );
    if (found.kind === "no-version")
      return problem(
        "unknown-version",
        `${tag} has no version ${version}${unseen}.`,
        suggestName(version, found.versions),
        unsure,
      );
    const way = wayTo(mine, name, (one) => replacedBy(around.index, one));
    return way === undefined
      ? []
      : problem(
          "supersedes-itself",
          `These versions supersede each other: ${[mine, ...way].join(" -> ")}.`,
          "keep `supersedes` in the newest version only",
        );
  });
};

const replacedBy = (index: RepositoryIndex, name: string): readonly string[] => {
  const { tag, version } = partsOf(name);
  return index.tagged(tag).flatMap((one) => (one.kind === "valid" && one.version === version ? one.supersedes : []));
};
