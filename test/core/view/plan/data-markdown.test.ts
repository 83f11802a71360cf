import { expect, test } from "vitest";
import type { LookAnswer } from "../../../../action/core/catalogue/look-answer.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import type { VersionOutcome } from "../../../../action/core/outcomes/outcome.ts";
import {
  type DataOfPlan,
  dataMarkdown,
  submittedParts,
  verdictWithData,
} from "../../../../action/core/view/plan/data-markdown.ts";
import { aRequest, aStep, valid } from "../../a-production.ts";

const rucio = { server: "https://rucio.example.org", account: "reader", login: "userpass" } as const;

const run = "https://github.example/o/r/actions/runs/7";
const page = { run, room: 4000 };
const needed = ["raw:run.1", "raw:run.2"].map((dataset) => ({ dataset, files: 1 }));
const data: DataOfPlan = { needed, unasked: 0, isWithheld: false, submits: [] };
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
  const said = dataMarkdown({ needed: many, unasked: 10, isWithheld: false, submits: [] }, answer, { run, room: 1000 });
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

  const of = (...reads: readonly (readonly string[])[]): DataOfPlan => ({
    ...data,
    submits: reads.map((one) => ({ jobs: 12, coreHours: 24, reads: one })),
  });
  const both = of(["raw:run.1"], ["raw:run.2"]);
  const lost =
    "1 of 4 files of raw:run.1 are lost: no storage element has a good copy of them, so what reads them is not submitted";

  expect(verdictWithData(body, both, seen(1)).split("\n")[0]).toBe(
    `**Good, but ${lost}. The merge submits 12 jobs, at most 24 core-hours; with all data 24 jobs.**`,
  );
  expect(verdictWithData(body, of(["raw:run.1", "raw:run.2"]), answer).split("\n")[0]).toBe(
    "**Good, but what reads them waits for raw:run.1, which Rucio does not know. The merge submits nothing; with all data 24 jobs.**",
  );
  const elsewhere = body.replace("the merge", "the merge into dev submits nothing; one into main");
  expect(verdictWithData(elsewhere, both, seen(1)).split("\n")[0]).toBe(
    `**Good, but ${lost}. The merge into dev submits nothing; one into main submits 12 jobs, at most 24 core-hours; with all data 24 jobs.**`,
  );
  expect(verdictWithData(body, both, seen(0))).toBe(body);
  expect(verdictWithData(body, of(["raw:run.2"]), seen(1)), "nothing that is submitted reads it").toBe(body);
  expect(verdictWithData("**Refused: 1 problem**", both, seen(1))).toBe("**Refused: 1 problem**");
  expect(verdictWithData(body, both, undefined)).toBe(body);
});

test("What a merge submits is counted by what it reads, each run by its own data, and what is on the ledger is not", () => {
  const reading = (physics: string, ...datasets: readonly string[]) => {
    const { production, content } = valid(
      aRequest({
        tag: { campaign: "sP26a", physics, stage: "signal" },
        inputs: Object.fromEntries(datasets.map((dataset, at) => [`in${at}`, { dataset, files: 5 }])),
        steps: Object.fromEntries(
          datasets.map((_, at) => [
            `read${at}`,
            aStep({ jobs: undefined, in: [{ from: `in${at}`, filesPerJob: 1 }], walltime: 2 }),
          ]),
        ),
      }),
    );
    const conventions = { ...production.conventions, rucio: { ...rucio, scopes: ["raw"] } };
    return { production: { ...production, conventions }, content };
  };
  const [one, other, done] = [
    reading("hfcharm", "raw:run.1", "raw:run.2"),
    reading("hfbottom", "raw:run.1"),
    reading("minbias", "raw:run.1"),
  ];
  const fateOf = ({ production: { tag, version } }: typeof one, fate: VersionOutcome) =>
    [submissionKey(tag, version, undefined), fate] as const;
  const fates = new Map([
    fateOf(one, { kind: "submitted" }),
    fateOf(other, { kind: "held" }),
    fateOf(done, { kind: "stays", state: "done" }),
  ]);

  expect(
    submittedParts(
      [one, other, done].map((valid) => ({ valid, counted: undefined })),
      fates,
    ),
  ).toEqual([
    { jobs: 10, coreHours: 20, reads: ["raw:run.1", "raw:run.2"] },
    { jobs: 0, coreHours: 0, reads: ["raw:run.1"] },
  ]);
});
