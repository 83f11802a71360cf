import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { isModest, isRoot } from "./bash/programs.ts";
import { enough, finding, type Script } from "./bash/script.ts";
import type { LintedStep } from "./linted-step.ts";

/** bash(1): `RANDOM`, `SRANDOM` and `$$` differ from run to run, and so do a time in seconds and the kernel's numbers. */
const byChance =
  /\$\{?S?RANDOM\b|\$\$|\$\{?(?:BASHPID|EPOCHSECONDS|EPOCHREALTIME|SECONDS)\b|\bdate\b[^|;]*\+%?[%sN]*[sN]|\/dev\/u?random\b|\b(?:shuf|uuidgen|mktemp)\b/;

/**
 * A seed that nobody can give again: the same version, processed again, makes other events, and two jobs may draw one
 * number. Looked for where a program that makes events gets it, or a variable that is called a seed.
 */
export const checkChanceSeeds = ({ step, scripts }: LintedStep): readonly Problem[] => {
  if (step.inputs.length > 0) return [];
  return scripts
    .flatMap((script) =>
      [...seedsIn(script)].flatMap(([word, name]): readonly Problem[] => {
        const drawn = byChance.exec(word.text)?.[0];
        if (drawn === undefined) return [];
        const message = `${name} comes from \`${drawn}\`: nobody can make these events again, and two jobs may draw the same number.`;
        return [finding(script, word.pos, "seed-by-chance", { message })];
      }),
    )
    .slice(0, enough);
};

/** Words that may be a seed, and what to call them. */
const seedsIn = (script: Script): ReadonlyMap<Word, string> => {
  const { runs, values } = script.facts;
  const seeds = new Map<Word, string>();
  for (const [name, word] of values)
    if (word !== undefined && /seed/i.test(name)) seeds.set(word, `The seed \`${name}\``);
  for (const { name = "", args } of runs) {
    if (isModest(name) && !isRoot(name)) continue;
    for (const [index, word] of args.entries()) {
      const before = args[index - 1]?.value ?? "";
      const isSeed = /seed/i.test(word.text) || /seed/i.test(before) || isRoot(name) || /^-[a-z]$/.test(before);
      if (isSeed && byChance.test(word.text)) seeds.set(word, `A number of \`${name}\``);
    }
  }
  return seeds;
};
