import { isTrial, type VersionStyle } from "../../conventions/version-style.ts";
import type { Problem } from "../../problems/problem.ts";
import type { InputSource } from "../../production/production.ts";
import { percent } from "../../production/share.ts";
import type { ExternalInput, Request } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";

/** An entry of `inputs`, with its size where it is known. */
type SizedSource = {
  readonly source: InputSource;
  readonly files: number | undefined;
  /** On average. */
  readonly eventsPerFile: number | undefined;
};

export type External = { readonly sources: ReadonlyMap<string, SizedSource>; readonly problems: readonly Problem[] };

export const checkExternal = (where: Located, request: Request, style: VersionStyle): External => {
  const sources = new Map<string, SizedSource>();
  const problems: Problem[] = [];
  for (const [name, written] of Object.entries(request.inputs ?? {})) {
    const kinds = (["production", "task", "dataset"] as const).filter((kind) => written[kind] !== undefined);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) {
      problems.push(
        problemAt(where, ["inputs", name], "input-kind", {
          message:
            kind === undefined
              ? `The input \`${name}\` has neither \`production\`, \`task\`, \`dataset\` nor \`list\`.`
              : `The input \`${name}\` is ${kinds.map((one) => `\`${one}\``).join(" and ")}.`,
          key: true,
          hint: "write exactly one of production, task, dataset and list",
        }),
      );
      continue;
    }
    problems.push(...lacking(where, name, written, kind), ...extraKeys(where, name, written, kind));
    const { source, problems: own } = sourceOf({ where, name, written }, kind, request, style);
    problems.push(...own);
    if (source !== undefined) sources.set(name, { source, ...sizeOf(written) });
  }
  return { sources, problems };
};

/** `checkFilledNames` reports a column that no row of a list has filled in. */
const sizeOf = ({ files, events }: ExternalInput): Pick<SizedSource, "files" | "eventsPerFile"> =>
  typeof files !== "number"
    ? { files: undefined, eventsPerFile: undefined }
    : { files, eventsPerFile: typeof events === "number" ? events / files : undefined };

type InputKind = "production" | "task" | "dataset";
const needed: Readonly<Record<InputKind, readonly (keyof ExternalInput)[]>> = {
  production: ["version", "step"],
  task: ["output", "files"],
  dataset: ["files"],
};
const allowed: Readonly<Record<InputKind, readonly (keyof ExternalInput)[]>> = {
  production: ["production", "version", "step", "output", "require", "files", "events"],
  task: ["task", "output", "require", "files", "events"],
  dataset: ["dataset", "names", "when", "files", "events"],
};

const examples: Readonly<Partial<Record<keyof ExternalInput, string>>> = {
  version: "1.0.0",
  step: "simulate",
  output: "hits.root",
  files: "100",
};

const lacking = (where: Located, name: string, written: ExternalInput, kind: InputKind): readonly Problem[] =>
  needed[kind]
    .filter((key) => written[key] === undefined)
    .map((key) =>
      problemAt(where, ["inputs", name], "missing-key", {
        message: `\`${key}\` is missing in \`inputs.${name}\`.`,
        key: true,
        hint: `write it, such as \`${key}: ${examples[key] ?? "NAME"}\`${key === "files" ? ": SHREK cannot look this number up" : ""}`,
      }),
    );

const extraKeys = (where: Located, name: string, written: ExternalInput, kind: InputKind): readonly Problem[] =>
  (Object.keys(written) as (keyof ExternalInput)[])
    .filter((key) => !allowed[kind].includes(key))
    .map((key) =>
      problemAt(where, ["inputs", name, key], "no-effect", {
        message: `\`${key}\` cannot be used with a ${kind}.`,
        key: true,
        hint:
          key === "require"
            ? "a dataset is read as it is; to wait for data, name the task or the production"
            : undefined,
      }),
    );

type Sourced = { readonly source: InputSource | undefined; readonly problems: readonly Problem[] };

/** An input as it is written under `inputs`. */
type WrittenInput = { readonly where: Located; readonly name: string; readonly written: ExternalInput };

const sourceOf = (input: WrittenInput, kind: InputKind, request: Request, style: VersionStyle): Sourced => {
  const { where, name, written } = input;
  switch (kind) {
    case "dataset":
      return {
        source: { kind: "dataset", input: name, dataset: written.dataset ?? "", output: undefined, task: undefined },
        problems: [],
      };
    case "task":
      return taskSource(where, name, written);
    case "production":
      return productionSource(input, request, style);
  }
};

/** The container that PanDA makes of a task's output (PANDA P14): the name is never typed whole. */
const taskSource = (where: Located, name: string, { task = "", output = "", require }: ExternalInput): Sourced => {
  const doubled = output !== "" && task.endsWith(`_${output}`);
  return {
    source: {
      kind: "dataset",
      input: name,
      dataset: `${task}_${output}/`,
      output,
      task: require === undefined ? undefined : { name: task, output, require: percent(require) },
    },
    problems: doubled
      ? [
          problemAt(where, ["inputs", name, "task"], "duplicate-suffix", {
            message: `${task} ends with the name of the output, which is added to it.`,
            hint: `task: ${task.slice(0, -output.length - 1)}`,
          }),
        ]
      : [],
  };
};

const productionSource = (input: WrittenInput, request: Request, style: VersionStyle): Sourced => {
  const { where, name, written } = input;
  const { production: tag = "", version, step = "", output, require } = written;
  if (version === undefined) return { source: undefined, problems: [] };
  const at = ["inputs", name, "version"];
  if (style.fault(version) !== undefined)
    return {
      source: undefined,
      problems: [
        problemAt(where, at, "bad-version", {
          message: `"${version}" is not a version.`,
          hint: `write one, such as ${style.example}: \`shrek bump\` moves it to the newest of its major`,
        }),
      ],
    };
  return {
    source: { kind: "production", input: name, tag, version, step, output, require: percent(require ?? "100%") },
    problems:
      isTrial(version) && !isTrial(request.version)
        ? [
            problemAt(where, at, "reads-a-trial", {
              message: `${tag} ${version} is a trial, and this is a release.`,
              severity: "warning",
              hint: "trials may be deleted; read a release",
            }),
          ]
        : [],
  };
};
