import type { Problem } from "../../problems/problem.ts";
import type { Wired } from "../../production/connected-step.ts";
import { fileNameOf, workflowDataset } from "../../production/file-names.ts";
import { inputWords } from "../../production/input-text.ts";
import { optionalOutput } from "../../production/optional-outputs.ts";
import type { InputSource, StepInput } from "../../production/production.ts";
import type { Request, RequestStep } from "../../request/request.ts";
import { type Located, type Path, problemAt } from "../../text/places.ts";
import { onlyWatches } from "./count-jobs.ts";
import type { Edge } from "./references.ts";
import { dataIdentity } from "./supply.ts";

export type Paired = {
  /** Steps whose files must say from which file they descend. */
  readonly carrying: ReadonlySet<string>;
  readonly problems: readonly Problem[];
};

/**
 * Joins by identity. What two files have in common is the file that both descend from, one file a job all the way; each
 * step between that file and the join carries its task and serial number in the names of its own files (PANDA J17, ADR 6).
 */
export const checkPairs = (
  where: Located,
  request: Request,
  edges: readonly Edge[],
  steps: readonly Wired[],
): Paired => {
  const validated = steps.map((wired) => checkPair(where, request, edges, wired));
  return {
    carrying: new Set(validated.flatMap(({ carrying }) => [...carrying])),
    problems: validated.flatMap(({ problems }) => problems),
  };
};

const nothingPaired: Paired = { carrying: new Set(), problems: [] };

const checkPair = (where: Located, request: Request, edges: readonly Edge[], { name, inputs }: Wired): Paired => {
  const step = request.steps[name];
  const written = step?.in ?? [];
  const paired = written.flatMap(({ pair }, index) => (pair === true ? [index] : []));
  const [first] = paired;
  if (step === undefined || first === undefined) return nothingPaired;
  const refused = (path: Path, message: string, hint?: string): Paired => ({
    ...nothingPaired,
    problems: [problemAt(where, ["steps", name, ...path], "cannot-pair", { message, key: true, hint })],
  });
  const shape = shapeFault(name, step, paired);
  if (shape !== undefined) return refused(...shape);
  // A reference that does not resolve is reported already.
  if (inputs.length < written.length) return nothingPaired;
  const members = edges.filter((edge) => edge.step === name && paired.includes(edge.index));
  const place: Path = ["in", first, "pair"];
  const optional = members.flatMap(({ source }) => optionalOutput(request, source) ?? [])[0];
  if (optional !== undefined)
    return refused(
      place,
      `${optional} is optional, and where a job makes none its partner has nobody: that job of \`${name}\` would fail.`,
      "let every job make it, or make both in one step",
    );
  const fault = streamFault(name, members, inputs);
  if (fault !== undefined) return refused(place, ...fault);
  const chains = members.map(({ source }) => chainOf(request, edges, source));
  const common = chains[0]?.find((link) => chains.every((chain) => chain.some(({ key }) => key === link.key)));
  if (common === undefined)
    return refused(
      place,
      `The inputs that \`${name}\` pairs do not descend from one file: there is no step or input from which on every job reads one file.`,
      "let each step on the way read filesPerJob: 1, or make both in one step",
    );
  const between = chains.flatMap((chain) =>
    chain.slice(
      0,
      chain.findIndex(({ key }) => key === common.key),
    ),
  );
  return { problems: [], carrying: new Set([name, ...between.flatMap(({ step: own }) => own ?? [])]) };
};

type ShapeFault = readonly [path: Path, message: string, hint?: string];

const shapeFault = (name: string, step: RequestStep, paired: readonly number[]): ShapeFault | undefined => {
  const inputs = step.in ?? [];
  if (paired.length === 1)
    return [["in", paired[0] ?? 0, "pair"], `\`${name}\` pairs one input with nothing.`, "write pair: true at both"];
  if (paired[0] !== 0)
    return [["in", paired[0] ?? 0, "pair"], `The paired inputs of \`${name}\` must come first.`, "list them first"];
  for (const index of paired) {
    const key = (["reuse", "gbPerJob", "maxFiles", "match", "exclude", "skip", "repeat"] as const).find(
      (one) => inputs[index]?.[one],
    );
    if (key !== undefined)
      return [["in", index, key], `A pair is one file of each input; \`${key}\` cannot be used with \`pair\`.`];
    if ((inputs[index]?.filesPerJob ?? 1) !== 1)
      return [["in", index, "filesPerJob"], "A pair is one file of each input.", "remove filesPerJob"];
  }
  return step.when === undefined ? undefined : [["when"], "`when` cannot be used in a step that pairs its inputs."];
};

/** How the wrapper distinguishes inputs, and when PanDA may begin. */
const streamFault = (
  name: string,
  members: readonly Edge[],
  inputs: readonly StepInput[],
): readonly [string, string?] | undefined => {
  const names = members.map(({ source }) => fileNameOf(source));
  const unnamed = members[names.indexOf(undefined)];
  if (unnamed !== undefined)
    return [
      `${inputWords(name, inputs[unnamed.index]?.name ?? "")} has files of unknown names: PanDA's own names, which say the origin, are known of steps, tasks and productions with their \`output\`.`,
    ];
  if (new Set(members.map(({ source }) => dataIdentity(source))).size < members.length)
    return [`\`${name}\` pairs data with themselves.`];
  const twice = names.find((output, index) => names.indexOf(output) < index);
  if (twice !== undefined)
    return [`Two inputs that \`${name}\` pairs are called ${twice}; jobs tell them apart by this name.`, "rename one"];
  const counts = members.map(({ index }) => inputs[index]?.files);
  const other = counts.find((files) => files !== undefined && counts[0] !== undefined && files !== counts[0]);
  if (other !== undefined) return [`\`${name}\` pairs ${counts[0]} files with ${other}: some would have no partner.`];
  const outside = members.find(({ source }) => source.kind !== "step");
  if (outside !== undefined && members.some(({ source }) => source.kind === "step"))
    return [
      `${inputWords(name, inputs[outside.index]?.name ?? "")} comes from outside and is paired with a step of this production: PanDA sorts their files apart.`,
      "let the step before pass on what is needed of it",
    ];
  const parents = new Set(inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : [])));
  return parents.size === 1
    ? [
        `\`${name}\` reads one step only, so PanDA begins it before all files are there, and files would miss their partner.`,
        "let the step make one file of both",
      ]
    : undefined;
};
type Ancestor = { readonly key: string; readonly step?: string };

/** From what each file descends, one file a job: nearest first. */
const chainOf = (request: Request, edges: readonly Edge[], source: InputSource): readonly Ancestor[] => {
  switch (source.kind) {
    case "dataset": {
      const task = workflowDataset(source.dataset)?.task;
      return task === undefined ? [] : [{ key: task }];
    }
    case "production":
      return [{ key: [source.tag, source.version, source.step].join(" ") }];
    case "step": {
      const primary = edges.find((edge) => edge.step === source.step && edge.index === 0);
      const own = { key: source.step, step: source.step };
      return primary === undefined || !readsOneFile(request.steps[source.step])
        ? [own]
        : [own, ...chainOf(request, edges, primary.source)];
    }
  }
};

const readsOneFile = (step: RequestStep | undefined): boolean => {
  const [primary] = step?.in ?? [];
  if (step === undefined || primary === undefined || onlyWatches(step) || primary.gbPerJob !== undefined) return false;
  return primary.repeat === undefined && (primary.pair === true || primary.filesPerJob === 1);
};
