import { join } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import { requestName } from "../text/source-file.ts";
import type { CheckContext, CheckSubject } from "./context.ts";
import type { Neighbour } from "./facts.ts";

/** The same content under two tags, on the tree or on the ledger, or one name for the data of both. */
export const checkDuplicates = (
  { production, facts }: CheckSubject,
  { index, ledger }: CheckContext,
  isLater: (other: Neighbour) => boolean,
): readonly Problem[] => {
  const others = (found: readonly Neighbour[]): readonly Neighbour[] =>
    found.filter((other) => other !== facts && !isLater(other));
  const [namesake] = others(index.withOutDS(facts.outDS)).filter(({ tag }) => tag !== facts.tag);
  if (namesake !== undefined)
    return [
      problemAt(production.where, ["tag"], "duplicate-tag", {
        message: `${facts.outDS}, the name of its data, is also ${fileOf(namesake)}.`,
        key: true,
        hint: "change a field of this tag: the names of its data are made from it",
      }),
    ];
  const again = (name: string): readonly Problem[] => [
    problemAt(production.where, ["tag"], "same-content", {
      message: `This has the same content as ${name}.`,
      key: true,
      hint: "use its data; if a second sample is meant, acknowledge it with the reason",
    }),
  ];
  // The one that somebody means as a second sample says so; the first is as good as it was.
  const isMeant = (other: Neighbour): boolean => other.kind === "accepted" && other.meantTwin === true;
  const [copy] = others(index.withDigest(facts.digest)).filter((other) => facts.meantTwin === true || !isMeant(other));
  if (copy !== undefined) return again(`${copy.tag} ${copy.version} (${fileOf(copy)})`);
  const [before] = ledger?.madeBefore.get(facts.digest) ?? [];
  if (before === undefined) return [];
  const how = before.made === "here" ? "was submitted" : "was made elsewhere";
  return again(`${before.tag} ${before.version}, which ${how} and is on the ledger`);
};

const fileOf = ({ path }: Neighbour): string => join(path, requestName);
