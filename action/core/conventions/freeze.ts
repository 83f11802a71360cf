import { dayOf } from "../text/list-head.ts";

/** As conventions write it: a day, which means its begin, or a minute, both in UTC. */
const freezeForm = "^2[0-9]{3}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}Z)?$";

export const freezeSchema = {
  type: "object",
  additionalProperties: false,
  required: ["until", "reason"],
  description:
    "Nothing of this folder and below is submitted before then; what runs goes on. Of several the last end counts.",
  properties: {
    until: {
      type: "string",
      pattern: freezeForm,
      "x-such": "2026-12-24T08:00Z",
      "x-expects": "a day or a minute in UTC, such as 2026-12-24 or 2026-12-24T08:00Z",
      "x-code": "bad-conventions",
      description: "When it ends by itself, in UTC. A day means its begin.",
    },
    reason: {
      type: "string",
      minLength: 1,
      maxLength: 200,
      "x-such": "the storage is moved",
      description: "Why, for those whose production waits.",
    },
  },
} as const;

/** Nothing new is submitted before then. `until`: ISO text. */
export type Freeze = { readonly until: string; readonly reason: string };

/** `undefined`: there is no such day, or no such minute. */
export const freezeEnd = (written: string): Date | undefined => {
  if (!new RegExp(freezeForm).test(written)) return undefined;
  const end = new Date(written.length === "2026-12-24".length ? `${written}T00:00Z` : written);
  return Number.isNaN(end.getTime()) || dayOf(end) !== written.slice(0, 10) ? undefined : end;
};

/** The freeze of these conventions that holds then, and of several the one that ends last. */
export const freezeOf = (all: readonly { readonly freeze?: Freeze | undefined }[], now: string): Freeze | undefined =>
  all
    .flatMap(({ freeze }): readonly Freeze[] => {
      const end = freeze === undefined ? undefined : freezeEnd(freeze.until);
      return freeze === undefined || end === undefined || end.toISOString() <= now
        ? []
        : [{ until: end.toISOString(), reason: freeze.reason }];
    })
    .toSorted((a, b) => (a.until < b.until ? 1 : -1))[0];
