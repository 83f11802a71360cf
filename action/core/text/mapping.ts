/** What was read and has keys: a mapping of YAML, or an object of JSON. */
export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

type Stated<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Those of these keys that have a value. */
export const stated = <T extends object>(values: T): Stated<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Stated<T>;
