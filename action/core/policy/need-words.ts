import { firstAndMore } from "../text/amounts.ts";
import { joinedWords, loginNames } from "./login.ts";
import type { Need, Needs, Reason } from "./needs.ts";
import { type AskedOfRule, ruleSentence } from "./runs-rule.ts";

/** `@a or @b (owners of productions/x)` */
export const needWords = (need: Need): string =>
  need.because.length === 0 ? peopleOf(need) : `${peopleOf(need)} (${need.because.map(reasonWords).join("; ")})`;

const reasonWords = ({ why, of }: Reason): string => `${why} ${joinedWords(of, "and")}`;

export const peopleOf = ({ who, count }: Pick<Need, "who" | "count">): string => {
  if (who === "anybody")
    return count === 1
      ? "someone with write access who authored none of it"
      : `${count} people with write access who authored none of it`;
  return count === 1
    ? loginNames(who, "or")
    : count === who.length
      ? loginNames(who, "and")
      : `${count} of ${loginNames(who, "or")}`;
};

/** Before the merge: whose approval all of this needs, if any. `asked`: what the rules may allow without one. */
export const approvalSentence = (all: readonly Needs[], asked: AskedOfRule | undefined): string => {
  const people = needsSentence(all);
  return asked === undefined || all.some(({ kind }) => kind === "unknown") ? people : ruleSentence(asked, people);
};

/** Whose approval all of this needs. */
export const needsSentence = (all: readonly Needs[]): string => {
  const shut = all.flatMap((needs) => (needs.kind === "unknown" ? [`${needs.why}; ${needs.wayOut}`] : []));
  if (shut[0] !== undefined) return `Cannot be approved: ${shut[0]}.`;
  const needs = all.flatMap((one) => (one.kind === "known" ? one.needs : []));
  const words = joinReasons(needs).map(needWords);
  return words.length === 0 ? "" : `Needs approval by ${firstAndMore(words, mostShown).join("; also by ")}.`;
};

const mostShown = 6;

/** The same people are named once, and each reason once, with all that it holds for. */
const joinReasons = (needs: readonly Need[]): readonly Need[] => {
  const joined = new Map<string, { readonly need: Need; readonly because: Map<string, Set<string>> }>();
  for (const need of needs) {
    const people = peopleOf(need);
    const { because } = joined.get(people) ?? { because: new Map<string, Set<string>>() };
    for (const { why, of } of need.because) {
      const all = because.get(why) ?? new Set();
      because.set(why, all);
      for (const one of of) all.add(one);
    }
    joined.set(people, { need, because });
  }
  return [...joined.values()].map(({ need, because }) => ({
    ...need,
    because: [...because].map(([why, of]) => ({ why, of: [...of] })),
  }));
};
