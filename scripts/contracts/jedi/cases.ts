/** A production in few words, the files that lie outside, and what goes wrong with its jobs. */
export type JediCase = {
  readonly name: string;
  readonly steps: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What lies in its folder, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Datasets from outside by the name that the steps read them by, with their files. */
  readonly outside?: Readonly<Record<string, readonly string[]>>;
  /** How the files of these datasets are called. */
  readonly names?: Readonly<Record<string, string>>;
  /** How many of them fit the patterns of whoever reads them; all, if not said. */
  readonly fitting?: number;
  /** By step and number of the job, counted from 1 as they are first made: how often it fails. */
  readonly fails?: Readonly<Record<string, Readonly<Record<number, number>>>>;
  /** Steps that JEDI looks at while their parent is running, each time with so many of its files. */
  readonly grows?: Readonly<Record<string, readonly number[]>>;
  /** Steps whose task is tried again after its end, when everything works. */
  readonly retried?: readonly string[];
};

export const make = (jobs: number, more: object = {}): Readonly<Record<string, unknown>> => ({
  out: ["o.txt"],
  jobs,
  run: "date >o.txt",
  maxAttempt: 2,
  ...more,
});
/** An input as a request writes it. */
export type ReadInput = Readonly<Record<string, unknown>> & { readonly from: string };
export const read = (from: readonly (string | ReadInput)[], more: object = {}): Readonly<Record<string, unknown>> => ({
  in: from.map((item) => (typeof item === "string" ? { from: item, filesPerJob: 1 } : item)),
  out: ["o.txt"],
  run: `cat "\${${from.map((item) => (typeof item === "string" ? item : item.from))[0]}[@]}" >o.txt`,
  maxAttempt: 2,
  ...more,
});
/** Two branches of one origin. */
const left = (from = "a") => read([from], { out: ["l.txt"] });
const right = (from = "a") => read([from], { out: ["r.txt"] });
const pair = (from: readonly (string | ReadInput)[]): Readonly<Record<string, unknown>> =>
  read(from.map((item) => (typeof item === "string" ? { from: item, filesPerJob: 1 } : item)));
