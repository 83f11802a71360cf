import { isByPattern } from "../../production/all-files.ts";
import { inputNameOf, onlyWatches } from "../../production/condition.ts";
import { fileNameOf, workflowDataset } from "../../production/file-names.ts";
import type { InputSource } from "../../production/production.ts";
import type { Request, RequestInput, RequestStep } from "../../request/request.ts";
import { commonOrigin } from "./origins.ts";
import type { Edge } from "./references.ts";
import { dataIdentity } from "./supply.ts";

/** How the inputs of a step come together: by identity, a file of each in a job, or why that cannot be where they have one origin. */
export type Join =
  | { readonly kind: "none" }
  /** By their places in `in`; `carrying`: the steps whose files must say from which file they descend. */
  | { readonly kind: "identity"; readonly inputs: ReadonlySet<number>; readonly carrying: readonly string[] }
  | { readonly kind: "impossible"; readonly why: string; readonly hint: string };

const oneStep = "make both in one step and read its result here";
const none: Join = { kind: "none" };
const impossible = (why: string, hint = oneStep): Join => ({ kind: "impossible", why, hint });

/**
 * The first input and those of its origin belong together: what two files have in common is the file that both descend
 * from, one file a job all the way. Each step between that file and the join carries its task and serial number in the
 * names of its own files (PANDA J17, ADR 6). `files`: how many each input has.
 */
export const joinOf = (
  request: Request,
  edges: readonly Edge[],
  name: string,
  files: readonly (number | undefined)[],
): Join => {
  const step = request.steps[name];
  const written = step?.in ?? [];
  const mine = edges.filter((edge) => edge.step === name);
  const [first] = mine;
  // A reference that does not resolve is reported already.
  if (step === undefined || first === undefined || mine.length < written.length || onlyWatches(step)) return none;
  const members = mine.filter(
    (edge) =>
      written[edge.index]?.reuse !== true &&
      (edge === first || commonOrigin(request, edges, first, edge) !== undefined),
  );
  if (!members.includes(first) || members.length === 1) return none;
  const shape = shapeFault(
    step,
    members.map(({ index }) => index),
  );
  if (shape !== undefined) return impossible(...shape);
  const fault = streamFault(written, mine, members, files);
  if (fault !== undefined) return impossible(...fault);
  const chains = members.map(({ source }) => chainOf(request, edges, source));
  const common = chains[0]?.find((link) => chains.every((chain) => chain.some(({ key }) => key === link.key)));
  if (common === undefined)
    return impossible(
      "there is no step or input from which on every job reads one file",
      "let each step on the way read filesPerJob: 1, or make both in one step",
    );
  const between = chains.flatMap((chain) =>
    chain.slice(
      0,
      chain.findIndex(({ key }) => key === common.key),
    ),
  );
  return {
    kind: "identity",
    inputs: new Set(members.map(({ index }) => index)),
    carrying: [name, ...between.flatMap(({ step: own }) => own ?? [])],
  };
};

type Obstacle = readonly [why: string, hint?: string];

const shapeFault = (step: RequestStep, members: readonly number[]): Obstacle | undefined => {
  const inputs = step.in ?? [];
  for (const index of members) {
    const key = (
      ["group", "gbPerJob", "eventsPerFile", "maxFiles", "match", "exclude", "skip", "repeat"] as const
    ).find((one) => inputs[index]?.[one]);
    if (key !== undefined) return [`a job would read one file of each, and \`${key}\` does not leave them whole`];
    if (inputs[index]?.filesPerJob !== 1)
      return ["a job would read one file of each", "write filesPerJob: 1 at both, or make both in one step"];
  }
  return step.when === undefined ? undefined : ["`when` cannot be used in a step that joins its inputs"];
};

/** How the wrapper distinguishes inputs, and when PanDA may begin. */
const streamFault = (
  written: readonly RequestInput[],
  inputs: readonly Edge[],
  members: readonly Edge[],
  files: readonly (number | undefined)[],
): Obstacle | undefined => {
  const nameOf = ({ index }: Edge): string => {
    const input = written[index];
    return input === undefined ? "" : inputNameOf(input);
  };
  const names = members.map(({ source }) => fileNameOf(source));
  const unnamed = members[names.indexOf(undefined)];
  if (unnamed !== undefined)
    return [
      `\`${nameOf(unnamed)}\` has files of unknown names: PanDA's own names, which say the origin, are known of steps, tasks and productions with their \`output\``,
    ];
  if (new Set(members.map(({ source }) => dataIdentity(source))).size < members.length)
    return ["they are the same data", "read them once"];
  const versions = new Set(members.flatMap(({ source }) => (source.kind === "production" ? [source.version] : [])));
  if (versions.size > 1) return ["they are of two versions", "read both of one version, or make both in one step"];
  const twice = names.find((output, index) => names.indexOf(output) < index);
  if (twice !== undefined) return [`both are called ${twice}, and jobs tell them apart by this name`, "rename one"];
  const counts = members.map(({ index }) => files[index]);
  const other = counts.find((count) => count !== undefined && counts[0] !== undefined && count !== counts[0]);
  if (other !== undefined) return [`there are ${counts[0]} files of one and ${other} of another`];
  const outside = members.find(({ source }) => source.kind !== "step");
  if (outside !== undefined && members.some(({ source }) => source.kind === "step"))
    return [
      `\`${nameOf(outside)}\` comes from outside and the other from a step of this production: PanDA sorts their files apart`,
      "let the step before pass on what is needed of it",
    ];
  const parents = new Set(inputs.flatMap(({ source }) => (source.kind === "step" ? [source.step] : [])));
  return parents.size === 1
    ? [
        "all come from one step, so PanDA begins before all files are there, and files would miss their partner",
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
      // Their names do not say of which file they are, and one job makes several.
      if (isByPattern(request, source)) return [];
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
  return primary.repeat === undefined && primary.eventsPerFile === undefined && primary.filesPerJob === 1;
};
