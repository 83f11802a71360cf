import type { Redirection } from "unbash";
import type { Problem } from "../problems/problem.ts";
import { joinedBy } from "../text/amounts.ts";
import { problemAt } from "../text/places.ts";
import { expand, unknown } from "./bash/expand.ts";
import { isModest, isRoot, isShell, isSource } from "./bash/programs.ts";
import { finding, isInserted, type Script } from "./bash/script.ts";
import type { Use } from "./bash/variable-uses.ts";
import { calledBy, type LintedStep } from "./linted-step.ts";
import { isRead } from "./parameters.ts";
import { rowVariables } from "./variables.ts";

/** A generator whose jobs are all alike: a thousand copies of one job's events look like statistics. */
export const checkSameEvents = (linted: LintedStep): readonly Problem[] => {
  const { step, scripts } = linted;
  if (step.inputs.length > 0 || (step.maxJobs ?? 2) < 2 || linted.opaque) return [];
  if (["uniqueId", ...rowVariables(step)].some((name) => isRead(linted, name))) return [];
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
      hint: step.seed === undefined ? "add `seed`, and pass $uniqueId to the macro" : "pass $uniqueId to the macro",
    }),
  ];
};

/** Without `seed` the jobs count from 1 in every submission: what was meant as more events is the same ones again. */
export const checkUnkeptSeeds = ({ step, scripts, resources }: LintedStep): readonly Problem[] => {
  if (step.seed !== undefined || step.inputs.length > 0 || (step.maxJobs ?? 2) < 2) return [];
  const [found] = scripts.flatMap((script) =>
    script.facts.uses.filter(({ name }) => name === "uniqueId").map((use) => ({ script, use })),
  );
  if (found === undefined || scripts.some((script) => readsTable(script, resources))) return [];
  return [
    finding(found.script, found.use.pos, "seed-overlap", {
      message: `\`${step.name}\` has no \`seed\`, so \`uniqueId\` is 1, 2, 3 ... in every submission.`,
      hint: "add seed: {} so that each submission gets unique numbers",
    }),
  ];
};

/** The numbers of the jobs are given out, and reach no more than names of files: then every job has the same seed. */
export const checkUnreadSeeds = (linted: LintedStep): readonly Problem[] => {
  const { production, step, scripts, path } = linted;
  if (step.seed === undefined || (step.maxJobs ?? 2) < 2 || scripts.some((script) => mayHandOn(script, linted)))
    return [];
  // One cause is reported once: commands that YAML folds are no commands.
  if (production.where.places.joined([...path, "run"]) !== undefined) return [];
  const named = scripts.some(({ facts }) => facts.uses.some(isJobNumber));
  if (named ? step.inputs.length > 0 || !scripts.every(onlyNamesFiles) : isRead(linted, "uniqueId")) return [];
  if (checkSameEvents(linted).length > 0) return [];
  const message = named
    ? `In \`${step.name}\` \`uniqueId\` reaches ${joinedBy([...new Set(scripts.flatMap(gettingIt))], "and")} only, for a name or a text: nothing makes events from it.`
    : `Nothing in \`${step.name}\` reads \`uniqueId\`, so \`seed\` has no effect.`;
  const hint = "pass $uniqueId to what makes the events, or remove `seed`";
  return [problemAt(production.where, [...path, "seed"], "seed-not-read", { message, hint, key: true })];
};

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
const gettingIt = ({ facts }: Script): readonly string[] =>
  facts.uses.filter(isJobNumber).flatMap((use) => runsAround(facts, use).map(({ name }) => `\`${name}\``));
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

const readers: readonly string[] = ["sed", "awk", "gawk", "head", "tail", "cut", "grep", "egrep", "jq", "mapfile"];

/** `sed -n "${uniqueId}p" runs.txt`: the number is a row, and row 1 is the same row in every submission. */
const readsTable = ({ facts, text }: Script, resources: ReadonlySet<string>): boolean =>
  facts.uses.some(({ index }) => index?.includes("uniqueId") === true) ||
  facts.runs.some(
    ({ name, args, redirects }) =>
      readers.includes(name ?? "") &&
      args.some((word) => text.slice(word.pos, word.end).includes("uniqueId")) &&
      [...args.map(({ value }) => value), ...redirects.map((one) => redirectedFrom(one) ?? "")].some((file) =>
        resources.has(file.replace(/^\.\//, "")),
      ),
  );

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
