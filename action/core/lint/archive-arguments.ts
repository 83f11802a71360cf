import type { Problem } from "../problems/problem.ts";
import { createdArchive, expand, hasGlob } from "./bash/expand.ts";
import { enough, finding } from "./bash/script.ts";
import { type LintedStep, namesInput } from "./linted-step.ts";

/** `tar cf *.root hits.tar` writes over the first result; `tar c hits.tar *.root` writes into the log. */
export const checkTar = (linted: LintedStep): readonly Problem[] => {
  const outputs = new Set(linted.step.outputs.map(({ name }) => name));
  return linted.scripts
    .flatMap((script) =>
      script.facts.runs.flatMap((run): readonly Problem[] => {
        if (run.name !== "tar") return [];
        const found = (message: string, hint: string): readonly Problem[] => [
          finding(script, run.pos, "archive-arguments", { message, hint }),
        ];
        const archive = createdArchive(run.args);
        const texts = run.args.map((word) => expand(word, linted.valuesIn(script)));
        if (archive === undefined) {
          const [options = "", ...files] = texts;
          return /^-?c[zjJvp]*$/.test(options) && files.some((file) => outputs.has(file)) && run.redirects.length === 0
            ? found(
                "tar has no `f`, so it packs the files into its standard output.",
                `write tar cf ${files.find((file) => outputs.has(file))}`,
              )
            : [];
        }
        const name = expand(archive, linted.valuesIn(script));
        const member = texts.slice(run.args.indexOf(archive) + 1).find((text) => outputs.has(text));
        return (hasGlob(archive) || member !== undefined) && !outputs.has(name)
          ? found(
              "The archive comes first, and then what is packed: this command writes over the first of them.",
              `write tar cf ${member ?? "ARCHIVE"} FILES`,
            )
          : [];
      }),
    )
    .slice(0, enough);
};
/** `hadd "${fit[@]}" out.root` takes the first input for its result, and `out.root` for an input that is not there. */
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
      if (target === undefined || output === undefined || !(hasGlob(target) || namesInput(linted.step, target.text)))
        return [];
      const message =
        "The result comes first, and then what is added: this command writes over the first of its files.";
      return [finding(script, run.pos, "archive-arguments", { message, hint: `write hadd ${output} FILES` })];
    }),
  );
};
