import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLocalJobs } from "../../../action/adapters/jobs/local-jobs.ts";
import type { LocalEnd, LocalReport, StepHere } from "../../../action/core/jobs/run-report.ts";
import type { Production } from "../../../action/core/production/production.ts";
import type { SourceFile } from "../../../action/core/text/source-file.ts";
import { aRequest, aStep, type Draft, valid } from "../../core/a-production.ts";
import { aFolder, localPlace, runAt, runLocally } from "./a-local-run.ts";

const productionOf = (steps: Readonly<Record<string, Draft>>, files: readonly string[] = []): Production =>
  valid(aRequest({ defaults: { sites: ["LAPTOP"] }, steps }), {
    files: files.map((path) => ({ path, mode: "100644", bytes: new TextEncoder().encode("text\n") })),
  }).production;
const aJob = (run: string, more: Draft = {}): Draft => aStep({ out: ["out.txt"], jobs: 1, run, ...more });

const reportsOf = (steps: readonly StepHere[], name = "simulate"): readonly LocalReport[] => {
  const state = steps.find(({ step }) => step === name)?.state;
  return state?.kind === "ran" ? state.reports : [];
};
const endOf = (steps: readonly StepHere[], name?: string): LocalEnd | undefined => reportsOf(steps, name)[0]?.end;
const lastLine = (end: LocalEnd | undefined): string | undefined =>
  end?.kind === "failed" ? end.tail.at(-1) : undefined;

test.each([
  ["payload", 3, "exit 3", "the payload ended with exit code 3 (exit 3)"],
  ["payload", 30, "exit 30", "the payload ended with exit code 30 (exit 230)"],
  ["payload", 139, "kill -s SEGV $BASHPID", "the payload ended with exit code 139 (exit 139)"],
  ["output missing", 30, "echo nothing", "the payload made no out.txt (exit 30)"],
] as const)(
  "A local payload that fails at %s with exit code %d is reported with the end of its log",
  async (stage, exitCode, run, last) => {
    const end = endOf(await runLocally(productionOf({ simulate: aJob(run) })));

    expect(end).toMatchObject({ kind: "failed", stage, exitCode });
    expect(lastLine(end)).toContain(last);
  },
);

test.each([
  [255, "The payload ended with exit code 255. PanDA gets 199 instead, since 255 would count as a good job there."],
  [32, "The payload ended with exit code 32. PanDA gets 232 instead, since 32 has another meaning there."],
  [201, "The payload ended with an exit code from 198 to 254: the log has it, and PanDA gets 198."],
  [134, "The payload ended with exit code 134, as a program that signal 6 ended."],
])("Of a local payload that ends with exit code %i is said what PanDA would have of it", async (exitCode, words) => {
  expect(endOf(await runLocally(productionOf({ simulate: aJob(`exit ${exitCode}`) })))).toMatchObject({ words });
});

test("An output that is too small fails the job, and the log names its size", async () => {
  const end = endOf(
    await runLocally(productionOf({ simulate: aJob("echo x >out.txt", { out: [{ name: "out.txt", minBytes: 5 }] }) })),
  );

  expect(end).toMatchObject({ kind: "failed", stage: "output too small", exitCode: 33 });
  expect(lastLine(end)).toContain("out.txt has less than 5 bytes");
});

test("A local job without its resources fails at stage-in", async () => {
  const production = productionOf({ simulate: aJob("true", { resources: ["a.txt"] }) }, ["a.txt"]);
  const place = await localPlace(production);

  const end = endOf(
    await runAt({ ...place, sent: place.sent.filter(({ path }) => !path.startsWith("__")) }, production),
  );

  expect(end).toMatchObject({ kind: "failed", stage: "stage-in", exitCode: 20 });
});

test("A local job whose input file cannot be read fails at stage-in, before the wrapper runs", async () => {
  const from = await aFolder();
  await mkdir(join(from, "make/out.txt"), { recursive: true });
  await symlink("/nowhere", join(from, "make/out.txt/user.x.1._000001.out.txt"));
  const production = productionOf({
    make: aJob("true"),
    read: aJob("true", { in: [{ from: "make", filesPerJob: 1 }], jobs: undefined }),
  });

  expect(endOf(await runLocally(production, { from }), "read")).toMatchObject({ kind: "failed", stage: "stage-in" });
});

test('A local job whose input is not in its folder fails with "no input"', async () => {
  const production = productionOf({
    make: aJob("true"),
    read: aJob("true", { in: [{ from: "make", filesPerJob: 1 }], jobs: undefined }),
  });
  const jobs = await openLocalJobs(await localPlace(production));
  const [, read] = production.steps;
  if (read === undefined) throw new Error("no step");

  const job = { number: 1, seed: 1, files: { IN: ["a.txt"] } };
  const { end } = await jobs.run({ step: read, task: 2, job, inputs: [] });
  await jobs.close();

  expect(end).toMatchObject({ kind: "failed", stage: "no input", exitCode: 10 });
});

