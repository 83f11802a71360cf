import { isTrial } from "../conventions/version-style.ts";
import type { Problem } from "../problems/problem.ts";
import { inputNameOf, inputsOf, onlyWatches, readCondition } from "../production/condition.ts";
import { outputName, type Request, type RequestInput, type RequestStep, readsList } from "../request/request.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { eventFaults } from "./event-faults.ts";
import { noEffect } from "./no-effect.ts";
import { patternFaults } from "./pattern-faults.ts";

/** Options that would be taken and do nothing, or not what the author thinks: PanDA says nothing of them. */
export const checkStepOptions = (
  where: Located,
  request: Request,
  name: string,
  step: RequestStep,
): readonly Problem[] => [
  ...splittingFaults(where, name, step),
  ...tableFaults(where, request, name, step),
  ...inputFaults(where, request, name, step),
  ...repeatFaults(where, name, step),
  ...conditionFaults(where, request, name, step),
  ...containerFaults(where, request, name, step),
  ...outputFaults(where, name, step),
  ...packFaults(where, name, step),
  ...patternFaults(where, name, step),
  ...sentFaults(where, request, name, step),
  ...checkFaults(where, name, step),
  ...validationFaults(where, request, name, step),
];

const splittingFaults = (where: Located, name: string, step: RequestStep): readonly Problem[] => {
  const path = ["steps", name];
  const reads = (step.in ?? []).length > 0 && !onlyWatches(step);
  const divided = eventFaults(where, name, step);
  const copies =
    step.copyInputs === undefined || reads
      ? []
      : [noEffect(where, [...path, "copyInputs"], `\`copyInputs\` copies input files, and \`${name}\` reads none.`)];
  return [...copies, ...divided];
};

/** Where a job has another number of events, or none is said, nothing could be compared. */
const checkFaults = (where: Located, name: string, { checks, eventsPerJob, in: [primary] = [] }: RequestStep) => {
  if (checks?.events === undefined) return [];
  const path = ["steps", name, "checks", "events"];
  if (eventsPerJob === undefined)
    return [noEffect(where, path, "`events` is a share of `eventsPerJob`.", "write eventsPerJob at the step")];
  return primary?.eventsPerFile === undefined
    ? []
    : [noEffect(where, path, "The last job of a file may have fewer events than `eventsPerJob`.", "compare in `run`")];
};

/** What reads no data of a step finds none good; and one job of it that failed has found them bad. */
const validationFaults = (
  where: Located,
  { steps }: Request,
  name: string,
  { validates, accept, in: inputs = [] }: RequestStep,
): readonly Problem[] => {
  if (validates !== true) return [];
  const path = ["steps", name];
  const reads = inputs.some(({ from }) => Object.hasOwn(steps, from));
  return [
    ...(reads
      ? []
      : [
          noEffect(
            where,
            [...path, "validates"],
            `\`validates\` is about data of the steps that a step reads, and \`${name}\` reads those of none.`,
            "read the step to validate: `in: [{ from: STEP, filesPerJob: all }]`",
          ),
        ]),
    ...(accept === undefined
      ? []
      : [
          noEffect(
            where,
            [...path, "accept"],
            `All jobs of \`${name}\` must succeed, because it validates.`,
            "remove accept",
          ),
        ]),
  ];
};

/** A table says which jobs there are, so nothing else may. */
const tableFaults = (where: Located, request: Request, name: string, step: RequestStep): readonly Problem[] => {
  if (step.table === undefined) return [];
  const path = ["steps", name, "table"];
  if (step.in !== undefined)
    return [
      noEffect(
        where,
        path,
        `\`table\` makes one job a row, and the files of its input decide which jobs \`${name}\` has.`,
      ),
    ];
  if (step.jobs !== undefined)
    return [
      noEffect(where, ["steps", name, "jobs"], `The rows of the table are the jobs of \`${name}\`.`, "remove jobs"),
    ];
  return request.extends === undefined
    ? []
    : [
        noEffect(
          where,
          path,
          `${request.extends} is to be extended, and the jobs of the rows that it has would run again.`,
          "remove `extends`: all rows then make a new sample; or put new rows into a table of another production",
        ),
      ];
};

const inputFaults = (where: Located, request: Request, name: string, step: RequestStep): readonly Problem[] =>
  (step.in ?? []).flatMap((input, index) => {
    const path: Path = ["steps", name, "in", index];
    const missing =
      input.by === undefined &&
      input.filesPerJob === undefined &&
      !readsList(request, step) &&
      !onlyWatches(step) &&
      input.gbPerJob === undefined
        ? [
            problemAt(where, path, "missing-key", {
              message: `\`filesPerJob\` is missing in \`steps.${name}.in\`.`,
              key: true,
              hint: "write it, such as `filesPerJob: 1`",
            }),
          ]
        : [];
    const secondary = (["eventsPerFile", "gbPerJob", "maxFiles", "exclude", "repeat"] as const)
      .filter((key) => input[key] !== undefined && index > 0)
      .map((key) =>
        noEffect(where, [...path, key], `\`${key}\` works on the first input only.`, "list this input first"),
      );
    const ofStep =
      index === 0 && input.repeat !== undefined && Object.hasOwn(request.steps, input.from)
        ? [noEffect(where, [...path, "repeat"], `\`repeat\` works on data from outside, and ${input.from} is a step.`)]
        : [];
    return [...missing, ...secondary, ...bySizeFaults(where, path, input), ...ofStep];
  });