export const many = (from: string, filesPerJob: number | "all", more: object = {}): ReadInput => ({
  from,
  filesPerJob,
  ...more,
});
export const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}.${String(index + 1).padStart(6, "0")}.root`);
export const hits = (count: number) => ({ hits: numbered("hits", count) });
/** One job a row. */
export const tabled = (more: object = {}): Readonly<Record<string, unknown>> =>
  make(0, { jobs: undefined, table: "jobs.csv", run: 'echo "$n" >o.txt', ...more });
export const jobsTable = (rows: number) => ({
  "jobs.csv": `n\n${Array.from({ length: rows }, (_, index) => `${index + 1}\n`).join("")}`,
});

const ten = Array.from({ length: 10 }, (_, index) => `o${index}.root`);
const mixed = { hits: [...numbered("hits", 9), "hits.000001.txt", "qa.000001.root", "qa.000002.txt"] };

/** What fails always: more often than `maxAttempt` allows. */
export const lost = 99;

export const jediCases: readonly JediCase[] = [
  { name: "one job", steps: { a: make(1) } },
  { name: "many jobs with seeds", steps: { a: make(30) } },
  { name: "more jobs than one chunk at a site", steps: { a: make(60) } },
  { name: "one job a row", files: jobsTable(30), steps: { a: tabled(), b: tabled() } },
  {
    name: "one job a row, retried, lost and tried again",
    files: jobsTable(6),
    fails: { a: { 2: lost, 3: 1 }, b: { 1: 1 } },
    retried: ["a"],
    steps: { a: tabled(), b: tabled(), c: read([many("a", 2)]) },
  },
  { name: "ten outputs", steps: { a: make(2, { out: ten, run: "touch o{0..9}.root", destination: "FAR_DISK" }) } },
  { name: "one file a job", steps: { a: make(4), b: read(["a"]) } },
  { name: "all files in one job", steps: { a: make(4), b: read([many("a", 4)]) } },
  { name: "the last job takes what is left", steps: { a: make(7), b: read([many("a", 3)]) } },
  { name: "more files a job than there are", steps: { a: make(3), b: read([many("a", 10)]) } },
  { name: "200 files a job", outside: hits(401), steps: { b: read([many("hits", 200)]) } },
  { name: "all files of a step", steps: { a: make(12), b: read([many("a", "all")]) } },
  { name: "all of 401 files", outside: hits(401), steps: { b: read([many("hits", "all")]) } },
  { name: "all of 1000 files", outside: hits(1000), steps: { b: read([many("hits", "all")]) } },
  { name: "all of one file", steps: { a: make(1), b: read([many("a", "all")]) } },
  {
    name: "a pattern without a dot where it has a star, and several",
    fitting: 4,
    outside: {
      hits: ["seb01-7.evt", "seb02-7.evt", "seb03-7.evt", "raw-7.evt"],
      more: [...numbered("m", 4), "x-1.root"],
    },
    steps: {
      b: read([many("hits", 1, { match: ["seb*7", "raw*evt"] })]),
      c: read([many("hits", 1, { exclude: "never*7" }), many("more", 1, { match: ["m*1", "m*2", "m*3", "x-*.root"] })]),
    },
  },
  {
    name: "all files but the first, by a pattern",
    fitting: 9,
    outside: mixed,
    steps: { b: read([many("hits", "all", { match: "hits*root", skip: 1 })]) },
  },
  { name: "all of two inputs", steps: { a: make(6), m: make(30), b: read([many("a", "all"), many("m", "all")]) } },
  {
    name: "all of a pool in each job",
    steps: { a: make(13), m: make(7), b: read(["a", many("m", "all", { reuse: true })]) },
  },
  {
    name: "all that were not lost, after retries",
    fails: { a: { 3: lost, 5: 1 }, b: { 1: 1 } },
    steps: { a: make(8), b: read([many("a", "all")]) },
  },
  {
    name: "all, looked at while they come",
    grows: { b: [1, 3, 4] },
    steps: { a: make(4), b: read([many("a", "all")]) },
  },
  {
    name: "all but one that was lost, looked at while they come",
    fails: { a: { 2: lost } },
    grows: { b: [1, 2, 3] },
    steps: { a: make(4), b: read([many("a", "all")]) },
  },
  {
    name: "a loss that was made good before all were read",
    fails: { a: { 3: lost } },
    retried: ["a"],
    steps: { a: make(4), b: read([many("a", "all")]) },
  },
  {
    name: "files in an order of their own",
    outside: { hits: ["c", "a", "b10", "b9"] },
    steps: { b: read([many("hits", 3)]) },
  },
  { name: "no more files than asked for", outside: hits(9), steps: { b: read([many("hits", 2, { maxFiles: 5 })]) } },
  { name: "the first files skipped", outside: hits(9), steps: { b: read([many("hits", 2, { skip: 3 })]) } },
  {
    name: "files by a pattern",
    fitting: 9,
    outside: mixed,
    steps: { b: read([many("hits", 2, { match: "hits*root" })]) },
  },
  {
    name: "files but those of a pattern",
    fitting: 10,
    outside: mixed,
    steps: { b: read([many("hits", 2, { exclude: "*.txt" })]) },
  },
  {
    name: "a part of the files",
    fitting: 9,
    outside: mixed,
    steps: { b: read([many("hits", 2, { maxFiles: 4, match: "hits*", exclude: "*1.root", skip: 1 })]) },
  },
  { name: "read again and again", outside: hits(3), steps: { b: read([many("hits", 2, { repeat: 3 })]) } },
  { name: "read again, a file a job", outside: hits(2), steps: { b: read([many("hits", 1, { repeat: 4 })]) } },
  {
    name: "read again without the first",
    outside: hits(4),
    steps: { b: read([many("hits", 1, { repeat: 2, skip: 1 })]) },
  },
  {
    name: "read again beside a pool",
    outside: hits(7),
    steps: { m: make(30), b: read([many("hits", 1, { repeat: 3 }), many("m", 2, { reuse: true })]) },
  },
  {
    name: "read again beside files of its own",
    outside: hits(3),
    steps: { m: make(6), b: read([many("hits", 1, { repeat: 2 }), "m"]) },
  },
  { name: "two inputs", steps: { a: make(4), m: make(20), b: read(["a", many("m", 5)]) } },
  {
    name: "two inputs, several files of each",
    steps: { a: make(6), m: make(9), b: read([many("a", 2), many("m", 3)]) },
  },
  { name: "a pool that is reused", steps: { a: make(5), m: make(7), b: read(["a", many("m", 3, { reuse: true })]) } },
  { name: "a pool of one file", steps: { a: make(4), m: make(1), b: read(["a", many("m", 1, { reuse: true })]) } },
  {
    name: "a pool as large as a job needs",
    steps: { a: make(4), m: make(5), b: read(["a", many("m", 5, { reuse: true })]) },
  },
  {
    name: "a pool from outside",
    outside: { pool: numbered("pool", 10) },
    steps: { a: make(4), b: read(["a", many("pool", 4, { reuse: true })]) },
  },
  {
    name: "three inputs",
    steps: { a: make(4), m: make(8), n: make(4), b: read(["a", many("m", 2), many("n", 3, { reuse: true })]) },
  },
  {
    name: "four inputs",
    steps: {
      a: make(4),
      m: make(8),
      n: make(4),
      l: make(12),
      b: read(["a", many("m", 2), many("n", 3, { reuse: true }), many("l", 3)]),
    },
  },
  {
    name: "a secondary input by a pattern",
    outside: mixed,
    steps: { a: make(2), b: read(["a", many("hits", 2, { match: "*.root", skip: 1, reuse: true })]) },
  },
  {
    name: "two outputs, both read",
    steps: {
      a: make(3, { out: ["x.txt", "y.txt"], run: "touch x.txt y.txt" }),
      b: read([
        { from: "a", output: "x.txt", filesPerJob: 1 },
        { from: "a", as: "y", output: "y.txt", filesPerJob: 1 },
      ]),
    },
  },
  { name: "a chain of four", steps: { a: make(8), b: read(["a"]), c: read([many("b", 2)]), d: read([many("c", 4)]) } },
  {
    name: "a diamond",
    steps: { a: make(4), l: read(["a"]), r: read(["a"]), j: read(["l", many("r", 1, { match: "*.txt" })]) },
  },
  { name: "a diamond joined by identity", steps: { a: make(4), l: left(), r: right(), j: pair(["l", "r"]) } },
  {
    name: "three joined by identity beside a pool, and merged",
    steps: {
      ...{ a: make(12), m: make(7), l: left(), r: right(), d: { ...right("r"), out: ["d.txt"] } },
      ...{ j: pair(["l", "r", "d", many("m", 2, { reuse: true })]), z: read([many("j", 5)]) },
    },
  },
  {
    name: "branches of files from outside joined by identity",
    outside: { hits: Array.from({ length: 5 }, (_, index) => `user.other.77._00000${index + 1}.hits.root`) },
    steps: { l: left("hits"), r: right("hits"), j: pair(["l", "r"]) },
  },
  {
    name: "a join by identity after retries and a loss",
    fails: { l: { 2: 1 }, r: { 1: 1, 4: lost }, j: { 3: 1 } },
    steps: { a: make(6), l: left(), r: right(), j: pair(["l", "r"]) },
  },
  {
    name: "a child joined with what it was made of",
    steps: { a: make(12, { out: ["a.txt"], run: "date >a.txt" }), l: left(), j: pair(["a", "l"]) },
  },
  {
    name: "cut by size, and by a number",
    outside: hits(9),
    steps: { b: read([{ from: "hits", gbPerJob: 10, maxFilesPerJob: 4 }]) },
  },
  { name: "a retry", fails: { a: { 2: 1 } }, steps: { a: make(4) } },
  { name: "a retry with input", fails: { b: { 2: 1 } }, steps: { a: make(4), b: read(["a"]) } },
  { name: "two retries", fails: { a: { 2: 2, 3: 1 } }, steps: { a: make(4, { maxAttempt: 3 }) } },
  { name: "a retry of a job of several files", fails: { b: { 1: 1 } }, steps: { a: make(6), b: read([many("a", 2)]) } },
  {
    name: "a retry beside a pool",
    fails: { b: { 2: 1 } },
    steps: { a: make(4), m: make(6), b: read(["a", many("m", 2, { reuse: true })]) },
  },
  { name: "a loss", fails: { a: { 2: lost } }, steps: { a: make(4), b: read(["a"]) } },
  {
    name: "a loss in one of two that are joined",
    fails: { l: { 1: lost } },
    steps: { a: make(4), l: read(["a"]), r: read(["a"]), j: read(["l", "r"]) },
  },
  { name: "a loss before a merge", fails: { a: { 3: lost } }, steps: { a: make(7), b: read([many("a", 3)]) } },
  { name: "everything is lost but one", fails: { a: { 1: lost, 2: lost } }, steps: { a: make(3), b: read(["a"]) } },
  {
    name: "a retry in a parent changes the order",
    fails: { l: { 2: 1 } },
    steps: { a: make(4), l: read(["a"]), r: read(["a"]), j: read(["l", "r"]) },
  },
  { name: "a task tried again", fails: { a: { 2: lost } }, retried: ["a"], steps: { a: make(4), b: read(["a"]) } },
  {
    name: "a task with input tried again",
    fails: { b: { 1: lost, 3: lost } },
    retried: ["b"],
    steps: { a: make(4), b: read(["a"]) },
  },
];
