import { join } from "node:path/posix";
import { missingHint } from "../../files/missing-file.ts";
import { namedPlace } from "../../files/named-place.ts";
import { refusal } from "../../files/resources.ts";
import { makeProblem, type Problem, refuses } from "../../problems/problem.ts";
import { inputNameOf } from "../../production/condition.ts";
import type { ListOrigin } from "../../production/list-origin.ts";
import { runKey, type Table } from "../../production/table.ts";
import { lockName } from "../../request/named-sources.ts";
import { type Request, type RequestInput, readsList } from "../../request/request.ts";
import { type Located, problemAt } from "../../text/places.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { checkCutting, keyList } from "./cut-checks.ts";
import { type CutJob, cutJobs, type KeyedInput } from "./cut-jobs.ts";
import { type DataFile, readFileList } from "./file-list.ts";
import { amountOfAll, lockText, namesDigest, type StepCut } from "./lock.ts";
import { lockChanges } from "./lock-changes.ts";
import { namePattern } from "./name-pattern.ts";

/** Of the steps whose jobs are cut from lists: the rows, what the lock should say, and what is wrong. */
export type CutsRead = {
  readonly tables: ReadonlyMap<string, Table>;
  readonly origins: readonly ListOrigin[];
  /** `undefined`: no step reads a list, or the lists have problems. */
  readonly lock: string | undefined;
  readonly problems: readonly Problem[];
};

type CutSource = Pick<ProductionSource, "folder" | "entries" | "shared" | "conventions" | "beyond" | "trialOf">;

const none: CutsRead = { tables: new Map(), origins: [], lock: undefined, problems: [] };

/** Cuts the lists of a request. What the lock beside it says differently is reported by `checkLock`. */
export const readCuts = (where: Located, request: Request, source: CutSource): CutsRead => {
  const faults = checkCutting(where, request);
  const reading = Object.entries(request.steps).filter(([, step]) => readsList(request, step));
  if (reading.length === 0 || refuses(faults) || source.beyond !== undefined) return { ...none, problems: faults };
  const names = new Set(reading.flatMap(([, { in: read = [] }]) => read.map(({ from }) => from)));
  const lists = new Map([...names].map((name) => [name, readList(where, request, name, source)]));
  const problems = [...faults, ...[...lists.values()].flatMap((list) => list.problems)];
  if (refuses(problems)) return { ...none, problems };
  const cuts = reading.map(([step, { in: read = [] }]): StepCut & { readonly inputs: readonly string[] } => {
    const inputs = read.map(
      (input): KeyedInput<DataFile> => ({
        name: inputNameOf(input),
        by: keyList(input.by),
        complete: completenessOf(input),
        files: lists.get(input.from)?.files ?? [],
      }),
    );
    const { jobs, leftOut } = cutJobs(inputs);
    const cut = { jobs: firstJobs(jobs, source.trialOf?.jobs, request.runs !== undefined), leftOut };
    return { step, by: inputs[0]?.by ?? [], cut, inputs: inputs.map(({ name }) => name) };
  });
  const file = join(source.folder, lockName);
  return {
    tables: new Map(cuts.map((cut) => [cut.step, tableOf(file, cut)])),
    origins: [...lists].flatMap(([name, { head }]) =>
      head === undefined ? [] : [{ list: request.inputs?.[name]?.list ?? name, ...head }],
    ),
    lock: lockText(cuts),
    problems,
  };
};

const completenessOf = ({ complete }: RequestInput): KeyedInput<DataFile>["complete"] =>
  complete === undefined
    ? undefined
    : { each: complete.each, of: keyList(complete.of), atLeast: complete.atLeast ?? 1 };

const readList = (
  where: Located,
  { inputs = {} }: Request,
  input: string,
  source: CutSource,
): ReturnType<typeof readFileList> => {
  const { list = "", names = "" } = inputs[input] ?? {};
  const path = ["inputs", input, "list"];
  const place = namedPlace(list, source);
  const entry = place.entries.find((one) => one.path === place.path);
  const refused = (problem: Problem): ReturnType<typeof readFileList> => ({ files: [], problems: [problem] });
  if (entry === undefined)
    return refused(
      problemAt(where, path, "missing-resource", {
        message: `There is no list ${place.path}${place.words}.`,
        hint: missingHint(
          place.folder,
          place.path,
          place.entries.map((one) => one.path),
        ),
      }),
    );
  const odd = refusal(entry);
  if (odd !== undefined) return refused(problemAt(where, path, odd.code, { message: odd.message }));
  if (entry.kind !== "file") return refused(problemAt(where, path, "resource-refused", { message: list }));
  return readFileList(join(place.folder, place.path), entry.bytes, { text: names, pattern: namePattern(names) });
};

const tableOf = (file: string, { by, cut, inputs }: StepCut & { readonly inputs: readonly string[] }): Table => ({
  file,
  name: lockName,
  columns: by.map((name) => ({ name, line: 1, col: 1 })),
  rows: cut.jobs.map(({ keys }) => by.map((key) => keys[key] ?? "")),
  cut: {
    inputs,
    jobs: cut.jobs.map((job) => ({
      files: job.inputs.map((files) => files.map(({ path }) => path)),
      names: namesDigest(job.inputs),
      bytes: amountOfAll(job.inputs.flat(), "bytes"),
      events: amountOfAll(job.inputs[0] ?? [], "events"),
    })),
    leftOut: cut.leftOut.map(({ keys, input, reason, files }) => ({
      keys,
      reason: `${input}: ${reason}`,
      files: files.length,
    })),
  },
});

/** A trial has the first jobs, of each run. */
const firstJobs = <File>(
  jobs: readonly CutJob<File>[],
  most: number | undefined,
  grows: boolean,
): readonly CutJob<File>[] => {
  if (most === undefined) return jobs;
  const taken = new Map<string, number>();
  return jobs.filter(({ keys }) => {
    const run = grows ? (keys[runKey] ?? "") : "";
    const number = (taken.get(run) ?? 0) + 1;
    taken.set(run, number);
    return number <= most;
  });
};

/** A lock that says something else than the lists was approved for other jobs. */
export const checkLock = (
  where: Located,
  request: Request,
  { folder, entries, trialOf }: CutSource,
  { lock }: Pick<CutsRead, "lock">,
): readonly Problem[] => {
  if (lock === undefined || trialOf !== undefined) return [];
  const entry = entries.find(({ path }) => path === lockName);
  const hint = `run shrek bump ${folder}, and look at what it writes`;
  if (entry?.kind !== "file") {
    const [input = ""] = Object.keys(request.inputs ?? {}).filter((name) => request.inputs?.[name]?.list !== undefined);
    const message = `${lockName} is missing: it says into which jobs the lists were cut.`;
    return [problemAt(where, ["inputs", input, "list"], "lock-differs", { message, hint })];
  }
  const changed = lockChanges(new TextDecoder().decode(entry.bytes), lock);
  return changed.map(({ line, message }) =>
    makeProblem({ file: join(folder, lockName), line, col: 1 }, "lock-differs", { message, hint }),
  );
};
