export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value, or an empty object: for parts of outside data that may be left out. */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

export const textOf = (value: unknown, otherwise = ""): string => (typeof value === "string" ? value : otherwise);

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
