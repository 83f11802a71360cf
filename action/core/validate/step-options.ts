import { isTrial } from "../conventions/version-style.ts";
import type { Problem } from "../problems/problem.ts";
import { inputNameOf, inputsOf, onlyWatches, readCondition } from "../production/condition.ts";
import { outputName, type Request, type RequestInput, type RequestStep, readsList } from "../request/request.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Faults, type Located, noEffect, type Path, problemAt } from "../text/places.ts";

type StepAsked = {
  readonly where: Located;
  readonly request: Request;
  readonly name: string;
  readonly step: RequestStep;
  readonly path: Path;
};

/** Options that would be taken and do nothing, or not what the author thinks: PanDA says nothing of them. */
export const checkStepOptions = (
  where: Located,
  request: Request,
  name: string,
  step: RequestStep,
): readonly Problem[] =>
  [
    ...[copyFaults, eventFaults, tableFaults, inputFaults, repeatFaults, conditionFaults, containerFaults],
    ...[outputFaults, packFaults, patternFaults, sentFaults, checkFaults, validationFaults],
  ].flatMap((faults) => [...faults({ where, request, name, step, path: ["steps", name] })]);

function* copyFaults({ where, name, step, path }: StepAsked): Faults {
  const reads = (step.in ?? []).length > 0 && !onlyWatches(step);
  if (step.copyInputs !== undefined && !reads)
    yield noEffect(where, [...path, "copyInputs"], `\`copyInputs\` copies input files, and \`${name}\` reads none.`);
}

/** JEDI begins a job where the one before it ended, also within a file: parts of two files would be one job, were they no multiples. */
function* eventFaults({ where, step: { in: [primary] = [], eventsPerJob }, ...of }: StepAsked): Faults {
  const perFile = primary?.eventsPerFile;
  if (primary === undefined || perFile === undefined) return;
  const path = [...of.path, "in", 0, "eventsPerFile"];
  const other = (["group", "gbPerJob", "repeat"] as const).find((key) => primary[key] !== undefined);
  if (eventsPerJob === undefined) {
    const message = "`eventsPerFile` divides a file among jobs of `eventsPerJob`.";
    yield noEffect(where, path, message, "write eventsPerJob at the step");
  } else if (other !== undefined || primary.filesPerJob !== 1) {
    const message = "`eventsPerFile` divides each file among jobs, so a job reads one.";
    yield noEffect(where, path, message, other === undefined ? "write filesPerJob: 1" : `remove ${other}`);
  } else if (perFile % eventsPerJob !== 0)
    yield problemAt(where, path, "out-of-range", {
      message: `${perFile} events of a file cannot be divided into jobs of ${eventsPerJob}.`,
      key: true,
      hint: "write an `eventsPerJob` that divides it: the last job of each file would read into the next file",
    });
}

/** Where a job has another number of events, or none is said, nothing could be compared. */
function* checkFaults({ where, step: { checks, eventsPerJob, in: [primary] = [] }, ...of }: StepAsked): Faults {
  if (checks?.events === undefined) return;
  const path = [...of.path, "checks", "events"];
  if (eventsPerJob === undefined)
    yield noEffect(where, path, "`events` is a share of `eventsPerJob`.", "write eventsPerJob at the step");
  else if (primary?.eventsPerFile !== undefined)
    yield noEffect(
      where,
      path,
      "The last job of a file may have fewer events than `eventsPerJob`.",
      "compare in `run`",
    );
}

/** What reads no data of a step finds none good; and one job of it that failed has found them bad. */
function* validationFaults({ where, request: { steps }, name, step, path }: StepAsked): Faults {
  if (step.validates !== true) return;
  if (!(step.in ?? []).some(({ from }) => Object.hasOwn(steps, from))) {
    const message = `\`validates\` is about data of the steps that a step reads, and \`${name}\` reads those of none.`;
    const hint = "read the step to validate: `in: [{ from: STEP, filesPerJob: all }]`";
    yield noEffect(where, [...path, "validates"], message, hint);
  }
  if (step.accept !== undefined)
    yield noEffect(
      where,
      [...path, "accept"],
      `All jobs of \`${name}\` must succeed, because it validates.`,
      "remove accept",
    );
}

