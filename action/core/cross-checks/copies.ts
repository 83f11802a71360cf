import { join } from "node:path/posix";
import type { Schema } from "@cfworker/json-schema";
import type { Problem } from "../problems/problem.ts";
import type { Production } from "../production/production.ts";
import { tagOf } from "../production/validate-tag.ts";
import { firstAndMore, joinedBy } from "../text/amounts.ts";
import { problemAt } from "../text/places.ts";
import { fitsRule } from "../text/rule.ts";
import { requestName } from "../text/source-file.ts";
import type { CheckContext, CheckSubject } from "./context.ts";
import type { Neighbour } from "./facts.ts";

/** Whether another is validated at once with this one, and comes after it. */
export type IsLater = (other: Neighbour, than: CheckSubject) => boolean;

/**
 * One tag in two folders, whatever the versions, since history is by tag and a folder is only a place. The problem is
 * reported at the copy: the one in whose folder the ledger has no intent; else, of two that are validated at once, the
 * later. Variants that were copied with their request have one problem together, where one change helps them all.
 */
export const checkCopies = (
  validated: readonly CheckSubject[],
  { index, ledger }: CheckContext,
  isLater: IsLater,
): ReadonlyMap<CheckSubject, Problem> => {
  const copies = validated.flatMap((own) => {
    const isHome = ({ path }: Neighbour): boolean => ledger?.homes.get(own.facts.tag)?.has(path) === true;
    const twin = index
      .tagged(own.facts.tag)
      .filter((other) => other !== own.facts)
      .find((other) => (isHome(other) === isHome(own.facts) ? !isLater(other, own) : isHome(other)));
    return twin === undefined ? [] : [{ own, original: twin.path }];
  });
  const isTaken = (tag: string): boolean => index.tagged(tag).length > 0;
  const together = Map.groupBy(copies, ({ own, original }) => JSON.stringify([own.facts.path, original]));
  return new Map(
    [...together.values()].flatMap((group) => {
      const problem = copyProblem(group, isTaken);
      return problem === undefined ? [] : group.map(({ own }) => [own, problem] as const);
    }),
  );
};

type Copy = { readonly own: CheckSubject; readonly original: string };

const copyProblem = (copies: readonly Copy[], isTaken: (tag: string) => boolean): Problem | undefined => {
  const [first] = copies;
  if (first === undefined) return undefined;
  const { own, original } = first;
  const productions = copies.map((copy) => copy.own.production);
  const other = anotherTag(productions, isTaken);
  const isOne = copies.length === 1;
  const tags = firstAndMore(
    productions.map(({ tag }) => tag),
    maxTags,
  );
  return problemAt(
    own.production.where,
    isOne || other === undefined ? ["tag"] : ["tag", other.field],
    "duplicate-tag",
    {
      message: `${joinedBy(tags, "and")} ${isOne ? "is" : "are"} also ${join(original, requestName)}.`,
      key: true,
      hint: wayOut(isOne ? "it a tag of its own" : "its variants tags of their own", other),
    },
  );
};
const maxTags = 3;

const wayOut = (own: string, other: OtherField | undefined): string => {
  const example = other === undefined ? "" : `, such as \`${other.field}: ${other.value}\``;
  return `this is a copy: give ${own}${example}; a new version of a production stays in its folder`;
};

/** One field, written in one place, that gives all variants of a copy tags of their own. */
type OtherField = { readonly field: string; readonly value: string };

/** `undefined`: the rules allow no value that lies near, or each variant says each field itself. */
const anotherTag = (copies: readonly Production[], isTaken: (tag: string) => boolean): OtherField | undefined => {
  const [copy] = copies;
  if (copy === undefined) return undefined;
  for (const [field, rule] of Object.entries(copy.conventions.tag.fields) as readonly (readonly [string, Schema])[]) {
    if (!isWrittenOnce(copies, field)) continue;
    const now = copy.request.tag[field] ?? "";
    const isFree = ({ conventions, request }: Production, near: string): boolean => {
      const tag = tagOf(conventions, { ...request, tag: { ...request.tag, [field]: near } });
      return tag !== undefined && !isTaken(tag);
    };
    const value = nearValues(now, rule).find(
      (near) => near !== now && fitsRule(rule, near) && copies.every((one) => isFree(one, near)),
    );
    if (value !== undefined) return { field, value };
  }
  return undefined;
};

const isWrittenOnce = (copies: readonly Production[], field: string): boolean => {
  const places = copies.map(({ where }) => where.places.ofKey(["tag", field]));
  return new Set(places.map(({ line, col }) => `${line}:${col}`)).size === 1;
};

/** The value raised a few times, and those of a list. */
const nearValues = (value: string, rule: Schema): readonly string[] => {
  const raised: string[] = [];
  for (let near = value; raised.length < maxRaised; raised.push(near)) near = raisedOnce(near);
  return [...raised, ...(Array.isArray(rule.enum) ? rule.enum.map(String) : [])];
};
const maxRaised = 5;

/** sP26a is followed by sP26b, run9 by run10; what ends in neither a digit nor a letter before z gets a 2. */
const raisedOnce = (value: string): string => {
  const [digits] = /[0-9]{1,15}$/.exec(value) ?? [];
  if (digits !== undefined)
    return `${value.slice(0, -digits.length)}${String(Number(digits) + 1).padStart(digits.length, "0")}`;
  return /[a-yA-Y]$/.test(value)
    ? `${value.slice(0, -1)}${String.fromCharCode(value.charCodeAt(value.length - 1) + 1)}`
    : `${value}2`;
};
