import { firstAndMore } from "../text/amounts.ts";
import { joinedWords, loginNames } from "./login.ts";
import type { Need, Needs, Reason } from "./needs.ts";
import { type AskedOfRule, ruleSentence } from "./runs-rule.ts";

/** `@a or @b (owners of productions/x)` */
export const approvalNeedText = (need: Need): string =>
  [need.because, need.wrote ?? []].every((all) => all.length === 0)
    ? peopleOf(need)
    : `${peopleOf(need)} (${[...need.because.map(reasonText), ...wroteText(need)].join("; ")})`;

const wroteText = ({ wrote = [] }: Need): readonly string[] =>
  wrote.length === 0 ? [] : [`${loginNames(wrote, "and")} wrote it`];

const reasonText = ({ why, of }: Reason): string => `${why} ${joinedWords(of, "and")}`;

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

export const needsSentence = (all: readonly Needs[]): string => {
  const shut = all.flatMap((needs) => (needs.kind === "unknown" ? [`${needs.why}; ${needs.wayOut}`] : []));
  if (shut[0] !== undefined) return `Cannot be approved: ${shut[0]}.`;
  const needs = all.flatMap((one) => (one.kind === "known" ? one.needs : []));
  const joined = joinReasons(needs);
  const closed = joined.find(({ who, count, wrote = [] }) => wrote.length > 0 && who.length < count);
  if (closed !== undefined)
    return `Cannot be approved: ${loginNames(closed.wrote ?? [], "and")} wrote it, and nobody else may approve it (${closed.because.map(reasonText).join("; ")}). Name somebody else in CODEOWNERS or in the policy, in a pull request of its own.`;
  const words = joined.map(approvalNeedText);
  return words.length === 0 ? "" : `Needs approval by ${firstAndMore(words, maxShown).join("; also by ")}.`;
};

const maxShown = 6;

/** The same people are named once, and each reason once, with all that it holds for. */
const joinReasons = (needs: readonly Need[]): readonly Need[] => {
  const joined = new Map<string, { readonly need: Need; readonly because: Map<string, Joined> }>();
  for (const need of needs) {
    const people = JSON.stringify([peopleOf(need), need.wrote]);
    const { because } = joined.get(people) ?? { because: new Map<string, Joined>() };
    for (const { why, of, patterns = [] } of need.because) {
      const all = because.get(why) ?? { of: new Set(), patterns: new Set() };
      because.set(why, all);
      for (const one of of) all.of.add(one);
      for (const one of patterns) all.patterns.add(one);
    }
    joined.set(people, { need, because });
  }
  return [...joined.values()].map(({ need, because }) => ({
    ...need,
    because: [...because].map(([why, all]) => ({ why, of: fewest(all) })),
  }));
};

type Joined = { readonly of: Set<string>; readonly patterns: Set<string> };

/** Of many paths the lines of CODEOWNERS that fit them, which are fewer. */
const fewest = ({ of, patterns }: Joined): readonly string[] =>
  of.size > maxPaths && patterns.size > 0 && patterns.size < of.size
    ? [...patterns].map((pattern) => `\`${pattern.replaceAll("`", "")}\``)
    : [...of];
const maxPaths = 3;
