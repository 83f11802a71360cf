import { join } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import { checkCeiling } from "../production/ceiling.ts";
import { problemAt } from "../text/places.ts";
import { requestName } from "../text/source-file.ts";
import { type CheckContext, type CheckSubject, findFacts } from "./context.ts";
import { checkCopies, type IsLater } from "./copies.ts";
import { type FindFacts, withCounts } from "./counts.ts";
import { checkCycle, checkSupersession } from "./cycles.ts";
import type { Neighbour } from "./facts.ts";
import { checkJoinsAcross } from "./joins.ts";
import { checkAmounts, checkLink } from "./links.ts";
import { followReferences } from "./references.ts";
import { checkSeeds } from "./seeds.ts";
import { checkBadInputs, checkTrialData, checkUnread, checkUnreadLists } from "./unread-inputs.ts";

/**
 * Problems that only show when productions are compared: reported in the author's file, about the neighbour. `around`
 * contains the validated productions, too. Problems between neighbours are not this author's.
 */
export const checkTogether = (
  validated: readonly CheckSubject[],
  around: CheckContext,
): readonly (readonly Problem[])[] => {
  const order = new Map<Neighbour, number>(validated.map(({ facts }, index) => [facts, index]));
  const isLater: IsLater = (other, than) => (order.get(other) ?? -1) > (order.get(than.facts) ?? -1);
  const copies = checkCopies(validated, around, isLater);
  const seeds = checkSeeds(validated, around.ledger);
  const find = findFacts(around);
  return validated.map((own, index) => {
    const copy = copies.get(own);
    const { links, problems } = followReferences(own, around);
    return withAcknowledged(own.production.request, [
      ...(copy === undefined ? checkDuplicates(own, around, isLater) : [copy]),
      ...problems,
      ...links.flatMap((link) => checkLink(own, link, around)),
      ...checkUnread(own.production, around),
      ...checkUnreadLists(own.production, around),
      ...checkTrialData(own.production, around),
      ...checkBadInputs(own.production, around),
      ...checkAmounts(own, links, find),
      ...checkCeilingOfAll(own, find),
      ...checkJoinsAcross(own, around),
      ...checkCycle(own, around),
      ...checkSupersession(own, around),
      ...(seeds[index] ?? []),
    ]);
  });
};

/** With what others make of what it reads. Above it by its own counts is reported already. */
const checkCeilingOfAll = (own: CheckSubject, find: FindFacts): readonly Problem[] =>
  checkCeiling(own.production).length > 0 ? [] : checkCeiling(withCounts(own, find));

/** The same content under two tags, on the tree or on the ledger, or one name for the data of both. */
const checkDuplicates = (
  { production, facts }: CheckSubject,
  { index, ledger }: CheckContext,
  isLater: IsLater,
): readonly Problem[] => {
  const made = ledger?.madeBefore.get(facts.digest) ?? [];
  const isMade = ({ tag }: Neighbour): boolean => made.some((one) => one.tag === tag);
  const own = { production, facts };
  // Of two the copy has the problem: the one that the ledger does not know, else the later.
  const others = (found: readonly Neighbour[]): readonly Neighbour[] =>
    found.filter(
      (other) => other !== facts && (isMade(other) === isMade(facts) ? !isLater(other, own) : isMade(other)),
    );
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
  const isMeant = (other: Neighbour): boolean => other.kind === "valid" && other.meantTwin === true;
  const [copy] = others(index.withDigest(facts.digest)).filter((other) => facts.meantTwin === true || !isMeant(other));
  if (copy !== undefined) return again(`${copy.tag} ${copy.version} (${fileOf(copy)})`);
  const before = made.find(({ tag }) => tag !== facts.tag);
  if (before === undefined) return [];
  const how = before.made === "here" ? "was submitted" : "was made elsewhere";
  return again(`${before.tag} ${before.version}, which ${how} and is on the ledger`);
};

const fileOf = ({ path }: Neighbour): string => join(path, requestName);
