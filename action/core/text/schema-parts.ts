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
