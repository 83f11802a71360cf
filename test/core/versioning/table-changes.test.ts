import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Content } from "../../../action/core/production/content.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { leastBump } from "../../../action/core/versioning/least-bump.ts";
import { aRequest, aStep, valid } from "../a-production.ts";

const scan = aStep({ jobs: undefined, table: "jobs.csv" });
const withTable = (csv: string, step = scan): Content =>
  valid(aRequest({ steps: { scan: step } }), { files: [textFile("jobs.csv", csv), textFile("new.csv", csv)] }).content;
const before = withTable("lo,hi\n1,2\n3,4\n");

const told = (after: Content) =>
  leastBump(before, after).reasons.map(({ bump, kind, change }) => [bump, kind, change.path, change.from, change.to]);

describe("tables as content", () => {
  test.each([
    ["quotes and line ends", '\ufefflo,hi\r\n"1",2\r\n3,"4"\r\n\r\n'],
    ["the order of columns", "hi,lo\n2,1\n4,3\n"],
  ])("Changes of %s in a table do not change the content", (_, csv) => {
    expect(withTable(csv)).not.toBe(before);
    expect(told(withTable(csv))).toEqual([]);
  });

  test.each([
    [
      "rows behind all others are more statistics",
      "lo,hi\n1,2\n3,4\n5,6\n",
      "minor",
      "statistics",
      "appended",
      "3 rows",
    ],
    [
      "a row that changed is another job",
      "lo,hi\n1,2\n3,5\n",
      ...["major", "physics", "rows", "2 rows, row 2 and maybe others are not as they were"],
    ],
    [
      "a row that came between others makes others of them",
      "lo,hi\n5,6\n1,2\n3,4\n",
      ...["major", "physics", "rows", "3 rows, row 1 and maybe others are not as they were"],
    ],
    [
      "rows in another order are given to other jobs",
      "lo,hi\n3,4\n1,2\n",
      ...["major", "physics", "rows", "2 rows, row 1 and maybe others are not as they were"],
    ],
    ["a row that went is a job that was", "lo,hi\n1,2\n", "major", "physics", "rows", "1 row"],
  ])("A change of table rows needs the right bump: %s", (_, csv, bump, kind, what, to) => {
    expect(told(withTable(csv))).toEqual([[bump, kind, `tables.scan.${what}`, "2 rows", to]]);
  });

  test("A new column of a table is reported as a column, and not as changes of all rows", () => {
    expect(told(withTable("lo,hi,n\n1,2,0\n3,4,0\n"))).toEqual([
      ["major", "physics", "tables.scan.columns", "hi, lo", "hi, lo, n"],
    ]);
  });

  test("Another file name with the same rows is no physics", () => {
    expect(leastBump(before, withTable("lo,hi\n1,2\n3,4\n", { ...scan, table: "new.csv" }))).toMatchObject({
      bump: "patch",
      reasons: [{ kind: "running" }],
    });
  });

  test("A table that replaces a number of jobs needs a major bump", () => {
    const counted = valid(aRequest({ steps: { scan: aStep({ jobs: 2 }) } })).content;

    expect(leastBump(counted, before).bump).toBe("major");
    expect("tables" in counted).toBe(false);
  });
});

describe("large tables as content", () => {
  const rows = (count: number, other?: number): string =>
    `n\n${Array.from({ length: count }, (_, n) => `${n === other ? "other" : n}\n`).join("")}`;
  /** As the ledger keeps it: nothing of its rows is in memory. */
  const kept = (content: Content): Content => JSON.parse(JSON.stringify(content)) as Content;
  const reasons = (from: Content, csv: string) =>
    leastBump(from, withTable(csv)).reasons.map(({ bump, change }) => [bump, change.path, change.to]);

  test("A table of a hundred thousand rows takes a few kilobytes of the ledger, and one row more is appended", () => {
    const large = withTable(rows(99_990));

    expect(JSON.stringify(large.tables).length).toBeLessThan(4500);
    expect(reasons(kept(large), rows(99_991))).toEqual([["minor", "tables.scan.appended", "99 991 rows"]]);
    expect(reasons(kept(large), rows(99_990))).toEqual([]);
  });

  test("A row that changed in a large table is told by the part in which it stands, with rows behind it or without", () => {
    const large = kept(withTable(rows(1000)));
    const told = "one of the rows 501 to 504 and maybe others are not as they were";

    expect(reasons(large, rows(1000, 502))).toEqual([["major", "tables.scan.rows", `1 000 rows, ${told}`]]);
    expect(reasons(large, rows(2000, 502))).toEqual([["major", "tables.scan.rows", `2 000 rows, ${told}`]]);
    expect(reasons(large, rows(999))).toEqual([["major", "tables.scan.rows", "999 rows"]]);
    expect(reasons(kept(withTable(rows(256))), rows(300, 255))).toEqual([
      ["major", "tables.scan.rows", "300 rows, row 256 and maybe others are not as they were"],
    ]);
  });

  test("Two tables on the ledger never differ by appended rows alone, because nobody can compare their rows", () => {
    const [from, to] = [withTable(rows(3)), withTable(rows(4))].map(kept);
    if (from === undefined || to === undefined) throw new Error("unreachable");

    expect(leastBump(from, to)).toMatchObject({ bump: "major", reasons: [{ change: { path: "tables.scan.rows" } }] });
  });

  test("Rows are appended exactly where all rows before them stayed, whatever the table", () => {
    const values = fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 600 });
    const csv = (rows: readonly string[]): string => `n\n${rows.join("\n")}\n`;
    fc.assert(
      fc.property(values, values, fc.nat(), fc.boolean(), (first, more, at, changes) => {
        const spoiled = first.map((value, index) => (index === at % first.length ? "c" : value));
        const after = [...(changes ? spoiled : first), ...more];

        expect(reasons(kept(withTable(csv(first))), csv(after)).map(([bump, path]) => `${bump} ${path}`)).toEqual([
          changes ? "major tables.scan.rows" : "minor tables.scan.appended",
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
