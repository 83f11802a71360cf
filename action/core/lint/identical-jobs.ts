import type { Word } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { cellProblem } from "../validate/tables/cells.ts";
import { expand } from "./bash/expand.ts";
import {
  baseOf,
  finding,
  isModest,
  isPython,
  isRoot,
  isShell,
  isSource,
  type Script,
  takesSeeds,
} from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { type LintedStep, rowVariables } from "./linted-step.ts";
import { macroSeeds } from "./macro-calls.ts";
import { isRead } from "./parameters.ts";
import { placeOfResource } from "./resource-place.ts";
import { checkSameEvents, mayHandOn, onlyNamesJobs } from "./seeds.ts";

/**
 * A program that gets nothing of its job, in a step without inputs: it makes the same in all of them, unless it chooses
 * a seed itself, which nobody here can see. Of ROOT more is known: `checkSameEvents`.
 */
export const checkIdenticalJobs = (linted: LintedStep): readonly Problem[] => {
  const { production, step, scripts, texts, path } = linted;
  if (step.inputs.length > 0 || (step.maxJobs ?? 1) < 2) return [];
  if (production.where.places.joined([...path, "run"]) !== undefined) return [];
  if (scripts.some((script) => mayHandOn(script, linted)) || checkSameEvents(linted).length > 0) return [];
  if (checkFixedSeeds(linted).length > 0) return [];
  const onlyNamed = onlyNamesJobs(linted);
  const telling = ["job", ...rowVariables(step), ...(onlyNamed ? [] : ["uniqueId"])];
  if (telling.some((name) => isRead(linted, name))) return [];
  if (scripts.some(({ text }) => differing.test(text))) return [];
  if ([...texts.values()].some((text) => differing.test(text) || choosing.test(text))) return [];
  const [found] = scripts.flatMap((script) =>
    script.facts.runs.filter((run) => isWork(run, linted)).map((run) => ({ script, run })),
  );
  if (found === undefined) return [];
  return [
    finding(found.script, found.run.pos, "identical-jobs", {
      message: `${onlyNamed ? "`uniqueId` reaches names and texts only: nothing" : "Nothing"} tells \`${found.run.name}\` which of the ${step.maxJobs ?? "many"} jobs it runs in: unless it chooses a seed itself, all of them make the same events.`,
      hint: "pass $uniqueId to it",
    }),
  ];
};

/** What differs from job to job: the clock, the process, chance, the machine, and what is fetched. */
const differing =
  /random|\$\$|\b(?:EPOCH(?:REALTIME|SECONDS)|SECONDS|PandaID|PANDAID|HOSTNAME|date|uuidgen|mktemp|shuf|hostname|curl|wget)\b/i;
/** A program or a card that is sent along says something of its seed; what it means, its author knows. */
const choosing = /seed|\btime\s*\(|getpid/i;

const isWork = ({ name }: Run, { scripts, resources }: LintedStep): boolean =>
  name !== undefined &&
  !isShell(name) &&
  !isSource(name) &&
  !resources.has(name.replace(/^(?:\.\/+)+/, "")) &&
  !scripts.some(({ facts }) => facts.functions.has(name)) &&
  (isRoot(name) || isPython(name) || !isModest(name));

/** Two jobs of one row do the same, unless something reads which of them it is. */
export const checkEqualRows = (linted: LintedStep): readonly Problem[] => {
  const { table } = linted.step;
  if (table === undefined || table.cut !== undefined) return [];
  if (["uniqueId", "job"].some((name) => isRead(linted, name))) return [];
  const first = new Map<string, number>();
  return table.rows.flatMap((row, index) => {
    const key = JSON.stringify(row);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, index);
      return [];
    }
    // A row is a line: values with line ends are refused, and the first line names the columns.
    const place = { file: table.file, line: index + 2, col: 1 };
    return cellProblem(place, "same-row-twice", `Row ${index + 1} is the same as row ${before + 1}.`);
  });
};

/**
 * A seed left from a test: every job makes the same events with it. Of a step that generates: one of several jobs that reads
 * no data. With data of its own a job may well take the same numbers each time.
 */
export const checkFixedSeeds = (linted: LintedStep): readonly Problem[] => {
  const { step, scripts } = linted;
  if (step.inputs.length > 0 || step.seed === undefined || (step.maxJobs ?? 1) < 2) return [];
  if (checkSameEvents(linted).length > 0) return [];
  return [...scripts.flatMap((script) => ofScript(linted, script)), ...ofFiles(linted)].filter(
    (one, index, all) => all.findIndex(({ line, file }) => line === one.line && file === one.file) === index,
  );
};

const seedProblem = (script: Pick<Script, "file" | "placeOf" | "inside">, pos: number, seed: string): Problem =>
  finding(script, pos, "fixed-seed", {
    message: `The seed is ${seed} in each of the jobs: all of them make the same events.`,
    hint: "pass $uniqueId",
  });

