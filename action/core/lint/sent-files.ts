import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import { expand } from "./bash/expand.ts";
import { isShell, isSource } from "./bash/programs.ts";
import { enough, finding, placeInText } from "./bash/script.ts";
import { baseOf } from "./bash/tokens.ts";
import { calledBy, type LintedStep } from "./linted-step.ts";
import { macroRuns } from "./macros.ts";
import { placeOfResource } from "./resource-place.ts";

/** A script that is called by its name and may not be executed. */
export const checkExecutable = ({ scripts, resources, step }: LintedStep): readonly Problem[] => {
  if (scripts.some(({ facts }) => facts.runs.some(({ name }) => name === "chmod" || name === "install"))) return [];
  const plain = new Set(step.resources.flatMap(({ path, mode }) => (mode === "100644" ? [path] : [])));
  return scripts
    .flatMap((script) =>
      script.facts.runs.flatMap((run): readonly Problem[] => {
        const called = isShell(run.name) || isSource(run.name) ? undefined : calledBy(run, resources);
        if (called === undefined || run.name?.includes("/") !== true || !plain.has(called.path)) return [];
        const message = `${called.path} is not executable in git, so bash refuses to start it.`;
        return [
          finding(script, run.pos, "not-executable", {
            message,
            hint: `git update-index --chmod=+x, or write bash ${called.path}`,
          }),
        ];
      }),
    )
    .slice(0, enough);
};

/** A file that is run or read by name and has nothing in it. */
export const checkEmptyFiles = (linted: LintedStep): readonly Problem[] => {
  const { production, step, path, texts, scripts } = linted;
  const empty = [...texts].filter(([, text]) => text.trim() === "").map(([file]) => file);
  if (empty.length === 0) return [];
  const named = new Set([
    ...macroRuns(linted).map(({ macro }) => macro),
    ...scripts.flatMap((script) =>
      script.facts.runs.flatMap(({ name, args }) => [
        name ?? "",
        ...args.map((word) => expand(word, linted.valuesIn(script))),
      ]),
    ),
  ]);
  return empty
    .filter((file) => named.has(file) || named.has(`./${file}`))
    .slice(0, enough)
    .map((file) =>
      problemAt(production.where, [...path, "resources"], "file-is-empty", {
        message: `${file} has nothing in it, and \`${step.name}\` uses it.`,
        key: true,
      }),
    );
};

/** Marks of a merge that git could not make. */
export const checkConflicts = ({ production, step, texts }: LintedStep): readonly Problem[] =>
  [...texts]
    .flatMap(([file, text]): readonly Problem[] => {
      if (!text.includes("<<<<<<<")) return [];
      const at = text.search(/^<{7} /m);
      if (at === -1 || !/^={7}$/m.test(text) || !/^>{7} /m.test(text)) return [];
      const place = placeOfResource(production, step, file, text);
      return [
        finding({ ...place, placeOf: place.placeOf ?? placeInText(text) }, at, "conflict-marks", {
          message: `A merge conflict was committed in ${baseOf(file)}.`,
          hint: "keep one of the two versions, and remove the marks",
        }),
      ];
    })
    .slice(0, enough);
