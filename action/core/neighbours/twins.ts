import { join } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import { requestName } from "../text/source-file.ts";
import type { Around, Own } from "./around.ts";
import type { Neighbour } from "./facts.ts";

/**
 * Two that would be one: the same tag, whatever their versions, since history is by tag and a folder is only a place;
 * or the same content under two tags, on the tree or on the ledger. Of two that are judged at once the later is told.
 */
export const judgeTwins = (
  { production, facts }: Own,
  { beside, ledger }: Around,
  isLater: (other: Neighbour) => boolean,
): readonly Problem[] => {
  const others = (found: readonly Neighbour[]): readonly Neighbour[] =>
    found.filter((other) => other !== facts && !isLater(other));
  const [twin] = others([...beside.tagged(facts.tag), ...beside.withOutDS(facts.outDS)]);
  if (twin !== undefined) {
    const what = twin.tag === facts.tag ? facts.tag : `${facts.outDS}, the name of its data,`;
    return [
      problemAt(production.where, ["tag"], "duplicate-tag", `${what} is also ${fileOf(twin)}.`, {
        key: true,
        hint: "change a field of one tag; a new version of a production stays in its folder",
      }),
    ];
  }
  const again = (name: string): readonly Problem[] => [
    problemAt(production.where, ["tag"], "same-content", `This has the same content as ${name}.`, {
      key: true,
      hint: "use its data; if a second sample is meant, acknowledge it with the reason",
    }),
  ];
  const [copy] = others(beside.withDigest(facts.digest));
  if (copy !== undefined) return again(`${copy.tag} ${copy.version} (${fileOf(copy)})`);
  const [before] = ledger?.madeBefore.get(facts.digest) ?? [];
  if (before === undefined) return [];
  const how = before.made === "here" ? "was submitted" : "was made elsewhere";
  return again(`${before.tag} ${before.version}, which ${how} and is on the ledger`);
};

const fileOf = ({ path }: Neighbour): string => join(path, requestName);
