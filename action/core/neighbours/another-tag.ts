import type { Schema } from "@cfworker/json-schema";
import { tagOf } from "../judge/judge-tag.ts";
import type { Production } from "../judge/production.ts";
import { fitsRule } from "../text/rule.ts";

/** `FIELD: VALUE` that gives a copy a tag of its own. `undefined`: the rules allow none that lies near. */
export const anotherTag = (
  { conventions, request }: Pick<Production, "conventions" | "request">,
  isTaken: (tag: string) => boolean,
): string | undefined => {
  for (const [field, rule] of Object.entries(conventions.tag.fields) as readonly (readonly [string, Schema])[]) {
    const value = request.tag[field] ?? "";
    const found = nearValues(value, rule).find((near) => {
      const tag = tagOf(conventions, { ...request, tag: { ...request.tag, [field]: near } });
      return near !== value && tag !== undefined && fitsRule(rule, near) && !isTaken(tag);
    });
    if (found !== undefined) return `${field}: ${found}`;
  }
  return undefined;
};

/** The value raised a few times, and those of a list. */
const nearValues = (value: string, rule: Schema): readonly string[] => {
  const raised: string[] = [];
  for (let near = value; raised.length < mostRaised; raised.push(near)) near = raisedOnce(near);
  return [...raised, ...(Array.isArray(rule.enum) ? rule.enum.map(String) : [])];
};
const mostRaised = 5;

/** sP26a is followed by sP26b, run9 by run10; what ends in neither a digit nor a letter before z gets a 2. */
const raisedOnce = (value: string): string => {
  const [digits] = /[0-9]{1,15}$/.exec(value) ?? [];
  if (digits !== undefined)
    return `${value.slice(0, -digits.length)}${String(Number(digits) + 1).padStart(digits.length, "0")}`;
  return /[a-yA-Y]$/.test(value)
    ? `${value.slice(0, -1)}${String.fromCharCode(value.charCodeAt(value.length - 1) + 1)}`
    : `${value}2`;
};
