import { namesOf, wordsOf } from "./login.ts";
import type { Need, Needs, Reason } from "./needs.ts";

/** `@a or @b (owners of productions/x)` */
export const needWords = (need: Need): string =>
  need.because.length === 0 ? peopleOf(need) : `${peopleOf(need)} (${need.because.map(reasonWords).join("; ")})`;

const reasonWords = ({ why, of }: Reason): string => `${why} ${wordsOf(of, "and")}`;

export const peopleOf = ({ who, count }: Pick<Need, "who" | "count">): string => {
  if (who === "anybody")
    return count === 1
      ? "someone with write access who authored none of it"
      : `${count} people with write access who authored none of it`;
  return count === 1
    ? namesOf(who, "or")
    : count === who.length
      ? namesOf(who, "and")
      : `${count} of ${namesOf(who, "or")}`;
};

/** Before the merge: whose approval all of this needs. */
export const needsSentence = (all: readonly Needs[]): string => {
  const shut = all.flatMap((needs) => (needs.kind === "unknown" ? [`${needs.why}; ${needs.wayOut}`] : []));
  if (shut[0] !== undefined) return `Cannot be approved: ${shut[0]}.`;
  const needs = all.flatMap((one) => (one.kind === "known" ? one.needs : []));
  const words = joinReasons(needs).map(needWords);
  const shown = words.length > mostShown ? [...words.slice(0, mostShown), `${words.length - mostShown} more`] : words;
  return shown.length === 0 ? "" : `Needs approval by ${shown.join("; also by ")}.`;
};

const mostShown = 6;

/** The same people are named once, and each reason once, with all that it holds for. */
const joinReasons = (needs: readonly Need[]): readonly Need[] => {
  const joined = new Map<string, Need>();
  for (const need of needs) {
    const before = joined.get(peopleOf(need))?.because ?? [];
    joined.set(peopleOf(need), { ...need, because: need.because.reduce(withReason, before) });
  }
  return [...joined.values()];
};

const withReason = (reasons: readonly Reason[], { why, of }: Reason): readonly Reason[] =>
  reasons.some((one) => one.why === why)
    ? reasons.map((one) => (one.why === why ? { why, of: [...new Set([...one.of, ...of])] } : one))
    : [...reasons, { why, of }];
