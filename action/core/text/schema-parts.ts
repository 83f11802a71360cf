/** A mapping with no other keys than those that it names. */
export const closed = { type: "object", additionalProperties: false } as const;

export const whole = (minimum: number, maximum: number) => ({ type: "integer", minimum, maximum }) as const;
