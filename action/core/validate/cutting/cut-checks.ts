import type { Problem } from "../../problems/problem.ts";
import { ofShell, ofShrek } from "../../production/parameters.ts";
import { runColumns } from "../../production/run-row.ts";
import { runKey } from "../../production/table.ts";
import { isList, type Request, type RequestInput, type RequestStep, readsList } from "../../request/request.ts";
import { suggestName } from "../../text/nearest-name.ts";
import { type Faults, type Located, noEffect, type Path, problemAt } from "../../text/places.ts";
import { namePattern } from "./name-pattern.ts";

/** The keys of `by`, `of`. */
export const keyList = (keys: string | readonly string[] | undefined): readonly string[] =>
  keys === undefined ? [] : [keys].flat();

/** What a request says of lists and of the jobs that are cut from them; the lists themselves are not looked at. */
export const checkCutting = (where: Located, request: Request): readonly Problem[] => [
  ...cuttingFaults(where, request),
];

function* cuttingFaults(where: Located, request: Request): Faults {
  for (const name of Object.keys(request.inputs ?? {})) yield* listInputFaults(where, request, name);
  const steps = Object.entries(request.steps);
  for (const [name, step] of steps)
    yield* readsList(request, step)
      ? cutStepFaults(where, request, name, step)
      : uncutStepFaults(where, request, name, step);
  const cut = steps.find(([, step]) => readsList(request, step));
  if (request.extends === undefined || cut === undefined) return;
  const message = `${request.extends} is to be extended, and \`${cut[0]}\` would run the jobs again that it has.`;
  yield noEffect(where, ["extends"], message, "remove `extends`");
}

function* listInputFaults(where: Located, { inputs = {}, runs, steps }: Request, name: string): Faults {
  const written = inputs[name];
  if (written?.list === undefined) return;
  const path: Path = ["inputs", name];
  for (const key of Object.keys(written))
    if (key !== "list" && key !== "names")
      yield noEffect(where, [...path, key], `\`${key}\` cannot be used with a list.`);
  if (written.names === undefined)
    yield problemAt(where, path, "missing-key", {
      message: `\`names\` is missing in \`inputs.${name}\`.`,
      key: true,
      hint: 'write it as the files of the list are called, such as `names: "RAW_{host}-{run:8}-{segment:4}.evt"`',
    });
  else {
    const message = faultOfNames(written.names, runs !== undefined);
    if (message !== undefined) yield problemAt(where, [...path, "names"], "bad-file-names", { message });
  }
  if (!Object.values(steps).some(({ in: read = [] }) => read.some(({ from }) => from === name)))
    yield problemAt(where, path, "unused-input", {
      message: `No step reads the input \`${name}\`.`,
      key: true,
      severity: "warning",
    });
}

const faultOfNames = (names: string, grows: boolean): string | undefined => {
  const { keys } = namePattern(names);
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  const taken = keys.find((key) => ofShrek.test(key) || ofShell.test(key) || (grows && runColumns.includes(key)));
  if (keys.length === 0) return `${names} has no {KEY}, so that all files would have one name.`;
  if (twice !== undefined) return `{${twice}} stands twice in ${names}.`;
  if (taken !== undefined) return `{${taken}} in ${names} is a variable that is set otherwise.`;
  return names.includes("}{")
    ? `Two keys of ${names} stand side by side, and nobody can tell where the first one ends: write one key for both.`
    : undefined;
};

function* uncutStepFaults(
  where: Located,
  { inputs = {} }: Request,
  name: string,
  { in: read = [] }: RequestStep,
): Faults {
  for (const [index, input] of read.entries())
    for (const key of ["by", "complete"] as const) {
      const message = `\`${key}\` is for lists of files, and PanDA cuts \`${input.from}\`.`;
      const hint =
        inputs[input.from]?.production === undefined
          ? "use filesPerJob, or group for files with keys between dots of their names"
          : "list its files with `shrek files TAG@VERSION/STEP --list PLACE`, and read that list by its keys; or use filesPerJob";
      if (input[key] !== undefined) yield noEffect(where, ["steps", name, "in", index, key], message, hint);
    }
}

/** The rows of the cut are the jobs, and no file of them is PanDA's input. */
const ofPanda = ["jobs", "table", "copyInputs", "when"] as const;
const ofCut: ReadonlySet<string> = new Set(["from", "as", "by", "complete"]);

function* cutStepFaults(where: Located, request: Request, name: string, step: RequestStep): Faults {
  const read = step.in ?? [];
  for (const key of ofPanda) {
    const message = `\`${key}\` does nothing in \`${name}\`, whose jobs are cut from lists of files.`;
    if (step[key] !== undefined) yield noEffect(where, ["steps", name, key], message);
  }
  for (const [index, input] of read.entries()) yield* cutInputFaults({ where, request, name, read }, input, index);
}

