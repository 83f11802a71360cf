import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Rule, RuleStep } from "./rule.ts";

/** What one job of a rule reads, calls and makes. */
export type RuleJob = {
  readonly step: string;
  readonly reads: readonly string[];
  readonly calls: readonly string[];
  readonly makes: readonly string[];
};

/** A row of the catalogue: what a rule's program knows of a file. It shares nothing with SHREK's reading of names. */
type Row = { readonly path: string; readonly host: string; readonly run: number; readonly segment: number };
type Values = Readonly<Record<string, string>>;

/** Reads lists as the programs of the rules read their catalogue, and makes the jobs that they make. */
export const jobsOfRule = async (rule: Rule, folder: string): Promise<readonly RuleJob[]> => {
  const jobs: RuleJob[] = [];
  for (const [name, step] of Object.entries(rule.steps)) {
    const made = jobs.filter((job) => job.step === step.from).flatMap(({ makes }) => makes);
    const rows = made.filter((file) => file.startsWith(step.like ?? "")).map((path) => rowOf(path));
    if (step.from !== undefined) jobs.push(...rows.map((row) => jobOf(name, step, [row])));
    else if (step.windows !== undefined) jobs.push(...(await windowJobs(name, step, folder)));
    else if (step.count !== undefined) jobs.push(...countedJobs(name, step, step.count));
    else if (step.rows !== undefined) jobs.push(...(await jobsOfRows(name, step, `${folder}/${step.rows}`)));
    else if (step.files !== undefined) jobs.push(...(await jobsOfFiles(name, step, folder, step.files)));
    else jobs.push(...(await groupJobs(name, step, folder)));
  }
  return jobs;
};

/** The last two fields of a name are its run and segment; the host is a word in what stands before. */
const rowOf = (path: string): Row => {
  const fields = basename(path)
    .replace(/\.[a-z]+$/, "")
    .split("-");
  const head = fields.slice(0, -2).join("-");
  const host = /(?:seb\d\d|ebdc\d\d(?:_[01])?|intt\d|mvtx\d|gl1daq)(?=_|$)/.exec(head)?.[0] ?? "";
  return { path, host, run: Number(fields.at(-2)), segment: Number(fields.at(-1)) };
};

const linesOf = async (folder: string, list: string): Promise<readonly string[]> =>
  (await readFile(`${folder}/${list}`, "utf8")).split("\n").filter((line) => line.includes("/"));

const rowsOf = async (folder: string, lists: readonly string[]): Promise<readonly Row[]> =>
  (await Promise.all(lists.map((list) => linesOf(folder, list)))).flat().map((line) => rowOf(line.split(",")[0] ?? ""));

const keyOf = (row: Row, keys: readonly ("run" | "segment" | "host")[]): string =>
  keys.map((key) => row[key]).join(" ");

const groupJobs = async (name: string, step: RuleStep, folder: string): Promise<readonly RuleJob[]> => {
  const rows = await rowsOf(folder, step.reads ?? []);
  const others = await Promise.all(
    Object.entries(step.needs ?? {}).map(async ([list, keys]) => ({ keys, rows: await rowsOf(folder, [list]) })),
  );
  const jobs: RuleJob[] = [];
  for (const group of Map.groupBy(rows, (row) => keyOf(row, step.job ?? [])).values()) {
    const [first] = group;
    if (first === undefined) continue;
    const needed = others.map((other) =>
      other.rows.filter((row) => keyOf(row, other.keys) === keyOf(first, other.keys)),
    );
    if (needed.some((found) => found.length === 0)) continue;
    if (
      step.each !== undefined &&
      !isComplete(
        step,
        rows.filter(({ run }) => run === first.run),
        group,
      )
    )
      continue;
    jobs.push(jobOf(name, step, [...group, ...needed.flat()]));
  }
  return jobs;
};

const isComplete = ({ atLeast = {} }: RuleStep, ofRun: readonly Row[], group: readonly Row[]): boolean => {
  const hosts = new Set(ofRun.map(({ host }) => host));
  const enough = Object.entries(atLeast).every(([kind, number]) => {
    // The last host of the tracker's kind belongs to another detector.
    const counted = [...hosts].filter((host) => host.startsWith(kind) && host !== "ebdc39");
    return counted.length >= number;
  });
  const there = new Set(group.map(({ host }) => host));
  return enough && [...hosts].every((host) => there.has(host));
};

const digits = (value: number, width: number): string => String(value).padStart(width, "0");

