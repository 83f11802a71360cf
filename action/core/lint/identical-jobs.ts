import type { Problem } from "../problems/problem.ts";
import { cellProblem } from "../validate/tables/cells.ts";
import { finding, isModest, isPython, isRoot, isShell, isSource } from "./bash/script.ts";
import type { Run } from "./bash/simple-command.ts";
import { checkFixedSeeds } from "./fixed-seeds.ts";
import { type LintedStep, rowVariables } from "./linted-step.ts";
import { isRead } from "./parameters.ts";
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
