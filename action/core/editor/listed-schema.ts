import type { KnownNames } from "../conventions/read-lists.ts";

/** Nobody chooses from more, and a schema is committed. */
const maxOffered = 1000;

export const listedFor = (key: string, listed: readonly KnownNames[]): KnownNames | undefined =>
  listed.find(({ of }) => of.includes(key));

/**
 * What an editor offers for a key. Names in the conventions are all there are; a file of names is refreshed without
 * the schema, and of a dataset a part may be filled in, so those are offered and nothing is refused.
 */
export const withListed = (rule: object, key: string, listed: readonly KnownNames[]): object => {
  const list = listedFor(key, listed);
  if (list === undefined) return rule;
  const names = [...list.names].slice(0, maxOffered);
  if (list.isFile || key === "dataset") return { ...rule, examples: names };
  const all: unknown = Reflect.get(rule, "allOf");
  return { ...rule, allOf: [...(Array.isArray(all) ? (all as readonly unknown[]) : []), { enum: names }] };
};

export const withListedFields = <T extends Readonly<Record<string, object>>>(
  fields: T,
  listed: readonly KnownNames[],
): Readonly<Record<string, object>> =>
  Object.fromEntries(Object.entries(fields).map(([field, rule]) => [field, withListed(rule, `tag.${field}`, listed)]));

/** Parameters have any name: those with a list of values are offered. */
export const withParameters = (rule: object, listed: readonly KnownNames[]): object => {
  const names = listed.flatMap(({ of }) => of.flatMap((key) => /^parameters[.](.*)$/.exec(key)?.[1] ?? []));
  return names.length === 0
    ? rule
    : {
        ...rule,
        properties: Object.fromEntries(names.map((name) => [name, withListed({}, `parameters.${name}`, listed)])),
      };
};