const jobOf = (name: string, step: RuleStep, rows: readonly Row[], more: Values = {}): RuleJob => {
  const paths = rows.map(({ path }) => path).toSorted();
  const [row = rowOf("")] = rows;
  const { host, run, segment } = row;
  const daq = host.replace("_0", "").replace("_1", ":1");
  const kind = host === "ebdc39" ? "tpot" : host.replace(/\d.*/, "");
  const streams = Object.fromEntries(
    ["ebdc", "intt", "mvtx", "tpot"].map((one) => [one, one === kind ? `./${daq}.list` : ""]),
  );
  const values: Values = {
    ...streams,
    ...{ host, run: String(run), segment: String(segment), run8: digits(run, 8), segment5: digits(segment, 5) },
    ...{ start: String(segment * 10), start5: digits(segment * 10, 5), next5: digits(segment * 10 + 1, 5) },
    path: paths[0] ?? "",
    ...more,
  };
  const { makesBefore, makesOf } = step;
  const opened = step.opens === "none" ? [] : step.opens === "first" ? paths.slice(0, 1) : paths;
  return filled(
    name,
    {
      ...step,
      makes: [
        ...step.makes,
        ...(makesBefore !== undefined && run < makesBefore.run ? makesBefore.names : []),
        ...(makesOf !== undefined && host.startsWith(makesOf.host) ? makesOf.names : []),
      ],
    },
    opened.map((path) => basename(path)),
    values,
  );
};

const filled = (step: string, rule: RuleStep, reads: readonly string[], values: Values): RuleJob => {
  const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? `{${key}}`);
  return {
    step,
    reads: [...reads, ...(rule.given ?? []).map(fill)].toSorted(),
    calls: rule.calls.map(fill),
    makes: rule.makes.map(fill).toSorted(),
  };
};

/** Jobs count from 1; what their programs get is counted from it. */
const countedJobs = (name: string, step: RuleStep, count: number): readonly RuleJob[] =>
  Array.from({ length: count }, (_, index) =>
    filled(name, step, [], {
      ...{ job: String(index + 1), job0: String(index), job6: digits(index + 1, 6), job8: digits(index + 1, 8) },
      corsika: String((30007 * 100000 + index) % 100000000),
      runOf: String(12345 * 100 + index + 1),
      firstOf2: String(2 * index + 1),
      seedOf: String(10399311 + index + 1),
    }),
  );

const jobsOfRows = async (name: string, step: RuleStep, table: string): Promise<readonly RuleJob[]> => {
  const [head = "", ...rows] = (await readFile(table, "utf8")).trim().split("\n");
  const columns = head.split(",");
  return rows.map((line) => {
    const row = Object.fromEntries(line.split(",").map((value, index) => [columns[index] ?? "", value]));
    return filled(name, step, [], {
      ...row,
      run6: (row["run"] ?? "").padStart(6, "0"),
      file3: (row["file"] ?? "").padStart(3, "0"),
    });
  });
};

const jobsOfFiles = async (
  name: string,
  step: RuleStep,
  folder: string,
  { list, perJob, parts = 1 }: NonNullable<RuleStep["files"]>,
): Promise<readonly RuleJob[]> => {
  const lines = (await readFile(`${folder}/${list}`, "utf8")).trim().split("\n");
  const files = lines.flatMap((line) => (line.startsWith("#") ? [] : basename(line))).toSorted();
  return files.flatMap((file, index) => {
    if (index % perJob !== 0) return [];
    const read = files.slice(index, index + perJob);
    const values = { path: file, paths: read.join(" "), stem: file.replace(/\..*/, "") };
    return Array.from({ length: parts }, (_, chunk) => filled(name, step, read, { ...values, chunk: String(chunk) }));
  });
};

/** A window of a run has so many events; what remains at its end and is too short belongs to the one before. */
const windowJobs = async (name: string, step: RuleStep, folder: string): Promise<readonly RuleJob[]> => {
  const { files = "", events = 0, overflow = 0, after = 0 } = step.windows ?? {};
  const rows = (await linesOf(folder, files)).map((line) => {
    const [run, first, last, path = ""] = line.split(" ");
    return { ...rowOf(path), run: Number(run), from: Number(first) - 1, to: Number(last) - 1 };
  });
  const jobs: RuleJob[] = [];
  for (const [run, ofRun] of Map.groupBy(rows, (row) => row.run)) {
    const lastOfRun = Math.max(...ofRun.map(({ to }) => to + 1));
    for (let segment = 0; segment <= Math.floor(lastOfRun / events); segment++) {
      const first = segment * events;
      const end = Math.min(first + events - 1, lastOfRun);
      if (end - first < overflow) continue;
      const last = lastOfRun - end - 1 >= overflow ? end : lastOfRun;
      const read = ofRun.filter(({ from, to }) => from <= last + after && to >= first);
      jobs.push(
        jobOf(
          name,
          step,
          read.map((row) => ({ ...row, run, segment })),
          { first: String(first), last: String(last) },
        ),
      );
    }
  }
  return jobs;
};