test('A local job whose files have different origins fails with "no pair"', async () => {
  const from = await aFolder();
  for (const [step, file] of [
    ["left", "group.sphenix.7._000001.8._000001.left.txt"],
    ["right", "group.sphenix.7._000002.9._000001.right.txt"],
  ] as const) {
    await mkdir(join(from, step, `${step}.txt`), { recursive: true });
    await writeFile(join(from, step, `${step}.txt`, file), "x\n");
  }
  const one = { in: [{ from: "make", filesPerJob: 1 }], jobs: undefined };
  const production = productionOf({
    make: aJob("true"),
    left: aJob("true", { ...one, out: ["left.txt"] }),
    right: aJob("true", { ...one, out: ["right.txt"] }),
    both: aJob("cat $left $right >out.txt", {
      in: ["left", "right"].map((name) => ({ from: name, filesPerJob: 1 })),
      jobs: undefined,
    }),
  });

  const steps = await runLocally(production, { from }, { steps: ["both"] });

  expect(reportsOf(steps, "both").map(({ end }) => end)).toMatchObject([
    { kind: "failed", stage: "no pair", exitCode: 11 },
    { kind: "failed", stage: "no pair", exitCode: 11 },
  ]);
});

test("A local job above its memory is ended, unless limits are off", async () => {
  const holds = (after: string): Production =>
    productionOf({
      simulate: aJob(
        `awk 'BEGIN { s = "x"; while (length(s) < 120000000) s = s s; system("${after}"); print length(s) >"out.txt" }'`,
        { memory: 100 },
      ),
    });
  const limited = endOf(await runLocally(holds("sleep 600")));
  const free = holds("sleep 0.7");

  const [report] = reportsOf(await runLocally(free, { limited: false }));

  expect(limited).toMatchObject({ kind: "failed", stage: "memory" });
  expect(report?.end).toEqual({ kind: "finished" });
  expect(report?.used.megabytes).toBeGreaterThan(100);
});

test("A local job above its walltime is ended", async () => {
  const written = productionOf({ simulate: aJob("sleep 600", { walltime: 1 }) });
  const production = { ...written, steps: written.steps.map((step) => ({ ...step, walltime: 0.0001 })) };

  expect(endOf(await runLocally(production))).toMatchObject({ kind: "failed", stage: "walltime" });
});

test("An output name that PanDA cannot store makes a local job fail at stage-out", async () => {
  const end = endOf(await runLocally(productionOf({ simulate: aJob("echo x >real; ln -s real out.txt") })));

  expect(end).toMatchObject({ kind: "failed", stage: "stage-out", words: expect.stringContaining("is a link") });
});

test("The processor time of a local job is the sum over all its processes", async () => {
  const busy = "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done";

  const [report] = reportsOf(await runLocally(productionOf({ simulate: aJob(`bash -c '${busy}'\necho x >out.txt`) })));

  expect(report?.used.cpuSeconds).toBeGreaterThan(0.05);
});

test("Later steps of a local run read what the earlier steps made, as at PanDA; a step without input files does not run", async () => {
  const one = { in: [{ from: "make", filesPerJob: 1 }], jobs: undefined };
  const production = productionOf({
    make: aJob('[ "$uniqueId" -ne 2 ] || exit 1\necho $uniqueId >out.txt', { jobs: 3 }),
    good: aJob("cp $make out.txt", one),
    none: aJob("exit 1", one),
    after: aJob("true", { in: [{ from: "none", filesPerJob: 1 }], jobs: undefined }),
  });

  const steps = await runLocally(production);

  expect(reportsOf(steps, "make").map(({ end }) => end.kind)).toEqual(["finished", "failed", "finished"]);
  expect(reportsOf(steps, "good").map(({ end }) => end.kind)).toEqual(["finished", "finished"]);
  expect(steps.find(({ step }) => step === "after")?.state).toEqual({
    kind: "not-run",
    why: "there is no file of none/out.txt",
  });
});

