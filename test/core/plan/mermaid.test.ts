import { expect, test } from "vitest";
import { mermaidGraph } from "../../../action/core/plan/mermaid.ts";
import { type Plan, planProduction } from "../../../action/core/plan/plan.ts";
import { hostileTexts } from "../../hostile-text.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

const plan = (changes: Draft): Plan => planProduction(valid(aRequest(changes)).production);

test("The graph of a plan says the jobs and files of each step, and which data go over, how many and how many a job", () => {
  const chain = plan({
    inputs: { hepmc: { dataset: "user.tester.hepmc/", files: 1000 } },
    steps: {
      signal: { in: [{ from: "hepmc", filesPerJob: 2 }], out: ["hits.tar"], run: "make" },
      background: aStep({ jobs: 1 }),
      pileup: {
        in: [
          { from: "signal", filesPerJob: 1 },
          { from: "background", filesPerJob: 1, reuse: true },
        ],
        out: ["dst.tar", "qa.root"],
        run: "make",
      },
      merge: { in: [{ from: "pileup", output: "dst.tar", filesPerJob: 5 }], out: ["all.tar"], run: "make" },
    },
  });

  expect(mermaidGraph(chain)).toBe(`graph TD
  s1["signal<br/>500 jobs · 500 files"]
  s2["background<br/>1 job · 1 file"]
  s3["pileup<br/>500 jobs · 1 000 files"]
  s4["merge<br/>100 jobs · 100 files"]
  d1[("user.tester.hepmc/")]
  d1 -->|"1 000 files, 2 a job"| s1
  s1 -->|"hits.tar: 500 files, 1 a job"| s3
  s2 -.->|"hits.tar: 1 file, 1 a job, reused"| s3
  s3 -->|"dst.tar: 500 files, 5 a job"| s4`);
});

test("A number that a plan does not know is unknown in its graph, never zero, and data that two steps read are there once", () => {
  const made = mermaidGraph(
    plan({
      inputs: { raw: { dataset: "user.tester.raw", files: 300 } },
      steps: {
        split: { in: [{ from: "raw", gbPerJob: 5 }], out: ["a.root"], run: "make" },
        again: { in: [{ from: "raw", filesPerJob: 3 }], out: [{ name: "b.root", files: "b_*.root" }], run: "make" },
        both: { in: [{ from: "again", filesPerJob: 10 }], out: ["c.root"], run: "make" },
      },
    }),
  );

  expect(made).toBe(`graph TD
  s1["split<br/>unknown jobs · unknown files"]
  s2["again<br/>100 jobs · unknown files"]
  s3["both<br/>unknown jobs · unknown files"]
  d1[("user.tester.raw")]
  d1 -->|"300 files, by size"| s1
  d1 -->|"300 files, 3 a job"| s2
  s2 -->|"b.root: unknown files, 10 a job"| s3`);
});

test("Steps that are called as words of Mermaid are nodes as others are", () => {
  const words = ["end", "click", "graph", "subgraph", "style", "class", "default", "o", "x"];
  const read = (from: string) => ({ in: [{ from, filesPerJob: 1 }], out: ["hits.tar"], run: "make" });
  const named = Object.fromEntries(
    words.map((word, index) => [word, index === 0 ? aStep() : read(words[index - 1] ?? "")]),
  );

  const lines = mermaidGraph(plan({ steps: named })).split("\n");

  expect(lines.slice(1, 10)).toEqual(words.map((word, index) => `  s${index + 1}["${word}<br/>10 jobs · 10 files"]`));
  expect(lines.slice(10)).toHaveLength(words.length - 1);
  for (const line of lines.slice(10)) expect(line).toMatch(/^ {2}s\d+ -->\|"hits\.tar: 10 files, 1 a job"\| s\d+$/);
});

test("No name of data writes markup, a comment, a quote or a line of its own into a graph", () => {
  const [whole] = [
    plan({
      inputs: { a: { dataset: "user.a", files: 1 } },
      steps: { s: { in: [{ from: "a", filesPerJob: 1 }], out: ["o.tar"], run: "make" } },
    }),
  ];
  const called = (dataset: string): string =>
    mermaidGraph({
      ...whole,
      steps: whole.steps.map((one) => ({ ...one, inputs: one.inputs.map((input) => ({ ...input, dataset })) })),
    });

  const own = [
    'a"]\n  click s1 "https://evil.example"',
    "%%{init: {}}%%",
    "a`b`",
    "<b onclick=x>",
    "x".repeat(5000),
    "#quot;#35;",
  ];
  for (const name of [...hostileTexts, ...own]) {
    const lines = called(name).split("\n");
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/^ {2}d1\[\("[A-Za-z0-9._:@/*-][A-Za-z0-9 ._:@/*-]{0,79}"\)\]$/);
  }
  expect(called(`user.${"x".repeat(100)}.the-end-of-the-name`)).toContain(
    `("user.${"x".repeat(52)}....the-end-of-the-name")`,
  );
});

test("A graph that Mermaid would not draw says so instead", () => {
  const sources = Array.from({ length: 6 }, (_, index) => `from${index}`);
  const inputs = sources.map((from, index) => ({ from, filesPerJob: 1, ...(index === 0 ? {} : { reuse: true }) }));
  const steps = (number: number) =>
    plan({
      steps: Object.fromEntries([
        ...sources.map((name) => [name, aStep()] as const),
        ...Array.from(
          { length: number },
          (_, index) => [`step${index}`, { in: inputs, out: ["o.tar"], run: "make" }] as const,
        ),
      ]),
    });

  expect(mermaidGraph(steps(83)).split("\n")).toHaveLength(1 + 6 + 83 + 498);
  expect(mermaidGraph(steps(84))).toBe(
    'graph TD\n  s1["90 steps, 504 connections:<br/>more than a page of GitHub draws"]',
  );
});
