import type { Problem } from "../problem.ts";
import { problemAt } from "../request/places.ts";
import type { LintedStep } from "./linted-step.ts";
import { hardCodedMacro } from "./macros.ts";

/** What is set and read by nothing: usually the payload has the value written into it, and the plan tells another. */
export const judgeUnusedParameters = (linted: LintedStep): readonly Problem[] => {
  if (linted.opaque) return [];
  const { production, step, path } = linted;
  const other = hardCodedMacro(linted);
  const unused = Object.keys(step.parameters)
    .filter((name) => !isRead(linted, name) && !(name === "macro" && other !== undefined))
    .map((name) =>
      problemAt(
        production.where,
        [...path, "parameters", name],
        "unused-parameter",
        `\`${name}\` is set, and nothing in \`${step.name}\` reads it.`,
        { key: true, severity: "warning" },
      ),
    );
  return step.eventsPerJob === undefined || isRead(linted, "nEvents")
    ? unused
    : [
        ...unused,
        problemAt(
          production.where,
          [...path, "eventsPerJob"],
          "unused-parameter",
          `\`eventsPerJob\` is ${step.eventsPerJob}, and nothing in \`${step.name}\` reads \`nEvents\`.`,
          { key: true, severity: "warning" },
        ),
      ];
};

/** Read by a script, or named in a file that could ask for it, as `getenv("flavor")` does. */
export const isRead = ({ scripts, texts }: LintedStep, name: string): boolean => {
  const word = new RegExp(`\\b${name}\\b`);
  return (
    scripts.some(({ facts }) => facts.uses.some((use) => use.name === name || use.index === name)) ||
    scripts.some(({ facts }) => [...facts.asked].includes(name)) ||
    scripts.some(({ facts }) => facts.words.some(({ text }) => quotes.test(text) && word.test(unspoken(text)))) ||
    scripts.some(({ text }) => heredocs(text).some((body) => word.test(body))) ||
    [...texts.values()].some((text) => word.test(text))
  );
};

const quotes = /'/;
/** What is quoted for another program: awk's ENVIRON["flavor"], a macro's getenv. */
const unspoken = (text: string): string => [...text.matchAll(/'([^']*)'/g)].map(([, inner]) => inner).join(" ");

/** From the first `<<` on: another program may read what stands there. */
const heredocs = (text: string): readonly string[] => {
  const at = text.indexOf("<<");
  return at === -1 ? [] : [text.slice(at)];
};
