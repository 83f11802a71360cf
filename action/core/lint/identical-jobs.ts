import type { Problem } from "../problems/problem.ts";
import { isModest, isPython, isRoot, isShell, isSource } from "./bash/programs.ts";
import { finding } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import type { LintedStep } from "./linted-step.ts";
import { isRead } from "./parameters.ts";
import { checkSameEvents, mayHandOn } from "./seeds.ts";
import { rowVariables } from "./variables.ts";

/**
 * A program that gets nothing of its job, in a step without inputs and without `seed`: it makes the same in all of
 * them, unless it chooses a seed itself, which nobody here can see. Of ROOT more is known: `checkSameEvents`.
 */
export const checkIdenticalJobs = (linted: LintedStep): readonly Problem[] => {
  const { production, step, scripts, texts, path } = linted;
  if (step.inputs.length > 0 || (step.maxJobs ?? 1) < 2 || step.seed !== undefined) return [];
  if (production.where.places.joined([...path, "run"]) !== undefined) return [];
  if (scripts.some((script) => mayHandOn(script, linted)) || checkSameEvents(linted).length > 0) return [];
  if (["uniqueId", ...rowVariables(step)].some((name) => isRead(linted, name))) return [];
  if (scripts.some(({ text }) => differing.test(text))) return [];
  if ([...texts.values()].some((text) => differing.test(text) || choosing.test(text))) return [];
  const [found] = scripts.flatMap((script) =>
    script.facts.runs.filter((run) => isWork(run, linted)).map((run) => ({ script, run })),
  );
  if (found === undefined) return [];
  return [
    finding(found.script, found.run.pos, "identical-jobs", {
      message: `Nothing tells \`${found.run.name}\` which of the ${step.maxJobs ?? "many"} jobs it runs in: unless it chooses a seed itself, all of them make the same events.`,
      hint: "add `seed: {}` and pass $uniqueId to it",
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
