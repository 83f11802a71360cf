import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgeFolder, requests } from "../fixtures.ts";

/**
 * Reads lists as the programs of the rules do, by columns of a catalogue, and shares nothing with SHREK's reading: the
 * last fields of a name are its run and segment, and what stands before them is told by a prefix.
 */
type Row = { readonly path: string; readonly head: string; readonly run: number; readonly segment: number };
type Jobs = ReadonlyMap<string, readonly string[]>;

const rowsOf = async (folder: string, list: string): Promise<readonly Row[]> =>
  (await readFile(join(requests, "real", folder, list), "utf8"))
    .split("\n")
    .map((line) => line.split(",")[0] ?? "")
    .filter((path) => path.startsWith("/"))
    .map((path) => {
      const fields = (path.split("/").pop() ?? "").replace(/\.[a-z]+$/, "").split("-");
      const [head = "", run, segment] = fields;
      return { path, head, run: Number(run), segment: Number(segment) };
    });

/** One job a run and host: its raw files and those of the trigger, without which the run is skipped. */
const combining = async (): Promise<Jobs> => {
  const raw = await rowsOf("run3oo-combining", "raw.txt");
  const gl1 = await rowsOf("run3oo-combining", "gl1.txt");
  const jobs = new Map<string, string[]>();
  for (const { path, head, run } of raw) {
    const trigger = gl1.filter((one) => one.run === run).map((one) => one.path);
    if (trigger.length === 0) continue;
    const job = `${run} ${head.split("_")[1]}`;
    jobs.set(job, [...(jobs.get(job) ?? trigger), path]);
  }
  return jobs;
};

/** The segments that every host of a run has, of runs with 18 hosts: the hosts' lists of segments, intersected. */
const fitting = async (): Promise<Jobs> => {
  const rows = await rowsOf("run3oo-fitting", "events.csv");
  const jobs = new Map<string, string[]>();
  for (const run of new Set(rows.map((row) => row.run))) {
    const hosts = new Map<string, Set<number>>();
    for (const row of rows.filter((one) => one.run === run)) {
      const host = row.head.split("_")[3] ?? "";
      hosts.set(host, (hosts.get(host) ?? new Set()).add(row.segment));
    }
    if (hosts.size < 18) continue;
    const common = [...hosts.values()].reduce((a, b) => new Set([...a].filter((segment) => b.has(segment))));
    for (const segment of common)
      jobs.set(
        `${run} ${segment}`,
        rows.filter((row) => row.run === run && row.segment === segment).map(({ path }) => path),
      );
  }
  return jobs;
};

/** Grouped by run and segment, where there is at least one file of each kind. */
const tracks = async (): Promise<Jobs> => {
  const rows = [...(await rowsOf("run2pp-tracks", "seeds.txt")), ...(await rowsOf("run2pp-tracks", "clusters.txt"))];
  const groups = Map.groupBy(rows, ({ run, segment }) => `${run} ${segment}`);
  return new Map(
    [...groups]
      .filter(([, group]) => ["SEED", "CLUSTER"].every((kind) => group.some(({ head }) => head.includes(`_${kind}_`))))
      .map(([job, group]) => [job, group.map(({ path }) => path)]),
  );
};

test.each([
  ["run3oo-combining", combining, 59],
  ["run3oo-fitting", fitting, 7],
  ["run2pp-tracks", tracks, 10],
])("The request of the rule %s makes the jobs of the rule, with the same files", async (folder, rule, number) => {
  const [judged] = await judgeFolder(`real/${folder}`);
  const table = judged?.accepted?.production.steps[0]?.table;
  const jobs = (table?.rows ?? []).map((row, index) => [row.join(" "), table?.cut?.jobs[index]?.files.flat()] as const);
  const wanted = await rule();

  expect(judged?.problems.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(wanted.size).toBe(number);
  expect(new Map(jobs.map(([job, files]) => [job, files?.toSorted()]))).toEqual(
    new Map([...wanted].map(([job, files]) => [job, files.toSorted()])),
  );
});

test("Each rule says where it comes from, by a full commit", async () => {
  for (const folder of ["run3oo-combining", "run3oo-fitting", "run2pp-tracks"]) {
    const source: unknown = JSON.parse(await readFile(join(requests, "real", folder, "source.json"), "utf8"));
    expect(source).toMatchObject({
      repository: expect.stringMatching(/^sPHENIX-Collaboration\/\w+$/),
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      path: expect.stringMatching(/\.yaml$/),
      rule: expect.any(String),
    });
  }
});