const bySizeFaults = (where: Located, path: Path, input: RequestInput): readonly Problem[] => {
  if (input.gbPerJob === undefined)
    return input.maxFilesPerJob === undefined
      ? []
      : [noEffect(where, [...path, "maxFilesPerJob"], "`maxFilesPerJob` needs `gbPerJob`.", "use filesPerJob")];
  return input.filesPerJob === undefined
    ? []
    : [
        noEffect(
          where,
          [...path, "filesPerJob"],
          `\`${input.from}\` has both gbPerJob and filesPerJob; PanDA would use only one of them.`,
          "remove one",
        ),
      ];
};

/** JEDI reads a repeated dataset as if it were another one: counts over the whole step begin again. */
const repeatFaults = (where: Located, name: string, step: RequestStep): readonly Problem[] =>
  step.in?.[0]?.repeat === undefined
    ? []
    : [
        ...(step.seed === undefined
          ? []
          : [
              resets(
                where,
                ["steps", name, "seed"],
                `\`${name}\` reads its data again and again, and PanDA would give the jobs of each reading the same numbers.`,
              ),
            ]),
        ...(step.in[0].maxFiles === undefined
          ? []
          : [
              resets(
                where,
                ["steps", name, "in", 0, "maxFiles"],
                `\`${name}\` reads its data again and again, and PanDA cannot stop at \`maxFiles\` in between.`,
              ),
            ]),
      ];

const resets = (where: Located, path: Path, message: string): Problem =>
  problemAt(where, path, "repeat-resets", {
    message,
    key: true,
    hint: "write one step for each reading",
  });

const conditionFaults = (where: Located, request: Request, name: string, step: RequestStep): readonly Problem[] => {
  if (step.when === undefined) return [];
  const bad = (message: string, hint?: string): readonly Problem[] => [
    problemAt(where, ["steps", name, "when"], "bad-condition", {
      message: `\`when\` of \`${name}\`: ${message}.`,
      hint: hint ?? "`a || b` runs as soon as either input is made, `!a` when it could not be made",
    }),
  ];
  const inputs = step.in ?? [];
  const names = inputs.map(inputNameOf);
  const read = readCondition(step.when, names);
  if (read === undefined) return bad("PanDA reads one input, two joined by && or ||, or one with ! in front");
  if (typeof read === "string") return bad(`\`${read}\` is not the name of an input`, suggestName(read, names));
  const outside = inputsOf(read)
    .map((input) => inputs[input - 1])
    .find((input) => input !== undefined && !Object.hasOwn(request.steps, input.from));
  if (outside !== undefined)
    return bad(`\`${inputNameOf(outside)}\` comes from outside; a condition can use outputs of steps only`);
  if (read.kind === "failed" && inputs.length > 1)
    return bad("a step that runs when an input failed can have no other input");
  return [];
};

const containerFaults = (where: Located, request: Request, name: string, step: RequestStep): readonly Problem[] => {
  const container = step.container ?? request.defaults?.container;
  if (
    container === undefined ||
    isTrial(request.version) ||
    container.startsWith("/cvmfs/") ||
    container.includes("@sha256:")
  )
    return [];
  const path = step.container === undefined ? ["defaults", "container"] : ["steps", name, "container"];
  return [
    problemAt(where, path, "container-not-pinned", {
      message: `The image ${container} may change under its name.`,
      hint: "a release names it by digest: IMAGE@sha256:<64 hex digits>",
    }),
  ];
};

const outputFaults = (where: Located, name: string, { out }: RequestStep): readonly Problem[] => {
  const names = out.map((output) => (typeof output === "string" ? output : output.name));
  const twice = names.flatMap((output, index) =>
    names.indexOf(output) < index && (typeof out[index] !== "string" || typeof out[names.indexOf(output)] !== "string")
      ? problemAt(where, ["steps", name, "out", index], "out-of-range", {
          message: `\`${name}\` names the output ${output} twice.`,
        })
      : [],
  );
  const allOptional =
    out.length > 0 && out.every((output) => typeof output !== "string" && output.optional === true)
      ? [
          problemAt(where, ["steps", name, "out"], "nothing-required", {
            message: `Every output of \`${name}\` is optional: a job that makes nothing would count as successful.`,
            severity: "warning",
            key: true,
          }),
        ]
      : [];
  return [...twice, ...allOptional];
};

/** What is packed has one archive, and no other way to come about. */
const packFaults = (where: Located, name: string, { out }: RequestStep): readonly Problem[] =>
  out.flatMap((output, index) => {
    if (typeof output === "string" || output.packs === undefined) return [];
    const path: Path = ["steps", name, "out", index];
    return output.name.endsWith(".tar")
      ? []
      : problemAt(where, [...path, "name"], "bad-output-name", {
          message: `\`packs\` makes a tar archive, and ${output.name} does not end in .tar.`,
          hint: `such as ${output.name.replace(/\..*$/, "")}.tar`,
        });
  });

/** A file that SHREK sends is in each job's folder before the payload begins: a job that makes nothing would look good. */
const sentFaults = (where: Located, { steps }: Request, name: string, { out }: RequestStep): readonly Problem[] =>
  out.flatMap((output, index) =>
    isSent(outputName(output), steps)
      ? problemAt(where, ["steps", name, "out", index], "bad-output-name", {
          message: `"${outputName(output)}" is the name of a file that SHREK sends with the jobs.`,
          hint: "give the output another name",
        })
      : [],
  );

const isSent = (file: string, steps: Request["steps"]): boolean => {
  if (file === "workflow.cwl" || file === "inputs.yaml") return true;
  const [, folder, script] = ofStep.exec(file) ?? [];
  const step = folder ?? script;
  return step !== undefined && Object.hasOwn(steps, step);
};
/** The folder of a step, one of its scripts, or the file of its row. */
const ofStep = /^(?:__(.+)|(.+?)(?:(?:\.run|\.rows)?\.sh|\.row))$/;
