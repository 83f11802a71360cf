import { describe, expect, test } from "vitest";
import { readConventions } from "../../../../action/core/conventions/read-conventions.ts";
import { planProduction } from "../../../../action/core/plan/plan.ts";
import { namedSources } from "../../../../action/core/request/named-sources.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { maxRows } from "../../../../action/core/validate/tables/tables.ts";
import { validateProduction } from "../../../../action/core/validate/validate-production.ts";
import { aRequest, aStep, conventionsBytes, valid, validated } from "../../a-production.ts";

const scan = { scan: aStep({ jobs: undefined, table: "jobs.csv" }) };
const rows = (count: number): string => `n\n${Array.from({ length: count }, (_, n) => `${n}\n`).join("")}`;
const problemsOf = (csv: string) =>
  validated(aRequest({ steps: scan }), { files: [textFile("jobs.csv", csv)] }).problems.map(
    ({ code, file, line, col, message }) => ({ place: `${file}:${line}:${col} ${code}`, message }),
  );

describe("table limits", () => {
  test("A table with the maximum number of rows is accepted, and one with one row more is refused", () => {
    expect(problemsOf(rows(maxRows))).toEqual([]);
    expect(problemsOf(rows(maxRows + 1))).toEqual([
      { place: `productions/p/jobs.csv:${maxRows + 2}:1 bad-table`, message: "The table has more than 100 000 rows." },
    ]);
  });

  test("A table with more than a million values is refused without being read, however short they are", () => {
    const wide = `${Array.from({ length: 100 }, (_, n) => `c${n}`).join()}\n`;
    const [line] = [`${",".repeat(99)}\n`];

    expect(problemsOf(`${wide}${line.repeat(10_000)}`)).toEqual([
      { place: "productions/p/jobs.csv:1:1 bad-table", message: "The table has more than 1 000 000 values." },
    ]);
    expect(problemsOf(`${wide}${line.repeat(9_999)}`)).toEqual([]);
  });

  test("A table with the maximum number of columns is accepted, and one with more is refused at once", () => {
    const wide = (count: number): string => {
      const columns = Array.from({ length: count }, (_, n) => `c${n}`);
      return `${columns.join()}\n${columns.map((_, n) => n).join()}\n`;
    };

    expect(problemsOf(wide(100))).toEqual([]);
    for (const count of [101, 60_000])
      expect(problemsOf(wide(count))).toEqual([
        {
          place: "productions/p/jobs.csv:1:1 bad-table",
          message: `The table has ${count} columns, and at most 100 are read.`,
        },
      ]);
  });

  test("A table value of the maximum length is accepted, and one that is one character longer is refused", () => {
    expect(problemsOf(`n\n${"x".repeat(4000)}\n`)).toEqual([]);
    expect(problemsOf(`n\n${"x".repeat(4001)}\n`)).toMatchObject([
      { place: "productions/p/jobs.csv:2:1 out-of-range" },
    ]);
  });

  test("A wrong column of a table with thousands of rows has a limited number of problems", () => {
    expect(problemsOf(rows(5000).replaceAll(/^\d+$/gm, " x"))).toHaveLength(30);
  });
});

test("The rows of a table are the jobs of the plan, and steps that read them count on", () => {
  const next = { in: [{ from: "scan", filesPerJob: 2 }], out: ["b.tar"], run: "make\n" };
  const { production } = valid(aRequest({ steps: { ...scan, next } }), { files: [textFile("jobs.csv", rows(5))] });

  expect(planProduction(production).steps).toMatchObject([
    { step: "scan", jobs: 5, table: { file: "jobs.csv", rows: 5, columns: ["n"] } },
    { step: "next", jobs: 3 },
  ]);
});

test("The table of a variant is read, and its problems are reported at its own path", () => {
  const request = aRequest({
    steps: scan,
    variants: [
      { tag: { physics: "hfcharm" } },
      { tag: { physics: "hfbottom" }, steps: { scan: { table: "other.csv" } } },
    ],
  });
  const bytes = new TextEncoder().encode(JSON.stringify(request));
  const source = {
    ...{ folder: "productions/p", file: "productions/p/production.yaml", bytes, conventions: undefined },
    entries: [textFile("jobs.csv", rows(2)), textFile("other.csv", "n,\n1,2\n")].map((file) => ({
      kind: "file" as const,
      ...file,
    })),
    shared: [],
    foreign: [],
  };

  expect(namedSources(source.file, bytes, () => []).own).toEqual(["jobs.csv", "other.csv"]);
  const judgements = validateProduction(source, readConventions("conventions.yaml", conventionsBytes));
  expect(judgements.map(({ problems }) => problems)).toMatchObject([
    [],
    [{ code: "bad-parameter-name", file: "productions/p/other.csv", line: 1, col: 3 }],
  ]);
});

test("A table may be in _shared, and its problems are reported at its path there", () => {
  const shared = { scan: aStep({ jobs: undefined, table: "shared:scans/jobs.csv" }) };
  const bytes = new TextEncoder().encode(JSON.stringify(aRequest({ steps: shared })));
  const file = "productions/p/production.yaml";
  const [judgement] = validateProduction(
    {
      ...{ folder: "productions/p", file, bytes, entries: [], foreign: [] },
      conventions: { file: "productions/conventions.yaml", bytes: conventionsBytes, above: undefined },
      shared: [{ kind: "file", ...textFile("scans/jobs.csv", "n\n1\n2,3\n") }],
    },
    readConventions("conventions.yaml", conventionsBytes),
  );

  expect(namedSources(file, bytes, () => []).shared).toEqual(["scans/jobs.csv"]);
  expect(judgement?.problems).toMatchObject([
    { code: "bad-table", file: "productions/_shared/scans/jobs.csv", line: 3, col: 3 },
  ]);
});

test("A step that reads a row of a wrong table gets no second problem about an unknown row", () => {
  const next = { in: [{ from: "scan", filesPerJob: 1 }], out: ["next.txt"], run: 'echo "$n" "$scan" >next.txt\n' };
  const request = aRequest({ steps: { scan: aStep({ jobs: undefined, table: "jobs.csv" }), next } });

  const { problems } = validated(request, { files: [textFile("jobs.csv", "n\n")] });

  expect(problems.map(({ code }) => code)).toEqual(["bad-table"]);
});

test("A table of a request at the top of a repository, or in its _shared folder, is named with its path in git", () => {
  const filesOf = (table: string) => {
    const steps = { scan: aStep({ jobs: undefined, table }) };
    const wrong = { kind: "file", ...textFile("jobs.csv", "n\n1\n2,3\n") } as const;
    const [judgement] = validateProduction(
      {
        ...{
          folder: ".",
          file: "production.yaml",
          bytes: new TextEncoder().encode(JSON.stringify(aRequest({ steps }))),
        },
        conventions: { file: "conventions.yaml", bytes: conventionsBytes, above: undefined },
        ...{ entries: [wrong], shared: [wrong], foreign: [] },
      },
      readConventions("conventions.yaml", conventionsBytes),
    );
    return judgement?.problems.map(({ file }) => file);
  };

  expect([filesOf("jobs.csv"), filesOf("shared:jobs.csv")]).toEqual([["jobs.csv"], ["_shared/jobs.csv"]]);
});