const ofScript = (linted: LintedStep, script: Script): readonly Problem[] => [
  ...script.facts.runs.flatMap((run) => ofCommand(linted, script, run)),
  ...macroSeeds(linted, script).flatMap(({ word, value }) =>
    /^[1-9]\d*$/.test(value) ? [seedProblem(script, word.pos, value)] : [],
  ),
  ...seedsInCode(script.text).map(({ pos, seed }) => seedProblem(script, pos, seed)),
];

/** `--seed 12345`, `seed=12345`. Beside the number of the job it is one of a pair, as of IceCube's streams. */
const ofCommand = (linted: LintedStep, script: Script, run: Run): readonly Problem[] => {
  const { name = "", args } = run;
  const isAwk = /^[gm]?awk$/.test(name) && args.some(({ text }) => /\bsrand\(\s*seed\s*\)/.test(text));
  if ((!takesSeeds(name) && !isAwk) || args.some((word) => isOfJob(linted, script, word))) return [];
  return args.flatMap((word, index) => {
    const value = expand(word, linted.valuesIn(script));
    const before = args[index - 1]?.value ?? "";
    const [, option = "", joined] = /^(?:-{1,2})?([\w:.-]+)=(.*)$/.exec(value) ?? [];
    const seed =
      joined !== undefined && isSeedOption(option) ? joined : /^-/.test(before) && isSeedOption(before) ? value : "";
    return /^[1-9]\d*$/.test(seed) ? [seedProblem(script, word.pos, seed)] : [];
  });
};

/** `--seed`, `randomSeed`, `Random:seed`; not the largest one, or the seed of a track. */
const isSeedOption = (option: string): boolean =>
  /seed$/i.test(option) && !/max|min|track|num|use|no-?seed|n-?seed/i.test(option);

/** A number that differs from job to job, and is no part of a name. */
const isOfJob = ({ step }: LintedStep, { facts }: Script, { text }: Word): boolean => {
  const telling = new RegExp(`\\b(?:${["uniqueId", "job", ...rowVariables(step)].join("|")})\\b`);
  const value = text.replaceAll('"', "").replace(/^-{0,2}[\w:.-]+=/, "");
  if (/[./]/.test(value.replace(/\$\(\(.*?\)\)/g, ""))) return false;
  return [...value.matchAll(/\w+/g)].some(
    ([name]) => value.includes("$") && (telling.test(name) || telling.test(facts.values.get(name)?.text ?? "")),
  );
};

/** What a language's own generator, a card or Geant4 gets for a seed. */
const inCode =
  /\b(?:srand|SetSeed|setTheSeed|TRandom(?:1|2|3|MixMax)?(?:\s+\w+)?|RandomState|default_rng|random\.seed|set\.seed|manual_seed)\s*\(\s*([1-9]\d*)\s*[,)]|\bRandom:seed\s*=\s*([1-9]\d*)\b|\/random\/setSeeds?\s+([1-9]\d*)\b/g;
/** Another one that is not written down: which of the two counts, nobody here knows. */
const given =
  /\b(?:srand|SetSeed|setTheSeed|TRandom(?:1|2|3|MixMax)?(?:\s+\w+)?|RandomState|default_rng|random\.seed|manual_seed)\s*\(\s*[^\s)\d]|\bRandom:seed\s*=\s*[^\s\d]|\/random\/setSeeds?\s+[^\s\d]/;

type WrittenSeed = { readonly pos: number; readonly seed: string };

const seedsInCode = (text: string): readonly WrittenSeed[] =>
  !/seed|srand|TRandom|RandomState|default_rng/i.test(text) || given.test(text)
    ? []
    : [...text.matchAll(inCode)].flatMap((found) => {
        const line = text.slice(text.lastIndexOf("\n", found.index) + 1, found.index);
        return /(?:^|\s)#|\/\/|^\s*!/.test(line)
          ? []
          : [{ pos: found.index, seed: found[1] ?? found[2] ?? found[3] ?? "" }];
      });

/** Cards and programs that are sent along and named in a script, where no script says another seed. */
const ofFiles = ({ production, step, scripts, texts }: LintedStep): readonly Problem[] => {
  if (scripts.some(({ text }) => /^[^\n]*(?:seed[^\n]*\$|\$[^\n]*seed)/im.test(text))) return [];
  return [...texts].flatMap(([path, text]) =>
    path.endsWith(".sh") || !scripts.some((script) => script.text.includes(baseOf(path)))
      ? []
      : [...seedsInCode(text), ...seedsOfCard(path, text)].map(({ pos, seed }) =>
          seedProblem(placeOfResource(production, step, path, text), pos, seed),
        ),
  );
};

/** `seed = 12345` on a line of its own; in a language it is a variable of any use. */
const seedsOfCard = (path: string, text: string): readonly WrittenSeed[] =>
  /\.(?:C|cc|cpp|cxx|h|hh|py|awk|sh|pl|csv|root)$/.test(path)
    ? []
    : [...text.matchAll(/^[ \t]*(?:random_?|rng_?|g4_?|i)?seed[ \t]*[=:][ \t]*([1-9]\d*)[ \t]*;?[ \t]*$/gim)].map(
        ({ index, 1: seed = "" }) => ({ pos: index, seed }),
      );
