import { describe, expect, test } from "vitest";
import { stageExits } from "../../../action/core/render/job-exits.ts";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { aStep, valid } from "../a-production.ts";
import { cutting, listed, rawFile } from "../validate/cutting/a-cut.ts";
import { type Ran, sentOf, workbench } from "./workbench.ts";

const csv = [
  "\ufefflo,label",
  "1,plain",
  '2,"soft, or so"',
  '3,"it\'s $(touch broken) `touch broken` $HOME \\n {1,2} *"',
  '4,"""quoted"""',
  "5,",
  '6,"; exit 3; echo "',
  "",
].join("\r\n");

/** The job whose seed is so much, of a range that begins behind `before`. */
const runJob = async (args: readonly string[], more: Readonly<Record<string, unknown>> = {}): Promise<Ran> => {
  await using bench = await workbench();
  const run = `printf '%s|%s|%s|%s\\n' "$job" "$lo" "$label" "$uniqueId"; [ ! -e broken ]; printenv label >/dev/null; touch hits.tar\n`;
  await bench.lay(
    sentOf({ scan: aStep({ jobs: undefined, table: "jobs.csv", run, ...more }) }, [textFile("jobs.csv", csv)]),
  );
  return await bench.run("bash", "scan.sh", ...args);
};

describe("rows of a table", () => {
  test.each([
    [["1", "0"], "1|1|plain|1"],
    [["42", "40"], "2|2|soft, or so|42"],
    [["1000003", "1000000"], "3|3|it's $(touch broken) `touch broken` $HOME \\n {1,2} *|1000003"],
    [["4", "0"], '4|4|"quoted"|4'],
    [["5", "0"], "5|5||5"],
    [["00046", "00040"], "6|6|; exit 3; echo |46"],
  ])("A job finds its row of the table by its seed, and gets the values as written: %j", async (args, line) => {
    expect(await runJob(args)).toMatchObject({ code: 0, stdout: `${line}\n` });
  });

  test("A seed is passed to the payload as it is, and the row of the table is counted from it", async () => {
    expect(await runJob(["12", "10"])).toMatchObject({
      code: 0,
      stdout: "2|2|soft, or so|12\n",
    });
  });
});

describe("jobs without a row", () => {
  test.each([
    ["beyond the last", ["47", "40"], "there is no row 7 in jobs.csv: it has 6"],
    ["before the first", ["40", "40"], "there is no row 0 in jobs.csv: it has 6"],
    ["before the range", ["3", "40"], "there is no row -37 in jobs.csv: it has 6"],
    ["no range", ["3"], "the number of the job is not known"],
    ["no number", ["%RNDM:0", "0"], "the number of the job is not known"],
  ])("A job that has no row in the table does not run its payload: %s", async (_, args, words) => {
    const { code, stdout, stderr } = await runJob(args);

    expect({ code, stdout }).toEqual({ code: stageExits.noNumber, stdout: "" });
    expect(stderr).toBe(`shrek: ${words} (exit ${stageExits.noNumber})\n`);
  });

  test("Exit code 12 of a payload is moved to another code than that of a missing row", async () => {
    expect((await runJob(["1", "0"], { run: 'echo "$lo $label"; exit 12\n' })).code).toBe(212);
  });
});

describe("rows that were cut from lists of files", () => {
  const run = async (args: readonly string[], there: readonly string[]): Promise<Ran> => {
    await using bench = await workbench();
    const file = (name: string): string => `${bench.dir}/${name}`;
    const script = 'echo "$run" "$host" "${#raw[@]}" "${raw[@]##*/}" "${gl1[@]}"; touch out.root\n';
    const request = cutting({ defaults: { sites: ["LAPTOP"] } }, { run: script });
    const raw = [rawFile(1, "a", 0), rawFile(1, "a", 1), rawFile(1, "b", 0)].map((path) => file(path.slice(1)));
    const files = listed(request, raw, ["root://xrd.example.org//gl1/GL1_1.evt"]);
    await bench.lay([
      ...renderProduction(valid(request, { files }).production).sent,
      ...there.map((path) => textFile(path.slice(1), "")),
    ]);
    return await bench.run("bash", "combine.sh", ...args);
  };

  test("A job opens all files of its keys, by path and by address", async () => {
    expect(await run(["41", "40"], [rawFile(1, "a", 0), rawFile(1, "a", 1)])).toMatchObject({
      code: 0,
      stdout: "1 a 2 RAW_a-00000001-0000.evt RAW_a-00000001-0001.evt root://xrd.example.org//gl1/GL1_1.evt\n",
    });
  });

  test("A job one of whose files is not at its path does not run its payload", async () => {
    const { code, stdout, stderr } = await run(["1", "0"], [rawFile(1, "a", 0)]);

    expect({ code, stdout }).toEqual({ code: stageExits.noInput, stdout: "" });
    expect(stderr).toMatch(/^shrek: raw: \/.*RAW_a-00000001-0001\.evt is not here \(exit 10\)\n$/);
  });
});
