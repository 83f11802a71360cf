import type { Problem } from "../../problems/problem.ts";
import { ofShell, ofShrek } from "../../production/parameters.ts";
import { runColumns } from "../../production/run-row.ts";
import { runKey } from "../../production/table.ts";
import { isList, type Request, type RequestInput, type RequestStep, readsList } from "../../request/request.ts";
import { suggestName } from "../../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../../text/places.ts";
import { namePattern } from "./name-pattern.ts";

/** The keys of `by`, `of`. */
export const keyList = (keys: string | readonly string[] | undefined): readonly string[] =>
  keys === undefined ? [] : [keys].flat();

/** What a request says of lists and of the jobs that are cut from them; the lists themselves are not looked at. */
export const checkCutting = (where: Located, request: Request): readonly Problem[] => [
  ...Object.keys(request.inputs ?? {}).flatMap((name) => checkListInput(where, request, name)),
  ...Object.entries(request.steps).flatMap(([name, step]) =>
    readsList(request, step) ? checkCutStep(where, request, name, step) : checkUncutStep(where, request, name, step),
  ),
  ...checkExtended(where, request),
];

const checkExtended = (where: Located, request: Request): readonly Problem[] => {
  const cut = Object.entries(request.steps).find(([, step]) => readsList(request, step));
  return request.extends === undefined || cut === undefined
    ? []
    : [
        problemAt(where, ["extends"], "no-effect", {
          message: `${request.extends} is to be extended, and \`${cut[0]}\` would run the jobs again that it has.`,
          key: true,
          hint: "remove `extends`",
        }),
      ];
};

const checkListInput = (where: Located, { inputs = {}, runs, steps }: Request, name: string): readonly Problem[] => {
  const written = inputs[name];
  if (written?.list === undefined) return [];
  const path: Path = ["inputs", name];
  const others = Object.keys(written).filter((key) => key !== "list" && key !== "names");
  const isRead = Object.values(steps).some(({ in: read = [] }) => read.some(({ from }) => from === name));
  return [
    ...others.map((key) =>
      problemAt(where, [...path, key], "no-effect", { message: `\`${key}\` cannot be used with a list.`, key: true }),
    ),
    ...(written.names === undefined
      ? [
          problemAt(where, path, "missing-key", {
            message: `\`names\` is missing in \`inputs.${name}\`.`,
            key: true,
            hint: 'write it as the files of the list are called, such as `names: "RAW_{host}-{run:8}-{segment:4}.evt"`',
          }),
        ]
      : checkListNames(where, [...path, "names"], written.names, runs !== undefined)),
    ...(isRead
      ? []
      : [
          problemAt(where, path, "unused-input", {
            message: `No step reads the input \`${name}\`.`,
            key: true,
            severity: "warning",
          }),
        ]),
  ];
};

const checkListNames = (where: Located, path: Path, names: string, grows: boolean): readonly Problem[] => {
  const { keys } = namePattern(names);
  const twice = keys.find((key, index) => keys.indexOf(key) < index);
  const taken = keys.find((key) => ofShrek.test(key) || ofShell.test(key) || (grows && runColumns.includes(key)));
  const bad = (message: string): readonly Problem[] => [problemAt(where, path, "bad-file-names", { message })];
  if (keys.length === 0) return bad(`${names} has no {KEY}, so that all files would have one name.`);
  if (twice !== undefined) return bad(`{${twice}} stands twice in ${names}.`);
  if (taken !== undefined) return bad(`{${taken}} in ${names} is a variable that is set otherwise.`);
  return names.includes("}{")
    ? bad(
        `Two keys of ${names} stand side by side, and nobody can tell where the first one ends: write one key for both.`,
      )
    : [];
};

const checkUncutStep = (
  where: Located,
  { inputs = {} }: Request,
  name: string,
  { in: read = [] }: RequestStep,
): readonly Problem[] =>
  read.flatMap((input, index) =>
    (["by", "complete"] as const)
      .filter((key) => input[key] !== undefined)
      .map((key) =>
        problemAt(where, ["steps", name, "in", index, key], "no-effect", {
          message: `\`${key}\` is for lists of files, and PanDA cuts \`${input.from}\`.`,
          key: true,
          hint:
            inputs[input.from]?.production === undefined
              ? "use filesPerJob, or group for files with keys between dots of their names"
              : "list its files with `shrek files TAG@VERSION/STEP --list PLACE`, and read that list by its keys; or use filesPerJob",
        }),
      ),
  );

/** The rows of the cut are the jobs, and no file of them is PanDA's input. */
const ofPanda = ["jobs", "table", "copyInputs", "when"] as const;
const ofCut: ReadonlySet<string> = new Set(["from", "as", "by", "complete"]);

const checkCutStep = (where: Located, request: Request, name: string, step: RequestStep): readonly Problem[] => {
  const read = step.in ?? [];
  const path: Path = ["steps", name];
  return [
    ...ofPanda
      .filter((key) => step[key] !== undefined)
      .map((key) =>
        problemAt(where, [...path, key], "no-effect", {
          message: `\`${key}\` does nothing in \`${name}\`, whose jobs are cut from lists of files.`,
          key: true,
        }),
      ),
    ...read.flatMap((input, index) => checkCutInput({ where, request, name, read }, input, index)),
  ];
};

