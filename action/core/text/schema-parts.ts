import type { ProblemCode } from "../problems/problem.ts";

/** A mapping with no other keys than those that it names. */
export const closed = { type: "object", additionalProperties: false } as const;

export const whole = (minimum: number, maximum: number) => ({ type: "integer", minimum, maximum }) as const;

type Properties = Readonly<Record<string, unknown>>;
/** A mapping with these keys, those if they are wanted, and no others. */
export const closedWith = <const N extends Properties, const O extends Properties = Record<never, never>>(
  needed: N,
  optional?: O,
) => {
  const properties = { ...needed, ...optional } as N & O;
  return { ...closed, required: Object.keys(needed) as readonly (keyof N & string)[], properties } as const;
};

/** A form that a text has to have: what it is for people, and the code of the problem where it is another. */
export const ofForm = (pattern: string, expects: string, code: ProblemCode) => ({
  pattern,
  "x-expects": expects,
  "x-code": code,
});
export const textOfForm = (pattern: string, expects: string, code: ProblemCode) =>
  ({ type: "string", ...ofForm(pattern, expects, code) }) as const;