/** A table says which jobs there are, so nothing else may. */
function* tableFaults({ where, request, name, step, path }: StepAsked): Faults {
  if (step.table === undefined) return;
  const table = [...path, "table"];
  if (step.in !== undefined) {
    const message = `\`table\` makes one job a row, and the files of its input decide which jobs \`${name}\` has.`;
    yield noEffect(where, table, message);
  } else if (step.jobs !== undefined)
    yield noEffect(where, [...path, "jobs"], `The rows of the table are the jobs of \`${name}\`.`, "remove jobs");
  else if (request.extends !== undefined) {
    const message = `${request.extends} is to be extended, and the jobs of the rows that it has would run again.`;
    const hint =
      "remove `extends`: all rows then make a new sample; or put new rows into a table of another production";
    yield noEffect(where, table, message, hint);
  }
}

function* inputFaults({ where, request, name, step, path: ofStep }: StepAsked): Faults {
  for (const [index, input] of (step.in ?? []).entries()) {
    const path = [...ofStep, "in", index];
    const isCut = (["by", "filesPerJob", "gbPerJob"] as const).some((key) => input[key] !== undefined);
    if (!isCut && !readsList(request, step) && !onlyWatches(step))
      yield problemAt(where, path, "missing-key", {
        message: `\`filesPerJob\` is missing in \`steps.${name}.in\`.`,
        key: true,
        hint: "write it, such as `filesPerJob: 1`",
      });
    for (const key of ["eventsPerFile", "gbPerJob", "maxFiles", "exclude", "repeat"] as const)
      if (input[key] !== undefined && index > 0)
        yield noEffect(where, [...path, key], `\`${key}\` works on the first input only.`, "list this input first");
    yield* bySizeFaults(where, path, input);
    if (index === 0 && input.repeat !== undefined && Object.hasOwn(request.steps, input.from))
      yield noEffect(where, [...path, "repeat"], `\`repeat\` works on data from outside, and ${input.from} is a step.`);
  }
}

function* bySizeFaults(where: Located, path: Path, input: RequestInput): Faults {
  if (input.gbPerJob === undefined && input.maxFilesPerJob !== undefined)
    yield noEffect(where, [...path, "maxFilesPerJob"], "`maxFilesPerJob` needs `gbPerJob`.", "use filesPerJob");
  if (input.gbPerJob !== undefined && input.filesPerJob !== undefined) {
    const message = `\`${input.from}\` has both gbPerJob and filesPerJob; PanDA would use only one of them.`;
    yield noEffect(where, [...path, "filesPerJob"], message, "remove one");
  }
}

/** JEDI reads a repeated dataset as if it were another one: counts over the whole step begin again. */
function* repeatFaults({ where, name, step, path }: StepAsked): Faults {
  const [primary] = step.in ?? [];
  if (primary?.repeat === undefined) return;
  const resets = (at: Path, why: string): Problem =>
    problemAt(where, at, "repeat-resets", {
      message: `\`${name}\` reads its data again and again, and PanDA ${why}.`,
      key: true,
      hint: "write one step for each reading",
    });
  if (step.seed !== undefined) yield resets([...path, "seed"], "would give the jobs of each reading the same numbers");
  if (primary.maxFiles !== undefined)
    yield resets([...path, "in", 0, "maxFiles"], "cannot stop at `maxFiles` in between");
}

function* conditionFaults({ where, request, name, step, path }: StepAsked): Faults {
  if (step.when === undefined) return;
  const bad = (message: string, hint?: string): Problem =>
    problemAt(where, [...path, "when"], "bad-condition", {
      message: `\`when\` of \`${name}\`: ${message}.`,
      hint: hint ?? "`a || b` runs as soon as either input is made, `!a` when it could not be made",
    });
  const inputs = step.in ?? [];
  const names = inputs.map(inputNameOf);
  const read = readCondition(step.when, names);
  if (read === undefined) return yield bad("PanDA reads one input, two joined by && or ||, or one with ! in front");
  if (typeof read === "string") return yield bad(`\`${read}\` is not the name of an input`, suggestName(read, names));
  const outside = inputsOf(read)
    .map((input) => inputs[input - 1])
    .find((input) => input !== undefined && !Object.hasOwn(request.steps, input.from));
  if (outside !== undefined)
    yield bad(`\`${inputNameOf(outside)}\` comes from outside; a condition can use outputs of steps only`);
  else if (read.kind === "failed" && inputs.length > 1)
    yield bad("a step that runs when an input failed can have no other input");
}

