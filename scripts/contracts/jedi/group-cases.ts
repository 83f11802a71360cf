import { hits, type JediCase, lost, many, type ReadInput, read } from "./cases.ts";

/** Files of so many streams in each segment, sorted by stream: no two of a segment stand together. */
const streams = (segments: number, streams: number): readonly string[] =>
  Array.from({ length: streams }, (_, stream) =>
    Array.from({ length: segments }, (_, segment) => `seb${stream}.${String(segment).padStart(5, "0")}.evt`),
  ).flat();
const grouped = (from: string, filesPerJob: number): ReadInput => many(from, filesPerJob, { group: "segment" });
const byStream = { names: { raw: "{stream}.{segment}.evt" } };

const byEvents = (more: object = {}): Readonly<Record<string, unknown>> =>
  read([{ from: "hits", filesPerJob: 1, eventsPerFile: 30, ...more }], {
    eventsPerJob: 10,
    run: 'echo "$firstEvent" "$nEvents" "$hits" >o.txt',
  });

/** Files that belong together by what their names say, and files that are divided. */
export const groupCases: readonly JediCase[] = [
  { name: "files divided by events", outside: hits(7), steps: { b: byEvents() } },
  {
    name: "files divided by events, the first ones of them",
    outside: hits(7),
    steps: { b: byEvents({ maxFiles: 4 }) },
  },
  {
    name: "files divided by events, with retries, a lost part and a task that is tried again",
    outside: hits(3),
    fails: { b: { 2: 1, 5: lost, 6: 1, 9: 1 } },
    retried: ["b"],
    steps: { b: byEvents(), c: read(["b"]) },
  },
  {
    name: "files divided by events, and a part that is lost",
    outside: hits(2),
    fails: { b: { 4: lost } },
    steps: { b: byEvents(), c: read([many("b", 2)]) },
  },
  {
    ...byStream,
    name: "a job for each group, then one for all",
    outside: { raw: streams(7, 3) },
    steps: { a: read(["raw"]), b: read([grouped("a", 3)]), c: read([many("b", "all")]) },
  },
  {
    ...byStream,
    name: "a job for each of very many groups",
    outside: { raw: streams(100, 21) },
    steps: { a: read(["raw"]), b: read([grouped("a", 21)]) },
  },
  {
    ...byStream,
    name: "groups by a step in between, with seeds",
    outside: { raw: streams(4, 5) },
    steps: { a: read(["raw"]), b: read(["a"]), c: read([grouped("b", 5)]), d: read(["c"]) },
  },
  {
    ...byStream,
    name: "groups of two of three streams",
    outside: { raw: streams(4, 3) },
    steps: { a: read(["raw"]), b: read([{ ...grouped("a", 2), match: [".seb0.", ".seb2."] }]) },
  },
  {
    ...byStream,
    name: "groups with losses and retries",
    fails: { a: { 3: lost, 5: 1, 8: lost }, b: { 1: 1, 3: lost } },
    outside: { raw: streams(3, 3) },
    steps: { a: read(["raw"]), b: read([grouped("a", 3)]), c: read(["b"]) },
  },
  {
    ...byStream,
    name: "groups, looked at while they come",
    grows: { b: [1, 5, 20] },
    outside: { raw: streams(7, 3) },
    steps: { a: read(["raw"]), b: read([grouped("a", 3)]) },
  },
  {
    name: "a job for each segment of several runs, of which one is longer",
    names: { raw: "{stream}.{number}.{segment}.evt" },
    outside: {
      raw: ["82001.00000", "82001.00001", "82002.00000"].flatMap((name) =>
        ["seb1", "seb2"].map((seb) => `${seb}.${name}.evt`),
      ),
    },
    steps: { a: read(["raw"]), b: read([many("a", 2, { group: ["number", "segment"] })]) },
  },
  {
    name: "groups of data from outside",
    names: { raw: "{segment}.{stream}.evt" },
    outside: { raw: streams(4, 3).map((name) => name.replace(/^(\w+)\.(\w+)/, "$2.$1")) },
    steps: { b: read([grouped("raw", 3)]) },
  },
];
