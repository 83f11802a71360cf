import type { SiteRow } from "./site-data.ts";

/** What a list of submissions can be filtered by, as it is in the address. */
export const filterKeys = [
  ...(["tag", "campaign", "field", "version", "run", "state", "phase", "asks"] as const),
  ...(["person", "group", "site", "data"] as const),
] as const;
export type FilterKey = (typeof filterKeys)[number];
export type Filter = Readonly<Partial<Record<FilterKey, string>>>;

export const readFilter = (query: string): Filter => {
  const asked = new URLSearchParams(query);
  return Object.fromEntries(
    filterKeys.flatMap((key) => {
      const value = asked.get(key)?.trim() ?? "";
      return value === "" ? [] : [[key, value]];
    }),
  );
};

export const writeFilter = (filter: Filter): string =>
  new URLSearchParams(
    filterKeys.flatMap((key) => (filter[key] ? [[key, filter[key]] as [string, string]] : [])),
  ).toString();

/** Capital letters and an @ before a login make no difference. */
const plain = (text: string): string => text.toLowerCase().replace(/^@/, "");

const meant: { readonly [K in FilterKey]: (row: SiteRow, asked: string) => boolean } = {
  // Each word is somewhere in it.
  tag: ({ tag }, asked) => asked.split(/\s+/).every((word) => tag.toLowerCase().includes(word)),
  campaign: ({ campaigns }, asked) => campaigns.some((name) => name.toLowerCase() === asked),
  // A part of the tag between hyphens, or the release.
  field: ({ tag, build }, asked) => [...tag.split("-"), build].some((part) => part.toLowerCase() === asked),
  version: ({ version }, asked) => version.toLowerCase() === asked,
  run: ({ run }, asked) => String(run ?? "") === asked,
  state: ({ state }, asked) => state === asked,
  phase: ({ phase, asks }, asked) =>
    (asked === "running" ? phase === asked || phase === "calling" : phase === asked) && !asks,
  asks: ({ asks }, asked) => asks === (asked === "yes"),
  person: ({ by, approved, contact }, asked) =>
    [by, ...contact].some((one) => plain(one) === asked) || plain(approved).includes(asked),
  group: ({ group }, asked) => group.toLowerCase() === asked,
  site: ({ sites }, asked) => sites.some((site) => site.toLowerCase() === asked),
  data: ({ data }, asked) => data.some((one) => one.toLowerCase().includes(asked)),
};

export const matches = (row: SiteRow, filter: Filter): boolean =>
  filterKeys.every((key) => filter[key] === undefined || meant[key](row, plain(filter[key])));