function* containerFaults({ where, request, step, path }: StepAsked): Faults {
  const container = step.container ?? request.defaults?.container;
  if (container === undefined || isTrial(request.version)) return;
  if (container.startsWith("/cvmfs/") || container.includes("@sha256:")) return;
  yield problemAt(
    where,
    [...(step.container === undefined ? ["defaults"] : path), "container"],
    "container-not-pinned",
    {
      message: `The image ${container} may change under its name.`,
      hint: "a release names it by digest: IMAGE@sha256:<64 hex digits>",
    },
  );
}

function* outputFaults({ where, name, step: { out }, path }: StepAsked): Faults {
  const names = out.map(outputName);
  for (const [index, output] of names.entries()) {
    const first = names.indexOf(output);
    if (first < index && (typeof out[index] !== "string" || typeof out[first] !== "string"))
      yield problemAt(where, [...path, "out", index], "out-of-range", {
        message: `\`${name}\` names the output ${output} twice.`,
      });
  }
  for (const [index, output] of out.entries())
    if (typeof output !== "string" && output.optional === true)
      yield problemAt(where, [...path, "out", index, "optional"], "output-optional", {
        message: `PanDA fails jobs for an optional output, and ${output.name} of \`${name}\` is one.`,
        key: true,
      });
}

/** What is packed has one archive, and no other way to come about. */
function* packFaults({ where, step: { out }, ...of }: StepAsked): Faults {
  for (const [index, output] of out.entries())
    if (typeof output !== "string" && output.packs !== undefined && !output.name.endsWith(".tar"))
      yield problemAt(where, [...of.path, "out", index, "name"], "bad-output-name", {
        message: `\`packs\` makes a tar archive, and ${output.name} does not end in .tar.`,
        hint: `such as ${output.name.replace(/\..*$/, "")}.tar`,
      });
}

/** PanDA reads the output's name behind the last `_` of its dataset, and its pilot stores what one pattern finds, and nothing else (PANDA P52). */
function* patternFaults({ where, name, step: { out }, ...of }: StepAsked): Faults {
  for (const [index, output] of out.entries()) {
    if (typeof output === "string" || output.files === undefined) continue;
    const path = [...of.path, "out", index];
    if (output.packs !== undefined) {
      const message = `${output.name} has all files of a pattern, and no \`packs\`.`;
      yield noEffect(where, [...path, "packs"], message, "remove packs");
    } else if (out.length > 1)
      yield problemAt(where, [...path, "files"], "pattern-not-alone", {
        message: `${output.name} has all files of a pattern, and \`${name}\` has other outputs.`,
        key: true,
      });
    else if (output.name.includes("_"))
      yield problemAt(where, [...path, "name"], "bad-output-name", {
        message: `PanDA reads the name of an output with \`files\` from its last _ on: ${output.name} would be ${output.name.replace(/^.*_/, "")}.`,
        hint: `such as ${output.name.replaceAll("_", "-")}`,
      });
  }
}

/** A file that SHREK sends is in each job's folder before the payload begins: a job that makes nothing would look good. */
function* sentFaults({ where, request: { steps }, step: { out }, path }: StepAsked): Faults {
  for (const [index, output] of out.map(outputName).entries())
    if (isSent(output, steps))
      yield problemAt(where, [...path, "out", index], "bad-output-name", {
        message: `"${output}" is the name of a file that SHREK sends with the jobs.`,
        hint: "give the output another name",
      });
}

const isSent = (file: string, steps: Request["steps"]): boolean => {
  if (file === "workflow.cwl" || file === "inputs.yaml") return true;
  const [, folder, script] = ofStep.exec(file) ?? [];
  const step = folder ?? script;
  return step !== undefined && Object.hasOwn(steps, step);
};
/** The folder of a step, one of its scripts, or the file of its row. */
const ofStep = /^(?:__(.+)|(.+?)(?:(?:\.run|\.rows)?\.sh|\.row))$/;
