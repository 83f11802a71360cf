import { describe, expect, test } from "vitest";
import { addRuns, type RunsToAdd } from "../../../../action/core/validate/runs/add-runs.ts";
import { readGivenRuns } from "../../../../action/core/validate/runs/given-runs.ts";
import type { RowAt } from "../../../../action/core/validate/runs/run-lines.ts";

const runsOf = (text: string, columns: readonly string[] = []) => {
  const { rows, faults } = readGivenRuns(text, columns);
  if (faults.length > 0) return faults.map(({ line, col, message }) => `${line}:${col} ${message}`);
  return rows.map(({ run, columns: own }) => [run, ...columns.map((name) => own[name])]);
};

const table = (...last: readonly string[]): string =>
  [" runnumber | events ", "-----------+--------", "     82020 |     10", "     82021 |     15", ...last, ""].join(
    "\n",
  );

describe("formats of runs", () => {
  test.each<[string, string]>([
    ["psql's table", table("(2 rows)", "")],
    ["psql's table without its last line", table()],
    ["psql -At", "82020|10\n82021|15\n"],
    ["CSV", "run,events\n82020,10\n82021,15\n"],
    ["CSV with quotes, other columns first and CRLF", '"events","runnumber"\r\n"10","82020"\r\n15,82021\r\n'],
    ["CSV without a title", "82020,10\n82021,15"],
    ["JSON", '[\n  {"run": 82020, "events": 10},\n  {"events": 15, "run": 82021}\n]\n'],
    [
      "JSON of text, as psql makes it",
      '[{"runnumber": "82020", "events": "10"},{"runnumber": "82021", "events": "15"}]',
    ],
    ["lines of a list", "# from the shift\nrun events\n82020 10 # short\n\n82021 15\n"],
  ])("Run numbers are read from the output of programs: %s", (_, text) => {
    expect(runsOf(text, ["events"])).toEqual([
      [82020, 10],
      [82021, 15],
    ]);
  });

  test.each<[string, string]>([
    ["numbers", "82020\n82021\n"],
    ["JSON", "[82020, 82021]"],
    ["one column of psql", " runnumber \n-----------\n     82020\n     82021\n(2 rows)\n"],
  ])("Run numbers without other columns are read from %s", (_, text) => {
    expect(runsOf(text)).toEqual([[82020], [82021]]);
  });

  test.each<[string, string]>([
    ["(0 rows)", " runnumber | events \n-----------+--------\n(0 rows)\n"],
    ["an empty list", "[]"],
  ])("An empty answer of a run database has no runs: %s", (_, text) => {
    expect(readGivenRuns(text, ["events"])).toEqual({ rows: [], faults: [] });
  });
});

describe("refused runs", () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    ["a table that was cut", table("(3 rows)"), ["events"], ["5:1 The table has 2 rows, and its last line says 3."]],
    [
      "two tables",
      table("(2 rows)", "82022|1"),
      ["events"],
      ["6:1 Something stands behind the last line of the table."],
    ],
    ["a column that the list lacks", "run,events\n82020,10\n", [], ['1:5 The list has no column "events".']],
    ["a column that is missing", "run\n82020\n", ["events"], ['1:1 There is no column "events", which the list has.']],
    [
      "a value that is missing",
      "run,events\n82020,\n",
      ["events"],
      ['2:7 "" is not a number of events, 0 to 999999999999.'],
    ],
    [
      "a key that is missing",
      '[{"run":1,"events":2},\n{"run":3}]',
      ["events"],
      ['2:1 "nothing" is not a number of events, 0 to 999999999999.'],
    ],
    [
      "a value too many",
      "run,events\n82020,10,7\n",
      ["events"],
      ["2:10 The line has 3 values; the first line names 2."],
    ],
    ["no number", "82020\nn/a\n", [], ['2:1 "n/a" is not a run number.']],
    ["no integer", "[82020,\n 82020.5]", [], ['2:2 "82020.5" is not a run number.']],
    ["zeros in front", "00082020\n", [], ['1:1 "00082020" is not a run number.']],
    ["a range", "82020-82025\n", [], ['1:1 "82020-82025" is not a run number.']],
    ["a column twice", "run,events,runnumber\n82020,10,82021\n", ["events"], ['1:12 The column "run" is there twice.']],
    ["a key twice, as two names", '[{"run":1,"runnumber":2}]', [], ['1:2 The column "run" is there twice.']],
    [
      "JSON of an object a line",
      '{"run":1}\n{"run":2}\n',
      [],
      ["1:1 JSON of runs is one list, in square brackets, of numbers or of objects."],
    ],
    ["numbers and objects", '[1,\n{"run":2}]', [], ["2:1 Runs are all numbers, or all objects."]],
    ["the error of a database", "psql: error: connection refused", [], ['1:1 "psql:" is not a run number.']],
    ["an answer of a web server", "<html>\n", [], ['1:1 "<html>" is not a run number.']],
  ])("A list of runs with %s is refused at its place", (_, text, columns, told) => {
    expect(runsOf(text, columns)).toEqual(told);
  });

  test("A text that is almost JSON is refused as a list of runs", () => {
    expect(readGivenRuns('[82020, "', []).faults).toMatchObject([{ code: "bad-run-list", line: 1 }]);
  });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const at = (...runs: readonly number[]) => runs.map((run, index) => ({ run, columns: {}, line: index + 1, col: 1 }));
