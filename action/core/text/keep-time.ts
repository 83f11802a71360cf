import { dayOf } from "./list-head.ts";

/** How long data are kept, as people write it: `1y`, `90d`, `until 2028-06-30`, `forever`. */
export type KeepTime =
  | { readonly kind: "for"; readonly count: number; readonly unit: "d" | "w" | "y" }
  | { readonly kind: "until"; readonly date: string }
  | { readonly kind: "forever" };

/** Without a date: what can be compared before anything was made. */
export const keepPeriod = "^([1-9][0-9]{0,3}[dwy]|forever)$";
export const keepForm = "^([1-9][0-9]{0,3}[dwy]|until 2[0-9]{3}-[0-9]{2}-[0-9]{2}|forever)$";
export const keepExpects = "a time such as 1y, 6w, 90d, until 2028-06-30, or forever";

/** `undefined`: it has no such form, or its date does not exist. */
export const readKeepTime = (text: string): KeepTime | undefined => {
  if (!new RegExp(keepForm).test(text)) return undefined;
  if (text === "forever") return { kind: "forever" };
  if (text.startsWith("until ")) {
    const date = text.slice("until ".length);
    const day = new Date(`${date}T00:00:00Z`);
    return Number.isNaN(day.getTime()) || dayOf(day) !== date ? undefined : { kind: "until", date };
  }
  const unit = text.at(-1) as "d" | "w" | "y"; // the form says so
  return { kind: "for", count: Number(text.slice(0, -1)), unit };
};

/** The moment until which data are kept that were ready on this day; `undefined`: for ever. The day that is named is still kept. */
export const endOfKeep = (keep: KeepTime, from: Date): Date | undefined => {
  switch (keep.kind) {
    case "forever":
      return undefined;
    case "until":
      return new Date(Date.parse(`${keep.date}T00:00:00Z`) + dayLength);
    case "for":
      return keep.unit === "y"
        ? yearsLater(from, keep.count)
        : new Date(from.getTime() + keep.count * (keep.unit === "w" ? 7 : 1) * dayLength);
  }
};
const dayLength = 24 * 60 * 60 * 1000;

const yearsLater = (from: Date, years: number): Date => {
  const later = new Date(from);
  later.setUTCFullYear(from.getUTCFullYear() + years);
  return later;
};

/** For ever is the latest of all. */
export const laterEnd = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  one === undefined || other === undefined ? undefined : one > other ? one : other;

export const isLaterEnd = (one: Date | undefined, than: Date | undefined): boolean =>
  than !== undefined && (one === undefined || one > than);

/** Whether one of two times is longer, where that does not depend on the day; a date can only be compared then. */
export const isLonger = (one: KeepTime, other: KeepTime): boolean =>
  one.kind !== "until" && other.kind !== "until" && isLaterEnd(endOfKeep(one, someDay), endOfKeep(other, someDay));
const someDay = new Date("2001-01-01T00:00:00Z");

/** As sentences say it. */
export const keepText = (keep: KeepTime): string => {
  switch (keep.kind) {
    case "forever":
      return "for ever";
    case "until":
      return `until ${keep.date}`;
    case "for": {
      const unit = { d: "day", w: "week", y: "year" }[keep.unit];
      return `for ${keep.count} ${unit}${keep.count === 1 ? "" : "s"}`;
    }
  }
};
