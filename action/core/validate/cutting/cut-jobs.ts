import { compareText } from "../../problems/problem.ts";
import { counted } from "../../text/amounts.ts";
import { inOrderOf } from "../../text/natural-order.ts";

export type KeyedFile = { readonly path: string; readonly keys: Readonly<Record<string, string>> };

/** An input of a step: a job has its files of equal keys. The first makes the jobs; without `by` each job has all of another. */
export type KeyedInput<File extends KeyedFile> = {
  readonly name: string;
  readonly by: readonly string[];
  readonly complete: Completeness | undefined;
  readonly files: readonly File[];
};

/** Each value of `each` that a run (`of`) has must be in a job, and a run must have so many. */
export type Completeness = { readonly each: string; readonly of: readonly string[]; readonly atLeast: number };

export type CutJob<File> = {
  readonly keys: Readonly<Record<string, string>>;
  readonly inputs: readonly (readonly File[])[];
};

export type LeftOut<File> = {
  readonly keys: Readonly<Record<string, string>>;
  readonly input: string;
  readonly files: readonly File[];
  readonly reason: string;
};

export type Cut<File> = { readonly jobs: readonly CutJob<File>[]; readonly leftOut: readonly LeftOut<File>[] };

/**
 * Cuts lists of files into jobs: a pure function of their keys, so that everybody who has the lists gets the same jobs
 * in the same order. Each file of the first input is in one job or left out with a reason; each of another one is in
 * some, or left out.
 */
export const cutJobs = <File extends KeyedFile>(inputs: readonly KeyedInput<File>[]): Cut<File> => {
  const [first, ...others] = inputs;
  if (first === undefined) return { jobs: [], leftOut: [] };
  const incomplete = incompleteness(first);
  const joined = others.map((input) => ({ input, groups: groupsOf(input), incomplete: incompleteness(input) }));
  const jobs: CutJob<File>[] = [];
  const leftOut: LeftOut<File>[] = [];
  const used = joined.map(() => new Set<string>());
  for (const { keys, files } of inOrder(groupsOf(first).values())) {
    const found = joined.map(({ input, groups }) => groups.get(groupKey(keys, input.by)));
    const reasons = [
      incomplete(keys, files),
      ...joined.map((other, index) => lacking(other, keys, found[index]?.files)),
    ].filter((reason) => reason !== undefined);
    if (reasons.length > 0) leftOut.push({ keys, input: first.name, files, reason: reasons.join("; ") });
    else {
      jobs.push({ keys, inputs: [files, ...found.map((group) => group?.files ?? [])] });
      for (const [index, { input }] of joined.entries()) used[index]?.add(groupKey(keys, input.by));
    }
  }
  const unread = joined.flatMap(({ input, groups }, index) =>
    inOrder([...groups].flatMap(([key, group]) => (used[index]?.has(key) === true ? [] : [group]))).map(
      ({ keys, files }): LeftOut<File> => ({
        keys,
        input: input.name,
        files,
        reason: `no job of ${first.name} reads it`,
      }),
    ),
  );
  return { jobs, leftOut: [...leftOut, ...unread] };
};

type KeyGroup<File> = { readonly keys: Readonly<Record<string, string>>; readonly files: File[] };

const groupsOf = <File extends KeyedFile>({ by, files }: KeyedInput<File>): ReadonlyMap<string, KeyGroup<File>> => {
  const groups = new Map<string, KeyGroup<File>>();
  for (const file of files) {
    const key = groupKey(file.keys, by);
    const group = groups.get(key) ?? {
      keys: Object.fromEntries(by.map((one) => [one, file.keys[one] ?? ""])),
      files: [],
    };
    groups.set(key, group);
    group.files.push(file);
  }
  for (const { files: grouped } of groups.values()) grouped.sort((a, b) => compareText(a.path, b.path));
  return groups;
};

/** Values hold no blank. */
const groupKey = (keys: Readonly<Record<string, string>>, by: readonly string[]): string =>
  by.map((key) => keys[key] ?? "").join(" ");

/** As people count keys: run 9 before run 10. */
const inOrder = <File>(groups: Iterable<KeyGroup<File>>): readonly KeyGroup<File>[] =>
  inOrderOf([...groups], ({ keys }) => Object.values(keys).join(" "));

/** What a job of these keys lacks of another input. */
const lacking = <File extends KeyedFile>(
  { input, incomplete }: { readonly input: KeyedInput<File>; readonly incomplete: Incomplete },
  keys: Readonly<Record<string, string>>,
  files: readonly File[] | undefined,
): string | undefined => {
  const of = keysText(keys, input.by);
  if (files === undefined) return `${input.name} has no file${of === "" ? "" : ` of ${of}`}`;
  const reason = incomplete(keys, files);
  return reason === undefined ? undefined : `${reason} in ${input.name}`;
};

const keysText = (keys: Readonly<Record<string, string>>, by: readonly string[]): string =>
  by.map((key) => `${key} ${keys[key] ?? ""}`).join(" ");

type Incomplete = (keys: Readonly<Record<string, string>>, files: readonly KeyedFile[]) => string | undefined;

/** Which values a run has is counted over all its files, not over those of one group. */
const incompleteness = <File extends KeyedFile>({ complete, files }: KeyedInput<File>): Incomplete => {
  if (complete === undefined) return () => undefined;
  const { each, of, atLeast } = complete;
  const ofRuns = new Map<string, Set<string>>();
  for (const { keys } of files) {
    const run = groupKey(keys, of);
    const values = ofRuns.get(run) ?? new Set();
    ofRuns.set(run, values.add(keys[each] ?? ""));
  }
  return (keys, grouped) => {
    const wanted = ofRuns.get(groupKey(keys, of)) ?? new Set();
    if (wanted.size < atLeast) return `${keysText(keys, of)} has ${counted(wanted.size, each)} of at least ${atLeast}`;
    const there = new Set(grouped.map((file) => file.keys[each]));
    const missing = inOrderOf(
      [...wanted].filter((value) => !there.has(value)),
      (value) => value,
    );
    return missing.length === 0 ? undefined : `no ${each} ${missing.join(" ")}`;
  };
};