const toAdd = (rows: readonly RowAt[]): RunsToAdd => ({ rows, head: {} });
const textOf = (added: ReturnType<typeof addRuns>): string =>
  added.kind === "added" ? new TextDecoder().decode(added.bytes) : JSON.stringify(added.faults);

test("Runs from a database get the usual priority of the list, and a line with its own priority keeps that", () => {
  const columns = ["segments", "priority"];
  const added = (text: string): string =>
    textOf(addRuns(bytes("run segments priority\n5 1 900\n"), toAdd(readGivenRuns(text, columns).rows), new Map()));

  expect(added("runnumber,segments\n6,2\n")).toBe("run segments priority\n5 1 900\n6 2 1000\n");
  expect(added("6 2\n")).toBe("run segments priority\n5 1 900\n6 2 1000\n");
  expect(added("run,priority,segments\n6,1100,2\n")).toBe("run segments priority\n5 1 900\n6 2 1100\n");
  expect(readGivenRuns("run,priority,segments\n6,1200,2\n", columns).faults).toMatchObject([
    { line: 2, col: 3, message: '"1200" is not a priority, 900 to 1100.' },
  ]);
});

describe("changed run lists", () => {
  test.each<[string, string, readonly number[], string]>([
    ["behind the last", "5\n7\n", [9, 8], "5\n7\n8\n9\n"],
    ["in between", "5\n7\n", [6, 4, 9], "4\n5\n6\n7\n9\n"],
    ["below its title", "# first\nrun\n5\n", [4], "# first\nrun\n4\n5\n"],
    ["above a comment of the next", "5\n# second night\n7\n", [6], "5\n6\n# second night\n7\n"],
    ["a list in an order of its own", "7\n5\n# end", [6], "7\n5\n6\n# end\n"],
    ["a last line without an end", "5", [6], "5\n6\n"],
  ])("New runs are added to a run list without changing other lines: %s", (_, list, runs, expected) => {
    expect(textOf(addRuns(bytes(list), toAdd(at(...runs)), new Map()))).toBe(expected);
  });

  test("Added runs get the head that says where they come from, and an empty addition changes no head", () => {
    const list = bytes("# source: old\n# good runs\nrun\n5\n");
    const head = { query: "psql", date: "2026-11-29" };

    expect(textOf(addRuns(list, { rows: at(6), head }, new Map()))).toBe(
      "# query: psql\n# date: 2026-11-29\n# good runs\nrun\n5\n6\n",
    );
    expect(textOf(addRuns(list, { rows: [], head }, new Map()))).toBe("# source: old\n# good runs\nrun\n5\n");
  });

  test("The columns of runs that are added to a list are in the order of the list", () => {
    const rows = [{ run: 6, columns: { events: 3, segments: 2 }, line: 1, col: 1 }];

    expect(textOf(addRuns(bytes("run segments events\n5 1 1\n"), toAdd(rows), new Map()))).toBe(
      "run segments events\n5 1 1\n6 2 3\n",
    );
  });

  test("One wrong run refuses all runs that are added to a list together", () => {
    const known = new Map([[5, "runs.txt, line 1"]]);

    expect(addRuns(bytes("5\n"), toAdd(at(6, 5, 6, 99)), known, { first: 1, last: 50 })).toMatchObject({
      kind: "refused",
      faults: [
        { code: "duplicate-run", line: 2, message: "The run 5 stands already in runs.txt, line 1." },
        { code: "duplicate-run", line: 3, message: "The run 6 is given already in line 1." },
        { code: "run-outside-period", line: 4 },
      ],
    });
  });
});
