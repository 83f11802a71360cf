import { expect, test } from "vitest";
import type { LookAnswer } from "../../../../action/core/catalogue/look-answer.ts";
import { type DataOfPlan, dataMarkdown, verdictWithData } from "../../../../action/core/view/plan/data-markdown.ts";

const run = "https://github.example/o/r/actions/runs/7";
const page = { run, room: 4000 };
const needed = ["raw:run.1", "raw:run.2"].map((dataset) => ({ dataset, files: 1 }));
const data: DataOfPlan = { needed, unasked: 0, isWithheld: false };
const answer: LookAnswer = {
  kind: "looked",
  at: new Date("2026-03-01T10:00:00Z"),
  look: { found: new Map([["raw:run.1", { kind: "unknown" }]]), storages: new Map() },
};

test("A plan shows a line of each dataset that it reads, also of those that nobody asked for", () => {
  expect(dataMarkdown(data, answer, page).split("\n")).toEqual([
    "Data in Rucio, looked up at 2026-03-01 10:00 UTC:",
    "",
    "- `raw:run.1`: Rucio does not know it; it is waited for",
    "- `raw:run.2`: not looked up: the conventions of main do not name its scope",
  ]);
});

test.each([
  ["no answer came", data, undefined, /were not looked up in Rucio\. The job `look` of \[this run\]\(.*\/7\) failed/],
  ["Rucio was away", data, { kind: "not", why: "Rucio is in trouble." }, /looked up in Rucio\. Rucio is in trouble\./],
  ["it comes from a fork", { ...data, isWithheld: true }, undefined, /fork or an issue: whoever may write here/],
] as const)("Where %s a plan says that its data were not looked up, and why", (_, of, got, words) => {
  expect(dataMarkdown(of, got, page)).toMatch(/^The 2 datasets that it reads were not/);
  expect(dataMarkdown(of, got, page)).toMatch(words);
});

test("The text of a server's failure stays text, and no line is longer than a plan can hold", () => {
  const why = `<img src=x> @team ${"w".repeat(5000)}`;
  const said = dataMarkdown(data, { kind: "not", why }, page);
  expect(said).not.toMatch(/(^|[^`])<img|(^|[^`])@team/);
  expect(said.length).toBeLessThan(1000);
});

test("The datasets that a plan has no room to show are counted", () => {
  const many = Array.from({ length: 90 }, (_, run) => ({ dataset: `raw:run.${run}`, files: 1 }));
  const said = dataMarkdown({ needed: many, unasked: 10, isWithheld: false }, answer, { run, room: 1000 });
  expect(said.length).toBeLessThan(1000);
  const shown = said.split("\n").filter((line) => line.startsWith("- `raw")).length;
  expect(said).toContain(`${100 - shown} datasets more: \`shrek plan --look\` shows all.`);
});

test("The first line of a plan says of its data what keeps it from being submitted, before what it would submit", () => {
  const body = "**Good: the merge submits 24 jobs.**\nadds p\n\nmore";
  const known = (lost: number) =>
    ({
      kind: "known",
      collection: { kind: "dataset", open: false, files: 4, bytes: 1, events: undefined },
      replicas: { at: [], lost },
    }) as const;
  const seen = (lost: number): LookAnswer => ({
    ...answer,
    look: { found: new Map([["raw:run.1", known(lost)]]), storages: new Map() },
  });

  expect(verdictWithData(body, data, seen(1)).split("\n")[0]).toBe(
    "**Good, but 1 of 4 files of raw:run.1 are lost: no storage element has a good copy of them, so what reads them is not submitted. With all data the merge submits 24 jobs.**",
  );
  expect(verdictWithData(body, data, answer).split("\n")[0]).toBe(
    "**Good, but what reads them waits for raw:run.1, which Rucio does not know. With all data the merge submits 24 jobs.**",
  );
  expect(verdictWithData(body, data, seen(0))).toBe(body);
  expect(verdictWithData("**Refused: 1 problem**", data, seen(1))).toBe("**Refused: 1 problem**");
  expect(verdictWithData(body, data, undefined)).toBe(body);
});
