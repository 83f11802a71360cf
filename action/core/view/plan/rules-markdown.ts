import { code, type Markdown, md, paragraphs, table } from "../../markdown/markdown.ts";
import type { RulesChanged } from "../../outcomes/rules-changed.ts";
import { type Governed, governsText, maxDifferences, moreDifferences, setupText, valueText } from "./rules-text.ts";

export const rulesPart = (one: RulesChanged): Markdown =>
  paragraphs([
    md`### Rules: ${code(one.file)} is ${one.what}`,
    ...(one.unreadable === undefined ? [] : [md`What it means is unknown: ${one.unreadable.replace(/\.$/, "")}.`]),
    ...(one.differences.length === 0
      ? []
      : [
          table(
            ["key", "before", "after"],
            one.differences
              .slice(0, maxDifferences)
              .map(({ key, before, after }) => [code(key), code(valueText(before, key)), code(valueText(after, key))]),
          ),
          ...moreDifferences(one.differences).map((line) => md`${line.trim()}`),
        ]),
    md`${governsText(one)} ${one.approval}`,
  ]);

/** The rules that a plan was made by: their files, and what they put before each payload. */
export const governedPart = ({ files, scope, setups }: Governed): Markdown => {
  const named = files.map(
    ({ file, commit }) => md`${code(file)} (${commit === undefined ? "not committed" : code(commit.slice(0, 12))})`,
  );
  const list = named.reduce<Markdown>((all, one, index) => (index === 0 ? one : md`${all}, ${one}`), md``);
  return paragraphs([
    md`Rules: ${list}; scope ${code(scope)}.${setups.length === 0 ? " No set-up line." : ""}`,
    ...setups.map(({ setup, steps }) => md`${setupText(steps)} ${code(setup)}`),
  ]);
};
