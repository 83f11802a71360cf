import { hour } from "../times/times.ts";

/** The last look for drift, and whether it found any. */
export type DriftLooked = { readonly on: string; readonly found: boolean };

const [day, week] = [24 * hour, 7 * 24 * hour];

/** Once a week; once a day while something is left, so that its issue is closed soon. */
export const isDriftDue = (looked: DriftLooked | undefined, now: Date): boolean =>
  looked === undefined || now.getTime() - Date.parse(looked.on) >= (looked.found ? day : week);

/** A list of PanDA from then on misses no task that came since the last look. */
export const driftSince = (now: Date): Date => new Date(now.getTime() - week - day);

/** Of what the overview remembers, which others may have edited. */
export const readDriftLooked = (value: unknown): DriftLooked | undefined =>
  typeof value === "object" &&
  value !== null &&
  "on" in value &&
  typeof value.on === "string" &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value.on) &&
  "found" in value &&
  typeof value.found === "boolean"
    ? { on: value.on, found: value.found }
    : undefined;
