import type { Schema } from "@cfworker/json-schema";
import type { Production } from "../production/production.ts";
import { tagOf } from "../production/validate-tag.ts";
import { fitsRule } from "../text/rule.ts";

/** One field, written in one place, that gives all variants of a copy tags of their own. */
export type OtherField = { readonly field: string; readonly value: string };

/** `undefined`: the rules allow no value that lies near, or each variant says each field itself. */
export const anotherTag = (
  copies: readonly Production[],
  isTaken: (tag: string) => boolean,
): OtherField | undefined => {
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
