import { type Copy, type Field, fieldsOf, matchesIn, type Span, spanAt, valuesAt } from "../copy.ts";
import { type Slip, slipOf } from "../slip.ts";
import { misspelt, otherDigit } from "../typing.ts";

const inputsOf = valuesAt("steps.*.in");
const fromOf = matchesIn(inputsOf, /(?<=from: )\w+/);
const outside = valuesAt("inputs");

const stepNames = (copy: Copy): readonly string[] =>
  fieldsOf(copy)
    .filter(({ path }) => path.length === 2 && path[0] === "steps")
    .map(({ path }) => String(path[1]));

const readSteps = (copy: Copy): readonly Field[] => {
  const read = new Set(fromOf(copy).map(({ text }) => text));
  return fieldsOf(copy).filter(({ path, key }) => path.length === 2 && path[0] === "steps" && read.has(key.text));
};

/** From the first entry of a list of inputs to the end of the second. */
const pairs = (copy: Copy): readonly Span[] =>
  matchesIn(inputsOf, /\{[^{}]*from:[^{}]*\}(?:,\s*|\s*- )\{[^{}]*from:[^{}]*\}/)(copy);

/** Who reads what. */
export const wiringSlips: readonly Slip[] = [
  slipOf("inputs-swapped", "the two inputs of a step in the wrong order", pairs, (text) => {
    const [, one = "", between = "", two = ""] = /^(\{[^{}]*\})(.*)(\{[^{}]*\})$/s.exec(text) ?? [];
    return `${two}${between}${one}`;
  }),
  slipOf("from-misspelt", "a step's name misspelt in `from`", fromOf, misspelt),
  slipOf("from-another-step", "`from` names another step than was meant", fromOf, (text, by, _, copy) => {
    const others = stepNames(copy).filter((name) => name !== text);
    return others.length === 0 ? undefined : by.of(others);
  }),
  slipOf(
    "step-renamed",
    "a step renamed, and not where it is read",
    (copy) => readSteps(copy).map(({ key }) => key),
    (text, by) => by.of([`${text}2`, `${text}New`, `my${text}`]),
  ),
  slipOf("reuse-forgotten", "`reuse` is not there", matchesIn(inputsOf, /, reuse: true/), () => ""),
  slipOf(
    "second-input-forgotten",
    "a step's second input is not in its list",
    pairs,
    (text) => /^\{[^{}]*\}/.exec(text)?.[0],
  ),
  slipOf(
    "output-of-another",
    "an output name that the step in `from` does not have",
    matchesIn(valuesAt("steps.*.in", "inputs"), /(?<=output: )[\w.]+/),
    misspelt,
  ),
  slipOf(
    "input-version-digit",
    "another version of the data that are read",
    matchesIn(outside, /(?<=version: )\d+\.\d+\.\d+/),
    otherDigit,
  ),
  slipOf(
    "input-production-misspelt",
    "the tag of the data that are read is misspelt",
    matchesIn(outside, /(?<=production: )[\w-]+/),
    misspelt,
  ),
  slipOf(
    "dataset-misspelt",
    "a dataset's name with a wrong letter",
    matchesIn(outside, /(?<=dataset: "?)[\w.:-]+/),
    misspelt,
  ),
  slipOf(
    "dataset-of-another-version",
    "a dataset of an older version",
    matchesIn(outside, /(?<=dataset: "?[\w.:-]*\.v)\d/),
    otherDigit,
  ),
  slipOf(
    "dataset-of-another-sample",
    "the dataset of another process or stage",
    matchesIn(outside, /(?<=dataset: "?[^\n]*)(?:minbias|background|signal|charm)/),
    (text) => ({ minbias: "jet10", background: "signal", signal: "background", charm: "bottom" })[text],
  ),
  slipOf("dataset-without-slash", "a container without its slash", matchesIn(outside, /\/(?="?[,\s}])/), () => ""),
  slipOf("require-without-percent", "95 instead of 95%", matchesIn(outside, /(?<=finished: \d+)%/), () => ""),
  slipOf(
    "out-misspelt",
    "an output misspelt in `out`",
    matchesIn(valuesAt("steps.*.out"), /[\w-]{3,}(?=\.\w)/),
    misspelt,
  ),
  slipOf(
    "out-other-ending",
    "another ending in `out`",
    matchesIn(valuesAt("steps.*.out"), /\.(?:tar|root|txt)\b/),
    (text, by) => by.of([".tgz", ".tar.gz", ".root", ".dat"].filter((one) => one !== text)),
  ),
  slipOf("out-wildcard", "a wildcard in `out`", matchesIn(valuesAt("steps.*.out"), /[\w-]+(?=\.\w)/), () => "*"),
  {
    name: "step-deleted",
    about: "a step taken out, and not where it is read",
    make: (copy, by) => {
      const steps = readSteps(copy);
      if (steps.length === 0) return undefined;
      const { key, value } = by.of(steps);
      const span = spanAt(copy, key.file, key.start, value.end);
      return {
        copy: {
          ...copy,
          request: copy.request.slice(0, span.start) + copy.request.slice(span.end).replace(/^\s*/, ""),
        },
        words: [key.text],
      };
    },
  },
];
