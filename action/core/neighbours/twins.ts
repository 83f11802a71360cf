import { join } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import { requestName } from "../text/source-file.ts";
import { anotherTag } from "./another-tag.ts";
import type { Around, Own } from "./around.ts";
import type { Neighbour } from "./facts.ts";

/**
 * Two that would be one: the same tag, whatever their versions, since history is by tag and a folder is only a place;
 * or the same content under two tags, on the tree or on the ledger. Of two with one tag the copy is told: the one in
 * whose folder the ledger promised nothing. Else, of two that are judged at once, the later.
 */
export const judgeTwins = (
  { production, facts }: Own,
  { beside, ledger }: Around,
  isLater: (other: Neighbour) => boolean,
): readonly Problem[] => {
  const others = (found: readonly Neighbour[]): readonly Neighbour[] =>
    found.filter((other) => other !== facts && !isLater(other));
  const duplicate = (message: string, hint: string): readonly Problem[] => [
    problemAt(production.where, ["tag"], "duplicate-tag", message, { key: true, hint }),
  ];
  const isHome = ({ path }: Neighbour): boolean => ledger?.homes.get(facts.tag)?.has(path) === true;
  const sameTag = beside.tagged(facts.tag).filter((other) => other !== facts);
  const [twin] = sameTag.filter((other) => (isHome(other) === isHome(facts) ? !isLater(other) : isHome(other)));
  if (twin !== undefined) {
    const own = anotherTag(production, (tag) => beside.tagged(tag).length > 0);
    return duplicate(
      `${facts.tag} is also ${fileOf(twin)}.`,
      `this is a copy: give it a tag of its own${own === undefined ? "" : `, such as \`${own}\``}; a new version of a production stays in its folder`,
    );
  }
  const [namesake] = others(beside.withOutDS(facts.outDS)).filter(({ tag }) => tag !== facts.tag);
  if (namesake !== undefined)
    return duplicate(
      `${facts.outDS}, the name of its data, is also ${fileOf(namesake)}.`,
      "change a field of this tag: the names of its data are made from it",
    );
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
