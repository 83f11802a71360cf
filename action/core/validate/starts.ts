import { isLookedUp } from "../catalogue/judge-data.ts";
import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { Wired } from "../production/connected-step.ts";
import { namesRun } from "../production/file-names.ts";
import type { RunRow } from "../production/run-row.ts";
import type { Request } from "../request/request.ts";
import { counted } from "../text/amounts.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Faults, type Located, noEffect, type Path, problemAt } from "../text/places.ts";

/** By what a production is validated and shown before any file has come. */
export const firstOfGrowing = ({ runs }: Request): RunRow | undefined =>
  runs?.from === undefined ? undefined : { run: 1, columns: {} };

type StartsAsked = {
  readonly where: Located;
  /** With the files of a run in the input that grows. */
  readonly request: Request;
  readonly written: Request;
  readonly conventions: Conventions;
  readonly steps: readonly Wired[];
};

/** What would begin by itself must be visible to SHREK, of a known size, and allowed by the conventions. */
export const checkStarts = (asked: StartsAsked): readonly Problem[] => {
  const { runs } = asked.request;
  const ofRuns = runs === undefined ? [] : runs.from === undefined ? listFaults : growingFaults;
  return [unseenClosings, ofRuns].flat().flatMap((faults) => [...faults(asked)]);
};

const cannot = (where: Located, path: Path, message: string, hint?: string): Problem =>
  problemAt(where, path, "cannot-start", { message, ...(hint === undefined ? {} : { hint }) });

const missing = (where: Located, key: string, hint: string): Problem =>
  problemAt(where, ["runs"], "missing-key", { message: `\`${key}\` is missing in \`runs\`.`, key: true, hint });

const askForScope = "write a dataset of one of the scopes in `rucio: scopes` of the conventions";

function* unseenClosings({ where, request, conventions }: StartsAsked): Faults {
  for (const [name, { when, dataset }] of Object.entries(request.inputs ?? {})) {
    if (when === undefined || dataset === undefined || name === request.runs?.from) continue;
    if (isLookedUp(conventions, dataset)) continue;
    const message = `Nobody could see when ${dataset} is closed: SHREK does not look it up in Rucio.`;
    yield cannot(where, ["inputs", name, "when"], message, `${askForScope}, or leave \`when\` out`);
  }
}

function* listFaults({ where, request: { runs } }: StartsAsked): Faults {
  if (runs?.list === undefined) yield missing(where, "list", "write it, such as `list: runs.txt`");
  const message = "`files` of `runs` says how many files of a growing dataset a run has.";
  if (runs?.files !== undefined)
    yield noEffect(where, ["runs", "files"], message, "write `from` beside it, or leave it out");
}

function* growingFaults(asked: StartsAsked): Faults {
  const { where, request } = asked;
  const { runs, inputs = {} } = request;
  const from = runs?.from ?? "";
  const grown = inputs[from];
  if (grown === undefined)
    return yield cannot(
      where,
      ["runs", "from"],
      `There is no input \`${from}\`.`,
      suggestName(from, Object.keys(inputs)),
    );
  if (runs?.files === undefined) yield missing(where, "files", "write it, such as `files: 100`");
  const message = "`list` cannot be used with `from`: runs come from a list, or from a dataset that grows.";
  if (runs?.list !== undefined) yield noEffect(where, ["runs", "list"], message);
  yield* datasetFaults(asked, from);
  yield* faultsOfOthers(asked, from);
  yield* readerFaults(asked, from);
  yield* jobFaults(asked);
}

function* datasetFaults({ where, request, written, conventions }: StartsAsked, from: string): Faults {
  const { dataset } = request.inputs?.[from] ?? {};
  const path = ["inputs", from];
  if (dataset === undefined) {
    const message = `\`${from}\` is no dataset, and only a dataset grows.`;
    return yield cannot(where, path, message, "to wait for a production, read it without `runs: from`");
  }
  const wrote = written.inputs?.[from];
  if (namesRun(wrote?.dataset ?? "")) {
    const message = `${wrote?.dataset} names the run, and all runs are files of one dataset.`;
    yield cannot(where, [...path, "dataset"], message, "write the name without {run}, or a list of runs");
  } else if (!isLookedUp(conventions, dataset)) {
    const message = `Nobody could see whether ${dataset} grows: SHREK does not look it up in Rucio.`;
    yield cannot(where, [...path, "dataset"], message, askForScope);
  }
  for (const key of ["when", "files", "events"] as const)
    if (wrote?.[key] !== undefined) yield noEffect(where, [...path, key], unused[key]);
}

const unused = {
  when: "`when` cannot be used with `runs: from`: its runs begin before it is closed.",
  files: "`files` of an input that grows is the number that `runs: files` says.",
  events: "Nobody knows the `events` of an input that grows.",
} as const;

/** What is cut into jobs by lists has no run before somebody commits the list. */
function* faultsOfOthers({ where, request }: StartsAsked, from: string): Faults {
  for (const [name, { list }] of Object.entries(request.inputs ?? {})) {
    const message = `\`${name}\` is a list of files, and no list says which of them belong to new files of \`${from}\`.`;
    if (list !== undefined && name !== from)
      yield cannot(where, ["inputs", name, "list"], message, "write a list of runs");
  }
}

/** PanDA reads a part of the files by name only of what drives the jobs. */
function* readerFaults({ where, request }: StartsAsked, from: string): Faults {
  for (const [name, { in: inputs = [] }] of Object.entries(request.steps))
    for (const [index, input] of inputs.entries()) {
      if (input.from !== from) continue;
      const path = ["steps", name, "in", index];
      if (index > 0) {
        const message = `\`${name}\` reads \`${from}\`, which grows, beside its first input: each job could read files of other runs.`;
        yield cannot(where, [...path, "from"], message, "read it first");
        continue;
      }
      for (const key of ["match", "exclude", "skip", "repeat", "maxFiles"] as const) {
        const message = `\`${key}\` cannot be used where \`runs: from\` says which files a run has.`;
        if (input[key] !== undefined) yield noEffect(where, [...path, key], message);
      }
    }
}

function* jobFaults({ where, conventions, steps }: StartsAsked): Faults {
  const perDay = conventions.rucio?.startsPerDay;
  if (perDay === undefined) {
    const message = "The conventions let nothing begin by itself: `rucio: startsPerDay` is missing.";
    const hint = "ask their owners for it; until then write a list of runs";
    return yield cannot(where, ["runs", "from"], message, hint);
  }
  const open = steps.find(({ jobs }) => jobs === undefined);
  if (open !== undefined) {
    const message = `Nobody can say how many jobs a run of \`${open.name}\` has, so no ceiling could hold.`;
    const hint = "read `filesPerJob` files a job, of outputs in a known number";
    return yield cannot(where, ["steps", open.name], message, hint);
  }
  const jobs = steps.reduce((sum, one) => sum + (one.jobs ?? 0), 0);
  const message = `A run has ${counted(jobs, "job")}, and \`startsPerDay\` of the conventions is ${perDay}: none would ever begin.`;
  if (jobs > perDay) yield cannot(where, ["runs", "files"], message, "write fewer files");
}