type OfStep = {
  readonly where: Located;
  readonly request: Request;
  readonly name: string;
  readonly read: readonly RequestInput[];
};

const checkCutInput = (of: OfStep, input: RequestInput, index: number): readonly Problem[] => {
  const { where, request, name } = of;
  const path: Path = ["steps", name, "in", index];
  if (!isList(request, input.from))
    return [
      problemAt(where, [...path, "from"], "bad-keys", {
        message: `\`${name}\` reads a list of files, and \`${input.from}\` is none: SHREK cuts lists into jobs, and PanDA cuts other data.`,
        hint: "write a list of its files too, or read it in another step",
      }),
    ];
  const others = Object.keys(input).filter((key) => !ofCut.has(key));
  return [
    ...others.map((key) =>
      problemAt(where, [...path, key], "no-effect", {
        message: `\`${key}\` cannot be used with a list of files: \`by\` says which files a job reads.`,
        key: true,
      }),
    ),
    ...(index === 0 && input.by === undefined
      ? [
          problemAt(where, path, "missing-key", {
            message: `\`by\` is missing in \`steps.${name}.in\`.`,
            key: true,
            hint: "write the keys of which a job reads all files, such as `by: [run, host]`",
          }),
        ]
      : []),
    ...checkBy(of, input, index),
    ...(index === 0 ? checkRunKey(of) : []),
    ...checkComplete(of, input, index),
  ];
};

const keysOfInput = ({ inputs = {} }: Request, input: RequestInput | undefined): readonly string[] =>
  namePattern((input === undefined ? undefined : inputs[input.from]?.names) ?? "").keys;

/** Each run is a submission of its own, so that its jobs have to be known by it. */
const checkRunKey = ({ where, request, name, read }: OfStep): readonly Problem[] => {
  const [first] = read;
  return request.runs === undefined || first?.by === undefined || keyList(first.by).includes(runKey)
    ? []
    : [
        problemAt(where, ["steps", name, "in", 0, "by"], "bad-keys", {
          message: `Each run is a submission, and the jobs of \`${name}\` are not made by \`run\`.`,
          hint: "add run to by, and {run:8} to the names of the files where the run stands",
        }),
      ];
};

const checkBy = ({ where, request, name, read }: OfStep, input: RequestInput, index: number): readonly Problem[] => {
  const path: Path = ["steps", name, "in", index, "by"];
  const known = keysOfInput(request, input);
  const [first] = read;
  const ofFirst = keyList(first?.by);
  return keyList(input.by).flatMap((key, at) => {
    const place = itemOf(path, input.by, at);
    if (!known.includes(key)) return unknownKey(where, place, { key, known, of: input.from });
    return index === 0 || ofFirst.includes(key) || first?.by === undefined
      ? []
      : problemAt(where, place, "bad-keys", {
          message: `The jobs of \`${name}\` are made by ${ofFirst.join(", ")} and have no ${key}, so \`${input.from}\` cannot be joined by it.`,
          hint: `remove it: each job then reads all files of \`${input.from}\`; or add ${key} to \`by\` of the first input`,
        });
  });
};

const checkComplete = (
  { where, request, name }: OfStep,
  { from, by, complete }: RequestInput,
  index: number,
): readonly Problem[] => {
  if (complete === undefined) return [];
  const path: Path = ["steps", name, "in", index, "complete"];
  if (by === undefined)
    return index === 0
      ? []
      : [
          problemAt(where, path, "no-effect", {
            message: `\`complete\` does nothing without \`by\`: each job of \`${name}\` reads all files of \`${from}\`.`,
            key: true,
          }),
        ];
  const known = keysOfInput(request, { from });
  const { each } = complete;
  const each_ = known.includes(each) ? [] : unknownKey(where, [...path, "each"], { key: each, known, of: from });
  const inBy = keyList(by).includes(each)
    ? [
        problemAt(where, [...path, "each"], "bad-keys", {
          message: `Each job of \`${name}\` has one ${each} by \`by\`, so it cannot have every one.`,
        }),
      ]
    : [];
  const beyond = keyList(complete.of).flatMap((key, at) =>
    keyList(by).includes(key)
      ? []
      : problemAt(where, itemOf([...path, "of"], complete.of, at), "bad-keys", {
          message: `The jobs of \`${name}\` read \`${from}\` by ${keyList(by).join(", ")}, not by ${key}.`,
          hint: `write one of ${keyList(by).join(", ")}`,
        }),
  );
  return [...each_, ...inBy, ...beyond];
};

/** The key in its list, or alone. */
const itemOf = (path: Path, written: RequestInput["by"], at: number): Path =>
  Array.isArray(written) ? [...path, at] : path;

const unknownKey = (
  where: Located,
  path: Path,
  { key, known, of }: { readonly key: string; readonly known: readonly string[]; readonly of: string },
): readonly Problem[] => [
  problemAt(where, path, "bad-keys", {
    message: `The names of the files of \`${of}\` have no key \`${key}\`.`,
    hint: suggestName(key, known),
  }),
];
