import type { Redirection } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { expand, unknown } from "./bash/expand.ts";
import { finding, isInserted, isModest, isRoot, isShell, isSource, type Script } from "./bash/script.ts";
import type { Use } from "./bash/variable-uses.ts";
import { foldedSeeds, jobSeeds } from "./chance-seeds.ts";
import { calledBy, type LintedStep, rowVariables } from "./linted-step.ts";
import { macroSeeds } from "./macro-calls.ts";
import { isRead } from "./parameters.ts";

/** A generator whose jobs are all alike: a thousand copies of one job's events look like statistics. */
export const checkSameEvents = (linted: LintedStep): readonly Problem[] => {
  const { step, scripts } = linted;
  if (step.inputs.length > 0 || (step.maxJobs ?? 2) < 2 || linted.opaque) return [];
  if (["uniqueId", "job", ...rowVariables(step)].some((name) => isRead(linted, name))) return [];
  const [found] = scripts.flatMap((script) =>
    script.facts.runs.filter(({ name }) => isRoot(name)).map((run) => ({ script, run })),
  );
  // A date, a random number or the like may make the jobs differ.
  if (
    found === undefined ||
    found.run.args.some((word) => expand(word, linted.valuesIn(found.script)).includes(unknown))
  )
    return [];
  return [
    finding(found.script, found.run.pos, "same-events", {
      message: `Nothing in \`${step.name}\` reads \`uniqueId\`: unless the macro chooses a seed itself, all jobs make the same events.`,
      hint: "pass $uniqueId to the macro",
    }),
  ];
};

/**
 * `--seed "$job"` makes the same events in each submission; with `sed -n "${uniqueId}p" runs.txt` the next submission
 * begins behind the last row.
 */
export const checkMixedNumbers = (linted: LintedStep): readonly Problem[] =>
  linted.scripts.flatMap((script) => [
    ...(linted.step.seed === undefined ? [] : [...jobSeeds(script), ...jobForMacro(linted, script)]).map(
      ({ pos, what }) =>
        finding(script, pos, "wrong-number", {
          message: `${what} is \`job\`, which is 1, 2, 3 ... in every submission: a later one makes the same events.`,
          hint: "write $uniqueId",
        }),
    ),
    ...(linted.step.seed === undefined ? [] : foldedSeeds(script, linted.step.jobs ?? 1)).map(({ pos, what, by }) =>
      finding(script, pos, "wrong-number", {
        message: `${what} is \`${by}\`: several jobs get the same number, and make the same events.`,
        hint: "write $uniqueId",
      }),
    ),
    ...rowsByUniqueId(script, linted.resources).map((pos) =>
      finding(script, pos, "wrong-number", {
        message: "`uniqueId` begins at 1 in the first submission only, and is soon behind the last row of a list.",
        hint: "write $job, which counts the jobs of each submission",
      }),
    ),
  ]);

const jobForMacro = (linted: LintedStep, script: Script): readonly { readonly pos: number; readonly what: string }[] =>
  macroSeeds(linted, script).flatMap(({ word, value }) =>
    value === "${job}" ? [{ pos: word.pos, what: "The seed of a macro" }] : [],
  );

/** The number may come by `$1`, by a file that nobody here reads, or to a program that has no other argument. */
export const mayHandOn = ({ facts, reading }: Script, { resources, opaque }: LintedStep): boolean =>
  facts.indirect ||
  (reading === "payload" && facts.uses.some(({ name, inFunction }) => /^[1@*]$/.test(name) && !inFunction)) ||
  (opaque &&
    facts.runs.some(
      (run) =>
        run.nameWord !== undefined &&
        (run.name === undefined ||
          (calledBy(run, resources) === undefined &&
            (isShell(run.name) ||
              isSource(run.name) ||
              builders.has(run.name) ||
              (run.args.length === 0 && !isModest(run.name) && !facts.functions.has(run.name))))),
    ));
const builders: ReadonlySet<string> = new Set(["make", "cmake", "ninja", "snakemake", "perl", "xargs", "parallel"]);

const isJobNumber = ({ name, index }: Use): boolean => name === "uniqueId" || index?.includes("uniqueId") === true;

/** The numbers of the jobs reach no more than names of files and texts: then every job has the same seed. */
export const onlyNamesJobs = ({ scripts, texts }: LintedStep): boolean =>
  scripts.some(({ facts }) => facts.uses.some(isJobNumber)) &&
  scripts.every(onlyNamesFiles) &&
  ![...texts.values()].some((text) => /\buniqueId\b/.test(text));

/** Every `uniqueId` of it is among the words of a program that copies, packs or prints, and not for another program. */
const onlyNamesFiles = (script: Script): boolean =>
  script.facts.uses.filter(isJobNumber).every((use) => {
    const around = runsAround(script.facts, use);
    return (
      around.length > 0 &&
      around.every((run) => namingPrograms.has(run.name ?? "") && !run.piped && !isInserted(script, run))
    );
  });
const runsAround = ({ runs }: Script["facts"], { pos }: Use): Script["facts"]["runs"] =>
  runs.filter(({ args }) => args.some((word) => word.pos <= pos && pos < word.end));
const namingPrograms: ReadonlySet<string> = new Set([
  "tar",
  "cp",
  "mv",
  "ln",
  "rm",
  "ls",
  "mkdir",
  "echo",
  "hadd",
  "touch",
  "zip",
]);

/** How a program says which line or column it reads. */
const readers: ReadonlyMap<string, RegExp> = new Map([
  ["sed", /(?:^|["'; +])\$\{?uniqueId\}?\s*[pq{,]/],
  ...["awk", "gawk"].map((name) => [name, /\bNR\b/] as const),
  ...["head", "tail", "cut", "mapfile"].map((name) => [name, /\$\{?uniqueId\b/] as const),
]);

const rowsByUniqueId = ({ facts }: Script, resources: ReadonlySet<string>): readonly number[] => [
  ...facts.uses.flatMap(({ index, pos }) => (index !== undefined && /^\$?\{?uniqueId\}?$/.test(index) ? [pos] : [])),
  ...facts.runs.flatMap(({ name, args, redirects, pos }) =>
    readers.get(name ?? "")?.test(args.map(({ text }) => text).join(" ")) === true &&
    args.some(({ text }) => /\$\{?uniqueId\b/.test(text)) &&
    [...args.map(({ value }) => value), ...redirects.map((one) => redirectedFrom(one) ?? "")].some((file) =>
      resources.has(file.replace(/^\.\//, "")),
    )
      ? [pos]
      : [],
  ),
];

const redirectedFrom = (redirect: Redirection): string | undefined =>
  redirect.type === "Redirect" && redirect.operator === "<" ? redirect.target?.value : undefined;

/** `printf %05d "$uniqueId"`: too narrow for the jobs there are. */
export const checkPadding = ({ step, scripts }: LintedStep): readonly Problem[] =>
  scripts.flatMap((script) =>
    script.facts.runs.flatMap((run): readonly Problem[] => {
      if (run.name !== "printf") return [];
      const width = /%0([0-9])d/.exec(run.args.map(({ value }) => value).join(" "))?.[1];
      const id = run.args.find(({ text }) => /^"?\$(?:uniqueId|\{uniqueId\})"?$/.test(text));
      if (width === undefined || id === undefined) return [];
      if (step.jobs === undefined || step.jobs < 10 ** Number(width)) return [];
      const message = `%0${width}d is narrower than the numbers of ${step.jobs} jobs.`;
      return [
        finding(script, run.pos, "seed-padding", { message, hint: `write %0${String(step.jobs).length}d or wider` }),
      ];
    }),
  );
