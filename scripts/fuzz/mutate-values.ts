import type { Chance } from "./chance.ts";
import { boundaries, hostileTexts } from "./hostile.ts";

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly key: string | number };

/** Changes a value in place: another value, another key, gone, twice, or in the place of one of its kin. */
export const mutateValue = (by: Chance, value: unknown, donors: readonly unknown[]): void => {
  const places = placesIn(value);
  if (places.length === 0) return;
  const place = by.of(places);
  switch (by.below(9)) {
    case 0:
      return put(place, by.of(hostileTexts));
    case 1:
      return put(place, by.of(boundaries));
    case 2:
      return put(place, by.of([null, true, false, [], {}, [[]], [null], { a: 1 }]));
    case 3:
      return remove(place);
    case 4: {
      const other = by.of(places);
      const [one, two] = [structuredClone(take(place)), structuredClone(take(other))];
      put(place, two);
      return put(other, one);
    }
    case 5:
      return rename(place, by.of([...hostileTexts, "steps", "in", "from", "run", "jobs", "a", "A1"]));
    case 6: {
      const held = take(place);
      if (Array.isArray(held)) held.push(...(structuredClone(held) as unknown[]));
      else if (typeof held === "string") put(place, `${held}${by.of(hostileTexts)}`);
      else if (typeof held === "number") put(place, held + by.of([-1, 1, 0.5]));
      return;
    }
    case 7: {
      const donor = by.of(donors);
      const found = placesIn(donor);
      return found.length === 0 ? undefined : put(place, structuredClone(take(by.of(found))));
    }
    default: {
      // The same key from another request: most often of the right shape.
      const kin = placesIn(by.of(donors)).filter(({ key }) => key === place.key);
      return kin.length === 0 ? undefined : put(place, structuredClone(take(by.of(kin))));
    }
  }
};

const placesIn = (value: unknown): readonly Place[] => {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown> | unknown[];
  const keys = Array.isArray(holder) ? [...holder.keys()] : Object.keys(holder);
  return keys.flatMap((key) => [{ holder, key }, ...placesIn(take({ holder, key }))]);
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
