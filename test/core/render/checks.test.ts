import { expect, test } from "vitest";
import { stageText } from "../../../action/core/ledger/completion.ts";
import { stageExits } from "../../../action/core/render/wrapper.ts";
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
  ["fails", { run: "echo broken >&2; exit 3" }, "the check of the outputs ended with exit code 3"],
  ["fails in the middle", { run: "false\n" + counts("100") }, "the check of the outputs ended with exit code 1"],
  ["finds too few events", { run: counts("98"), events: "99%" }, "the outputs hold 98 events of 100, and must hold 99"],
  ["prints no number", { run: "echo good", events: "99%" }, 'the check printed no number of "events"'],
  ["prints a number with a sign", { run: counts("-100"), events: "99%" }, 'the check printed no number of "events"'],
  ["prints a fraction", { run: counts("99.5"), events: "99%" }, 'the check printed no number of "events"'],
  ["prints nothing", { run: "true", events: "50%" }, 'the check printed no number of "events"'],
])("A job whose check %s is a failed job, with an exit code of its own and the reason", async (_, checks, words) => {
  const { code, stderr } = await runJob(checks);

  expect(code).toBe(stageExits.check);
  expect(stderr).toContain(`shrek: ${words} (exit ${stageExits.check})\n`);
  expect(stageText(code)).toBe("check of outputs");
});

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
  expect((await runJob({ run: "true" }, "exit 32")).code).toBe(132);
});

/** The same below the folder in which a pilot keeps what its payload prints, as deep as there. */
const reportsOf = async (checks: Readonly<Record<string, unknown>>, place = ".") => {
  await using bench = await workbench();
  await bench.lay(sentOf({ simulate: aStep({ jobs: 10, eventsPerJob: 100, run: "echo x >hits.tar", checks }) }));
  const read = async (name: string): Promise<unknown> => {
    const { stdout } = await bench.run("bash", "-c", `cat "${place}/${name}" 2>/dev/null || echo null`);
    return JSON.parse(stdout);
  };
  await bench.run("bash", "-c", `mkdir -p "${place}"; touch "${place}/payload.stdout"`);
  const { code } = await bench.run("bash", "simulate.sh", "1", "0");
  return { code, error: await read("payload_error_report.json"), report: await read("jobReport.json") };
};

test("A pilot gets the numbers of a check that passes as its job report, and no error", async () => {
  expect(await reportsOf({ run: counts("99"), events: "99%" })).toEqual({
    code: 0,
    error: null,
    report: { checks: { events: 99, meanPt: 0.7 } },
  });
});

test("A pilot gets why a check failed, with what it printed, and no numbers", async () => {
  expect(await reportsOf({ run: counts("98"), events: "99%" })).toEqual({
    code: stageExits.check,
    error: {
      error_code: stageExits.check,
      error_diag: 'the outputs hold 98 events of 100, and must hold 99: { "events": 98, "meanPt": 0.7 }',
    },
    report: null,
  });
});

test("The print of a check stays text in the report of a pilot, whatever letters it has", async () => {
  const { error } = await reportsOf({ run: String.raw`printf 'a "quote", a \\ and\001\351\n\n%%s'; exit 3` });

  expect(error).toEqual({
    error_code: stageExits.check,
    error_diag: String.raw`the check of the outputs ended with exit code 3: a "quote", a \ and %s`,
  });
});

test.each([
  ["words", "echo all is good"],
  ["a list", "echo [1]"],
  ["100 kB", 'printf \'{ "a": "%0100000d" }\' 1'],
])("A check that prints %s passes, and a pilot gets no report of it", async (_, run) => {
  expect(await reportsOf({ run })).toEqual({ code: 0, error: null, report: null });
});
