import { matchesGlob } from "../files/glob.ts";
import type { Problem } from "../problems/problem.ts";
import type { Step, StepInput } from "../production/production.ts";
import { problemAt } from "../text/places.ts";
import { createdArchive, expand, hasGlob, mayBe, unknown } from "./bash/expand.ts";
import { finding, type Script } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { type LintedStep, namesInput } from "./linted-step.ts";

/** An input that is staged in for every job and read by none; and a list whose files only the payload could open. */
export const checkUnreadInputs = (linted: LintedStep): readonly Problem[] => {
  const { production, step, path, scripts, texts } = linted;
  const lists = step.table?.cut?.inputs ?? [];
  const names = lists.length > 0 ? lists : step.inputs.map(({ name }) => name);
  const mentioned = names.map((name) => {
    const word = new RegExp(`\\$\\{?[#!]?${name}\\b`);
    return scripts.some(({ text }) => word.test(text)) || [...texts.values()].some((text) => word.test(text));
  });
  // Who names one of them, and leaves another to a program that finds it by itself?
  if (linted.opaque && (!mentioned.includes(true) || scripts.some(({ facts }) => facts.indirect))) return [];
  return names.flatMap((name, index) => {
    const input = step.inputs[index];
    // The wrapper reads the row.
    const isRead = mentioned[index] === true || step.row?.input === name;
    if (isRead || (input !== undefined && isFoundByName(linted, input))) return [];
    return problemAt(production.where, [...path, "in", index], "input-not-read", {
      message:
        input === undefined
          ? `Every job of \`${step.name}\` has files of \`${name}\`, and nothing in it opens them.`
          : `Every job waits for \`${name}\`, and nothing in \`${step.name}\` reads it.`,
      hint: `its files are "\${${name}[@]}"`,
    });
  });
};

/** Input files lie where the job works, so a pattern or a listing finds them too. */
const isFoundByName = (linted: LintedStep, input: StepInput): boolean => {
  const sample = sampleOf(input);
  const found = (text: string): boolean =>
    /[*?]/.test(text) &&
    text
      .split(/[\s"'(),;=|]+/)
      .some(
        (pattern) => /[*?]/.test(pattern) && /[\w.]/.test(pattern) && (sample === undefined || mayBe(pattern, sample)),
      );
  return (
    linted.scripts.some(
      ({ text, facts }) =>
        found(text) ||
        facts.words.some((word) => word.value === "*" && hasGlob(word)) ||
        facts.runs.some(({ name }) => name === "find" || name === "ls"),
    ) || [...linted.texts.values()].some(found)
  );
};

/** A name such as its files have: the task's own, a number, and the output's (PANDA P20). */
const sampleOf = ({ source }: StepInput): string | undefined => {
  switch (source.kind) {
    case "step":
    case "production":
      return source.output === undefined ? undefined : `user.someone.31._000001.${source.output}`;
    case "dataset": {
      const end = /_([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:tar|tgz|gz|root|txt|dat|hepmc))\/?$/.exec(
        source.dataset,
      )?.[1];
      return end === undefined ? undefined : `user.someone.31._000001.${end}`;
    }
  }
};

/** `tar cf X *.root` where the inputs are `.root` too: they would be stored a second time. */
export const checkArchives = (linted: LintedStep): readonly Problem[] => {
  const { step } = linted;
  return linted.scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      const archive = run.name === "tar" ? createdArchive(run.args) : undefined;
      if (archive === undefined) return [];
      return run.args.flatMap((word) => {
        const pattern = expand(word, linted.valuesIn(script));
        if (word === archive || !hasGlob(word) || pattern.includes(unknown) || pattern.includes("/")) return [];
        const taken = step.inputs.findIndex((input) => {
          const sample = sampleOf(input);
          return sample !== undefined && matchesGlob(sample, pattern);
        });
        if (taken === -1)
          return unpackedBefore(step, script, run, pattern) ? [takesUnpacked(script, word.pos, pattern)] : [];
        return finding(script, word.pos, "archive-takes-inputs", {
          message: `${pattern} also matches the files of \`${step.inputs[taken]?.name}\`, so the archive would hold the inputs again.`,
          hint: "give results a prefix of their own, such as DST_*.root",
        });
      });
    }),
  );
};

/** `tar xf "${hits[0]}"` here and `*.root` packed later: what came out is packed again, unless somebody removed or moved it. */
const unpackedBefore = (step: Step, { facts }: Script, packing: Run, pattern: string): boolean => {
  if (!/^\*\.[A-Za-z0-9.]+$/.test(pattern)) return false;
  const before = facts.runs.filter(({ pos }) => pos < packing.pos);
  const unpacks = before.findLast(
    ({ name, args }) =>
      name === "tar" &&
      /^-?[a-zA-Z]*x/.test(args[0]?.value ?? "") &&
      args.some(({ text }) => namesInput(step, text)) &&
      !args.some(({ value }) => /^-C|^--directory/.test(value)),
  );
  return (
    unpacks !== undefined &&
    !before.some(({ name, pos }) => pos > unpacks.pos && ["rm", "mv", "cd", "pushd"].includes(name ?? ""))
  );
};

const takesUnpacked = (script: Script, pos: number, pattern: string): Problem =>
  finding(script, pos, "archive-takes-inputs", {
    message: `${pattern} also matches files that were unpacked from an input, so the archive would hold them again.`,
    hint: "give results a prefix of their own, such as DST_*.root, or unpack into a folder with tar -C",
  });
