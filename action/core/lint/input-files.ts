import type { Problem } from "../problems/problem.ts";
import type { StepInput } from "../production/production.ts";
import { hasGlob } from "./bash/expand.ts";
import { finding, type Script } from "./bash/script.ts";
import type { Use } from "./bash/variable-uses.ts";
import type { LintedStep } from "./linted-step.ts";

type UsedFile = { readonly script: Script; readonly use: Use };

/** Where a payload inserts files of an input; a script that is called has no such array. */
const usesOf = ({ scripts }: LintedStep, name: string): readonly UsedFile[] =>
  scripts
    .filter(({ reading }) => reading === "payload" || reading === "sourced")
    .flatMap((script): readonly UsedFile[] =>
      script.facts.uses.filter((use) => use.name === name).map((use) => ({ script, use })),
    );

type ReadFiles = Pick<StepInput, "name" | "filesPerJob" | "packed" | "allOf" | "byPattern">;

/** Of jobs that are cut from lists, with the most files that one of them has. */
const inputsOfLists = ({ step: { table } }: LintedStep): readonly ReadFiles[] =>
  (table?.cut?.inputs ?? []).map((name, index) => ({
    name,
    filesPerJob: (table?.cut?.jobs ?? []).reduce((most, { files }) => Math.max(most, files[index]?.length ?? 0), 1),
    packed: false,
    allOf: undefined,
    byPattern: undefined,
  }));

/** The files of archives, or all of a pattern. */
const isOfUnknownNumber = ({ packed, allOf, byPattern }: ReadFiles): boolean =>
  packed || (allOf !== undefined && byPattern !== undefined);

/** `$fit` is the first file; the others of this job would be lost without a word. */
export const checkFirstFileOnly = (linted: LintedStep): readonly Problem[] =>
  [...linted.step.inputs, ...inputsOfLists(linted)].flatMap((input) => {
    const { name, filesPerJob } = input;
    const isUnknown = isOfUnknownNumber(input);
    if (filesPerJob === 1 && !isUnknown) return [];
    const uses = usesOf(linted, name);
    const [first] = uses;
    if (first === undefined || uses.some(({ use }) => use.index !== undefined)) return [];
    return finding(first.script, first.use.pos, "only-first-file", {
      message: isUnknown
        ? `\`$${name}\` is only the first of the files that a job gets.`
        : `\`$${name}\` is only the first of the ${filesPerJob} files that a job gets${linted.step.table?.cut === undefined ? "" : " at most"}.`,
      hint: `all of them are "\${${name}[@]}"`,
    });
  });

/** `${fit[1]}` where a job gets one file: they are counted from 0. Who cuts by size gets nobody knows how many. */
export const checkBeyondLast = (linted: LintedStep): readonly Problem[] =>
  linted.step.inputs.flatMap((input, index) => {
    const { name, filesPerJob } = input;
    if (isOfUnknownNumber(input)) return [];
    if (index === 0 && linted.step.splitting.kind === "gigabytes") return [];
    return usesOf(linted, name)
      .filter(({ use }) => !use.guarded && /^[0-9]+$/.test(use.index ?? "") && Number(use.index) >= filesPerJob)
      .slice(0, 1)
      .map(({ script, use }) =>
        finding(script, use.pos, "beyond-last-file", {
          message: `A job gets ${filesPerJob === 1 ? "one file" : `${filesPerJob} files`} of \`${name}\`, and \`\${${name}[${use.index}]}\` is none of them.`,
          hint: filesPerJob === 1 ? `it is \${${name}[0]}` : `the last is \${${name}[${filesPerJob - 1}]}`,
        }),
      );
  });

/** `${fit[0]}` and nothing else, where a job gets ten: what is not named may only be found by a pattern. */
export const checkUnreadFiles = (linted: LintedStep): readonly Problem[] => {
  if (linted.scripts.some(({ facts }) => facts.words.some(hasGlob))) return [];
  return linted.step.inputs.flatMap((input, index) => {
    const { name, filesPerJob } = input;
    if (isOfUnknownNumber(input)) return [];
    const uses = usesOf(linted, name);
    const [first] = uses;
    const read = uses.map(({ use }) => (/^[0-9]+$/.test(use.index ?? "") ? Number(use.index) : undefined));
    // Files beyond the last one have a problem of their own.
    if (first === undefined || read.some((one) => one === undefined || one >= filesPerJob)) return [];
    const left = filesPerJob - new Set(read).size;
    if (left < 1 || (index === 0 && linted.step.splitting.kind === "gigabytes")) return [];
    return finding(first.script, first.use.pos, "files-not-read", {
      message: `A job gets ${filesPerJob} files of \`${name}\`, and only ${new Set(read).size} of them ${left === filesPerJob - 1 ? "is" : "are"} named.`,
      hint: `all of them are "\${${name}[@]}"`,
    });
  });
};
