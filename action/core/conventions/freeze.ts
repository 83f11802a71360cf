import { freezeEnd, freezeForm, maxFreezeReason } from "../text/freeze-end.ts";
import { closedWith, textOfForm } from "../text/schema-parts.ts";

export const freezeSchema = {
  ...closedWith({
    until: {
      ...textOfForm(freezeForm, "a day or a minute in UTC, such as 2026-12-24 or 2026-12-24T08:00Z", "bad-conventions"),
      "x-such": "2026-12-24T08:00Z",
      description: "When it ends by itself, in UTC. A day means its begin.",
    },
    reason: {
      type: "string",
      minLength: 1,
      maxLength: maxFreezeReason,
      "x-such": "the storage is moved",
      description: "Why, for those whose production waits.",
    },
  }),
  description: "Nothing of this folder and below is submitted before then. Of several the last end counts.",
} as const;

/** Nothing new is submitted before then. `by`: who said so by a command; conventions name nobody. */
export type Freeze = { readonly until: string; readonly reason: string; readonly by?: string };

/** Without what else its line of the ledger holds. */
export const onlyFreeze = ({ until, reason, by }: Freeze): Freeze => ({
  until,
  reason,
  ...(by === undefined ? {} : { by }),
});

/** Of these the freeze that holds then, and of several the one that ends last. `until`: ISO text. */
export const freezeOf = (all: readonly { readonly freeze?: Freeze | undefined }[], now: string): Freeze | undefined =>
  all
    .flatMap(({ freeze }): readonly Freeze[] => {
      const end = freeze === undefined ? undefined : freezeEnd(freeze.until);
      return freeze === undefined || end === undefined || end.toISOString() <= now
        ? []
        : [onlyFreeze({ ...freeze, until: end.toISOString() })];
    })
    .toSorted((a, b) => (a.until < b.until ? 1 : -1))[0];