type OfStep = {
  readonly where: Located;
  readonly request: Request;
  readonly name: string;
  readonly read: readonly RequestInput[];
};

function* cutInputFaults(of: OfStep, input: RequestInput, index: number): Faults {
  const { where, request, name } = of;
  const path: Path = ["steps", name, "in", index];
  if (!isList(request, input.from))
    return yield problemAt(where, [...path, "from"], "bad-keys", {
      message: `\`${name}\` reads a list of files, and \`${input.from}\` is none: SHREK cuts lists into jobs, and PanDA cuts other data.`,
      hint: "write a list of its files too, or read it in another step",
    });
  for (const key of Object.keys(input)) {
    const message = `\`${key}\` cannot be used with a list of files: \`by\` says which files a job reads.`;
    if (!ofCut.has(key)) yield noEffect(where, [...path, key], message);
  }
  if (index === 0 && input.by === undefined)
    yield problemAt(where, path, "missing-key", {
      message: `\`by\` is missing in \`steps.${name}.in\`.`,
      key: true,
      hint: "write the keys of which a job reads all files, such as `by: [run, host]`",
    });
  yield* byFaults(of, input, index);
  if (index === 0) yield* runKeyFaults(of);
  yield* completeFaults(of, input, index);
}

const keysOfInput = ({ inputs = {} }: Request, input: RequestInput | undefined): readonly string[] =>
  namePattern((input === undefined ? undefined : inputs[input.from]?.names) ?? "").keys;

/** Each run is a submission of its own, so that its jobs have to be known by it. */
function* runKeyFaults({ where, request, name, read: [first] }: OfStep): Faults {
  if (request.runs === undefined || first?.by === undefined || keyList(first.by).includes(runKey)) return;
  yield problemAt(where, ["steps", name, "in", 0, "by"], "bad-keys", {
    message: `Each run is a submission, and the jobs of \`${name}\` are not made by \`run\`.`,
    hint: "add run to by, and {run:8} to the names of the files where the run stands",
  });
}

function* byFaults({ where, request, name, read: [first] }: OfStep, input: RequestInput, index: number): Faults {
  const known = keysOfInput(request, input);
  const ofFirst = keyList(first?.by);
  for (const [at, key] of keyList(input.by).entries()) {
    const place = itemOf(["steps", name, "in", index, "by"], input.by, at);
    if (!known.includes(key)) yield unknownKey(where, place, { key, known, of: input.from });
    else if (index > 0 && !ofFirst.includes(key) && first?.by !== undefined)
      yield problemAt(where, place, "bad-keys", {
        message: `The jobs of \`${name}\` are made by ${ofFirst.join(", ")} and have no ${key}, so \`${input.from}\` cannot be joined by it.`,
        hint: `remove it: each job then reads all files of \`${input.from}\`; or add ${key} to \`by\` of the first input`,
      });
  }
}

function* completeFaults(
  { where, request, name }: OfStep,
  { from, by, complete }: RequestInput,
  index: number,
): Faults {
  if (complete === undefined) return;
  const path: Path = ["steps", name, "in", index, "complete"];
  if (by === undefined) {
    const message = `\`complete\` does nothing without \`by\`: each job of \`${name}\` reads all files of \`${from}\`.`;
    if (index > 0) yield noEffect(where, path, message);
    return;
  }
  const known = keysOfInput(request, { from });
  const { each } = complete;
  if (!known.includes(each)) yield unknownKey(where, [...path, "each"], { key: each, known, of: from });
  if (keyList(by).includes(each))
    yield problemAt(where, [...path, "each"], "bad-keys", {
      message: `Each job of \`${name}\` has one ${each} by \`by\`, so it cannot have every one.`,
    });
  for (const [at, key] of keyList(complete.of).entries())
    if (!keyList(by).includes(key))
      yield problemAt(where, itemOf([...path, "of"], complete.of, at), "bad-keys", {
        message: `The jobs of \`${name}\` read \`${from}\` by ${keyList(by).join(", ")}, not by ${key}.`,
        hint: `write one of ${keyList(by).join(", ")}`,
      });
}

const itemOf = (path: Path, written: RequestInput["by"], at: number): Path =>
  Array.isArray(written) ? [...path, at] : path;

const unknownKey = (
  where: Located,
  path: Path,
  { key, known, of }: { readonly key: string; readonly known: readonly string[]; readonly of: string },
): Problem =>
  problemAt(where, path, "bad-keys", {
    message: `The names of the files of \`${of}\` have no key \`${key}\`.`,
    hint: suggestName(key, known),
  });
