import fc from "fast-check";
import { boundaries, hostileTexts } from "./hostile.ts";

/** Changes a value in place. */
export type ValueEdit = (value: unknown) => void;
type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };

const odd = [null, true, false, [], {}, [[]], [null], { a: 1 }];
const keys = ["steps", "in", "from", "run", "jobs", "a", "A1"];
const hostile = fc.constantFrom(...hostileTexts);

/** At one place: another value, another key, gone, twice, changed with another place, or of one of its kin. */
export const aValueEdit = (donors: readonly unknown[]): fc.Arbitrary<ValueEdit> => {
  const given = donors.flatMap(placesIn);
  const change = fc.oneof(
    fc
      .oneof(hostile, fc.constantFrom(...boundaries), fc.constantFrom(...odd), fc.constantFrom(...given).map(take))
      .map((other) => (place: Place) => put(place, structuredClone(other))),
    fc.constant(remove),
    fc.oneof(hostile, fc.constantFrom(...keys)).map((name) => (place: Place) => rename(place, name)),
    fc.tuple(hostile, fc.constantFrom(-1, 1, 0.5)).map(
      ([text, step]) =>
        (place: Place) =>
          grow(place, text, step),
    ),
    // The same key from another request: most often of the right shape.
    fc.nat().map((which) => (place: Place) => {
      const kin = given.filter(({ key }) => key === place.key);
      const one = kin[which % kin.length];
      if (one !== undefined) put(place, structuredClone(take(one)));
    }),
    fc.nat().map((which) => (place: Place, all: readonly Place[]) => {
      const other = all[which % all.length] ?? place;
      const [one, two] = [structuredClone(take(place)), structuredClone(take(other))];
      put(place, two);
      put(other, one);
    }),
  );
  return fc.tuple(fc.nat(), change).map(([which, edit]) => (value) => {
    const places = placesIn(value);
    const place = places[which % places.length];
    if (place !== undefined) edit(place, places);
  });
};

const placesIn = (value: unknown): readonly Place[] => {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown> | unknown[];
  const all = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
  return all.flatMap((key) => [{ holder, key }, ...placesIn(take({ holder, key }))]);
};

const take = ({ holder, key }: Place): unknown => (holder as Record<string | number, unknown>)[key];

/** `__proto__` as a key of its own, as YAML and JSON make it. */
const put = ({ holder, key }: Place, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
};
const remove = ({ holder, key }: Place): void => {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
};
const rename = (place: Place, name: string): void => {
  const value = take(place);
  if (Array.isArray(place.holder)) return;
  remove(place);
  put({ holder: place.holder, key: name }, value);
};
const grow = (place: Place, text: string, step: number): void => {
  const held = take(place);
  if (Array.isArray(held)) held.push(...(structuredClone(held) as unknown[]));
  else if (typeof held === "string") put(place, `${held}${text}`);
  else if (typeof held === "number") put(place, held + step);
};
