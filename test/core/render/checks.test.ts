import { expect, test } from "vitest";
import { stageExits } from "../../../action/core/render/job-exits.ts";
import { aStep } from "../a-production.ts";
import { type Ran, sentOf, workbench } from "./workbench.ts";

const counts = (events: string): string => `printf '{ "events": %s, "meanPt": 0.7 }\\n' ${events}`;

/** A job of 100 events whose payload is good, behind which this is checked. */
const runJob = async (checks: Readonly<Record<string, unknown>>, run = "echo x >hits.tar"): Promise<Ran> => {
  await using bench = await workbench();
  await bench.lay(sentOf({ simulate: aStep({ jobs: 10, eventsPerJob: 100, run, checks }) }));
  return await bench.run("bash", "simulate.sh", "1", "0");
};

test("A job whose outputs hold enough events is good, and prints the numbers of its check", async () => {
  const { code, stdout } = await runJob({ run: `[ -s hits.tar ]; ${counts("99")}`, events: "99%" });

  expect([code, stdout]).toEqual([0, '{ "events": 99, "meanPt": 0.7 }\n']);
});

test.each([
  ["fails", "check", { run: "echo broken >&2; exit 3" }, "the check of the outputs ended with exit code 3"],
  [
    "fails in the middle",
    "check",
    { run: "false\n" + counts("100") },
    "the check of the outputs ended with exit code 1",
  ],
  [
    "finds too few events",
    "fewEvents",
    { run: counts("98"), events: "99%" },
    "the outputs hold 98 events of 100, and must hold 99",
  ],
  [
    "prints no number",
    "checkWithoutNumber",
    { run: "echo good", events: "99%" },
    'the check printed no number of "events"',
  ],
  [
    "prints a number with a sign",
    "checkWithoutNumber",
    { run: counts("-100"), events: "99%" },
    'the check printed no number of "events"',
  ],
  [
    "prints a fraction",
    "checkWithoutNumber",
    { run: counts("99.5"), events: "99%" },
    'the check printed no number of "events"',
  ],
  ["prints nothing", "checkWithoutNumber", { run: "true", events: "50%" }, 'the check printed no number of "events"'],
] as const)(
  "A job whose check %s is a failed job, with the exit code of %s and the reason in its log",
  async (_, stage, checks, words) => {
    const { code, stderr } = await runJob(checks);

    expect(code).toBe(stageExits[stage]);
    expect(stderr).toContain(`shrek: ${words} (exit ${stageExits[stage]})\n`);
  },
);

test("The print of a check is no output of a pattern, and stands under the name that pilots know", async () => {
  await using bench = await workbench();
  const step = {
    jobs: 10,
    run: "echo x >a.json",
    checks: { run: counts("1") },
    out: [{ name: "all.json", files: "*.json" }],
  };
  await bench.lay(sentOf({ simulate: aStep(step) }));

  const { code, stderr } = await bench.run("bash", "simulate.sh", "1", "0");
  const { stdout } = await bench.run("bash", "-c", "ls; cat userJobMetadata.json");

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.split("\n").filter((line) => /json/.test(line) && !line.includes(".a.json"))).toEqual([
    "userJobMetadata.json",
  ]);
  expect(stdout).toContain('"events": 1');
});

test("An output that is missing is reported as missing, before it is checked", async () => {
  const { code, stderr } = await runJob({ run: "exit 3" }, "true");

  expect(code).toBe(stageExits.outputMissing);
  expect(stderr).toContain("the payload made no hits.tar");
});

test("A payload's own exit code 32 is no failed check", async () => {
  expect((await runJob({ run: "true" }, "exit 32")).code).toBe(232);
});

const reportsOf = async (checks: Readonly<Record<string, unknown>>, run = "echo x >hits.tar") => {
  await using bench = await workbench();
  await bench.lay(sentOf({ simulate: aStep({ jobs: 10, eventsPerJob: 100, run, checks }) }));
  const { code } = await bench.run("bash", "simulate.sh", "1", "0");
  const reports = ["userJobMetadata.json", "jobReport.json", "payload_error_report.json"].map(async (name) => {
    const { stdout } = await bench.run("bash", "-c", `cat ${name} 2>/dev/null || echo null`);
    return JSON.parse(stdout) as unknown;
  });
  return [code, ...(await Promise.all(reports))];
};

test("The job script gets the numbers of a check that passes, in the file of the user's numbers", async () => {
  expect(await reportsOf({ run: counts("99"), events: "99%" })).toEqual([
    0,
    { checks: { events: 99, meanPt: 0.7 } },
    null,
    null,
  ]);
});

test("The numbers of a check go into the report of the job where the payload writes the file of the user's numbers", async () => {
  const run = `echo x >hits.tar; echo '{ "mine": 1 }' >userJobMetadata.json`;
  expect(await reportsOf({ run: counts("99"), events: "99%" }, run)).toEqual([
    0,
    { mine: 1 },
    { checks: { events: 99, meanPt: 0.7 } },
    null,
  ]);
});

test("No number of a check that failed is handed on", async () => {
  expect(await reportsOf({ run: counts("98"), events: "99%" })).toEqual([stageExits.fewEvents, null, null, null]);
});

test.each([
  ["words", "echo all is good"],
  ["a list", "echo [1]"],
  ["100 kB", 'printf \'{ "a": "%0100000d" }\' 1'],
])("A check that prints %s passes, and nothing of it is handed on", async (_, run) => {
  expect(await reportsOf({ run })).toEqual([0, null, null, null]);
});
