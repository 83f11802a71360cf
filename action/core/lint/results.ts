import type { Problem } from "../problems/problem.ts";
import { createdArchive, expand, hasGlob, mayBe, unknown, type Values } from "./bash/expand.ts";
import { finding, type Script } from "./bash/script.ts";
import { type LintedStep, namesInput } from "./linted-step.ts";

/** The result is `HF_pass2_7` and the archive packs `*.root`: it is lost unless the macro adds the ending. */
export const checkResults = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) => {
    const packed = packedPatterns(linted, script);
    if (packed.length === 0) return [];
    return resultsOf(linted, script)
      .filter(({ text }) => !packed.some((pattern) => mayBe(pattern, text)))
      .map(({ name, written, pos }) =>
        finding(script, pos, "result-not-packed", {
          message: `\`${name}\` is ${written}, and the archive takes ${packed.join(" ")} only.`,
          hint: "give it the ending; if the macro adds it, acknowledge the warning",
        }),
      );
  });

/** Patterns with an ending, of archives that are made of nothing else. */
const packedPatterns = (linted: LintedStep, script: Script): readonly string[] => {
  const patterns = script.facts.runs.flatMap((run) => {
    const archive = run.name === "tar" ? createdArchive(run.args) : undefined;
    if (archive === undefined) return [];
    return run.args
      .slice(run.args.indexOf(archive) + 1)
      .filter(({ value }) => !value.startsWith("-"))
      .map((word) => ({ globbed: hasGlob(word), text: expand(word, linted.valuesIn(script)) }));
  });
  return patterns.every(({ globbed, text }) => globbed && /^\*\.[A-Za-z0-9.]+$/.test(text) && !text.includes(unknown))
    ? [...new Set(patterns.map(({ text }) => text))]
    : [];
};

type Result = { readonly name: string; readonly text: string; readonly written: string; readonly pos: number };

/** What people call the file that a macro writes, where something uses it and its end is known, or is a number. */
const resultsOf = (linted: LintedStep, script: Script): readonly Result[] => {
  const values = linted.valuesIn(script);
  const withNumbers: Values = (name) => values(name) ?? (numberNames.test(name) ? "7" : undefined);
  return [...script.facts.values].flatMap(([name, word]) => {
    if (word === undefined || !/^out(put)?_?(file|name)?$/i.test(name)) return [];
    if (!script.facts.uses.some((use) => use.name === name)) return [];
    const text = expand(word, withNumbers);
    if (text === "" || text.endsWith(unknown)) return [];
    return [{ name, text: text.replaceAll(unknown, "x"), written: word.value, pos: word.pos }];
  });
};

const numberNames = /^(uniqueId|nEvents|rn|sn|seed|run_?(number)?|n)$/i;

/** `tar cf *.root hits.tar` writes over the first result; `tar c hits.tar *.root` writes into the log. */
export const checkTar = (linted: LintedStep): readonly Problem[] => {
  const outputs = new Set(linted.step.outputs.map(({ name }) => name));
  return linted.scripts.flatMap((script) =>
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
  );
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
