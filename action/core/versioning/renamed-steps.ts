import { canonicalJson, type Json, mapping } from "../text/canonical-json.ts";
import type { Change } from "./change.ts";

type Tree = { readonly [key: string]: Json };
export type Renamed = {
  readonly renames: readonly Change[];
  /** The earlier request, as it would be with the later names. */
  readonly request: Tree;
};

/** Steps that went and came under another name with everything else as it was, the names that they read by included. */
export const withRenamed = (from: Tree, to: Tree): Renamed => {
  const [before, after] = [mapping(from.steps), mapping(to.steps)];
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const come = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  if (gone.length === 0 || come.length === 0) return { renames: [], request: from };
  const known = new Map(pairs(before, gone, after, come));
  const asLater = (step: Json): string => canonicalJson(reading(step, (name) => known.get(name) ?? name));
  for (const [old, now] of known)
    if (asLater(before[old] ?? null) !== canonicalJson(after[now] ?? null)) known.delete(old);
  if (known.size === 0) return { renames: [], request: from };
  const steps = Object.fromEntries(
    Object.entries(before).map(([name, step]) => [
      known.get(name) ?? name,
      reading(step, (read) => known.get(read) ?? read),
    ]),
  );
  return {
    renames: [...known].map(([old, now]) => ({ path: `renamed.${now}`, from: old, to: now })),
    request: { ...from, steps },
  };
};

/** Those that are equal apart from the changed names. */
const pairs = (
  before: Tree,
  gone: readonly string[],
  after: Tree,
  come: readonly string[],
): readonly (readonly [string, string])[] => {
  const moved = new Set([...gone, ...come]);
  const looks = (step: Json | undefined): string =>
    canonicalJson(reading(step ?? null, (name) => (moved.has(name) ? "" : name)));
  const left = new Map(come.map((name) => [name, looks(after[name])]));
  return gone.flatMap((old) => {
    const look = looks(before[old]);
    const now = [...left].find(([, other]) => other === look)?.[0];
    if (now === undefined) return [];
    left.delete(now);
    return [[old, now] as const];
  });
};

/** A step with other names for what it reads. */
const reading = (step: Json, nameOf: (name: string) => string): Json => {
  const { in: inputs, ...rest } = mapping(step);
  if (!Array.isArray(inputs)) return step;
  return {
    ...rest,
    in: inputs.map((input: Json) => {
      const { from } = mapping(input);
      return typeof from === "string" ? { ...mapping(input), from: nameOf(from) } : input;
    }),
  };
};