test("A second local run keeps jobs that ended well, and runs failed jobs and readers of changed files again", async () => {
  const out = await aFolder();
  const mark = join(out, "mark");
  const production = productionOf({
    make: aJob(`echo $uniqueId >out.txt\n[ "$uniqueId" -ne 2 ] || [ -e ${mark} ]`, { jobs: 2 }),
    all: aJob("cat ${make[@]} >out.txt", { in: [{ from: "make", filesPerJob: 5 }], jobs: undefined }),
  });
  const told = (steps: readonly StepHere[]) =>
    ["make", "all"].map((name) => reportsOf(steps, name).map(({ end, kept }) => (kept ? "kept" : end.kind)));

  const first = told(await runLocally(production, { out }));
  await writeFile(mark, "");
  const second = await runLocally(production, { out });

  expect(first).toEqual([["finished", "failed"], ["finished"]]);
  expect(told(second)).toEqual([["kept", "finished"], ["finished"]]);
  expect(await readFile(reportsOf(second, "all")[0]?.outputs[0]?.path ?? "", "utf8")).toBe("1\n2\n");
  expect(told(await runLocally(production, { out }))).toEqual([["kept", "kept"], ["kept"]]);
  await rm(join(out, "data/make"), { recursive: true });
  expect(told(await runLocally(production, { out }))).toEqual([["finished", "finished"], ["finished"]]);
});

test("A local run of one row of a table has that row's number, and an unknown row is refused", async () => {
  const table: SourceFile = {
    path: "rows.csv",
    mode: "100644",
    bytes: new TextEncoder().encode("slope\n0.5\n2\n3.5\n"),
  };
  const scan = aStep({ out: ["out.txt"], jobs: undefined, table: "rows.csv", run: "echo $job $slope >out.txt" });
  const sum = aJob("cat ${scan[@]} >out.txt", { in: [{ from: "scan", filesPerJob: 1 }], jobs: undefined });
  const request = aRequest({ defaults: { sites: ["LAPTOP"] }, steps: { scan, sum } });
  const { production } = valid(request, { files: [table] });

  const steps = await runLocally(production, {}, { row: 3 });

  const made = (name: string) => reportsOf(steps, name).flatMap(({ outputs }) => outputs.map(({ path }) => path));
  expect(made("scan")).toEqual([expect.stringMatching(/_000003\.out\.txt$/)]);
  expect(await readFile(made("scan")[0] ?? "", "utf8")).toBe("3 3.5\n");
  expect(await Promise.all(made("sum").map((path) => readFile(path, "utf8")))).toEqual(["3 3.5\n"]);
  await expect(runLocally(production, {}, { row: 4 })).rejects.toThrow("The table of scan has no row 4.");
  await expect(runLocally(productionOf({ simulate: aJob("echo x >out.txt") }), {}, { row: 1 })).rejects.toThrow(
    "--row chooses nothing",
  );
});

test("A local run deletes files of jobs that are no longer part of the production", async () => {
  const out = await aFolder();
  const production = productionOf({ make: aJob("echo $uniqueId >out.txt", { jobs: 3 }) });

  await runLocally(production, { out });
  await runLocally(production, { out }, { jobs: 1 });

  expect(await readdir(join(out, "data/make/out.txt"))).toEqual(["group.sphenix.1._000001.out.txt"]);
});

test("Two local runs at the same time cannot use one folder", async () => {
  const place = await localPlace(productionOf({ make: aJob("true") }));
  const jobs = await openLocalJobs(place);

  await expect(openLocalJobs(place)).rejects.toThrow(/Another shrek \(process \d+\) works in/);
  await jobs.close();
});

test("A local run refuses a folder with a person's own files and leaves the folder as it is", async () => {
  const out = await aFolder();
  await writeFile(join(out, "thesis.txt"), "mine\n");

  await expect(runLocally(productionOf({ simulate: aJob("echo x >out.txt") }), { out })).rejects.toThrow(
    `The folder ${out} holds other files, such as thesis.txt.`,
  );
  expect(await readdir(out)).toEqual(["thesis.txt"]);
});

test("A file, or a link that leads nowhere, is refused as the folder of a local run", async () => {
  const dir = await aFolder();
  await writeFile(join(dir, "file"), "");
  await symlink("/nowhere", join(dir, "link"));
  const production = productionOf({ simulate: aJob("echo x >out.txt") });

  for (const out of [join(dir, "file"), join(dir, "file/below"), join(dir, "link"), "/proc/of-a-run"])
    await expect(runLocally(production, { out })).rejects.toThrow(
      /^The folder .* cannot be made: .*(?:in the way|folder is needed|no such file or folder)\.$/,
    );
});

test("The folder that a killed local run left can be used by the next run", async () => {
  const production = productionOf({ simulate: aJob("echo x >out.txt") });
  const out = await aFolder();
  await writeFile(join(out, "lock.json"), "");

  expect(endOf(await runLocally(production, { out }))).toEqual({ kind: "finished" });
  await writeFile(join(out, "notes.txt"), "mine\n");
  expect(reportsOf(await runLocally(production, { out }))[0]).toMatchObject({ kept: true });
});

test("A local run whose input folder does not exist fails instead of running without inputs", async () => {
  const from = join(await aFolder(), "wrong");

  await expect(runLocally(productionOf({ simulate: aJob("echo x >out.txt") }), { from })).rejects.toThrow(
    `There is no folder ${from}.`,
  );
});
