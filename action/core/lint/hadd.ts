import type { Problem } from "../problems/problem.ts";
import { expand, hasGlob } from "./bash/expand.ts";
import { finding } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";

/** `hadd "${IN1[@]}" out.root` takes the first input for its result, and `out.root` for an input that is not there. */
export const checkHadd = (linted: LintedStep): readonly Problem[] => {
  const outputs = new Set(linted.step.outputs.map(({ name }) => name));
  return linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      if (run.name !== "hadd") return [];
      const words = run.args.filter(({ value }) => !/^(?:-.*|[0-9]+)$/.test(value));
      const [target, ...files] = words;
      const output = files
        .map((word) => expand(word, linted.valuesIn(script)))
        .find((text) => outputs.has(text.replace(/^(?:\.\/+)+/, "")));
      if (target === undefined || output === undefined || !(hasGlob(target) || isInput.test(target.text))) return [];
      const message =
        "The result comes first, and then what is added: this command writes over the first of its files.";
      return [finding(script, run.pos, "archive-arguments", { message, hint: `write hadd ${output} FILES` })];
    }),
  );
};

const isInput = /^"?\$\{?IN[0-9]+\b/;
