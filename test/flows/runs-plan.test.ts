import { expect, test } from "vitest";
import { planMarkdown } from "../../action/core/view/plan/plan-markdown.ts";
import { planView } from "../../action/core/view/plan/plan-view.ts";
import { checkRevision } from "../../action/flows/check-revision.ts";
import type { Revisions } from "../../action/ports/revisions.ts";
import { aStep, type Draft } from "../core/a-production.ts";
import { withPolicy } from "../core/policy/some-rules.ts";
import { aWorld, conventions, file, tag, written } from "./reconcile/a-world.ts";

const list = "productions/p/runs.txt";
const growing = (changes: Draft = {}): string =>
  written({ runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 21, walltime: 2 }) }, ...changes });
const lines = (runs: readonly number[]): string => `${runs.join("\n")}\n`;
const runsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** The plan of a change behind a first merge, as a reviewer reads it. */
const planOf = async (before: Readonly<Record<string, string>>, change: Readonly<Record<string, string>>) => {
  const world = aWorld(before);
  for (let pass = 0; pass < 2; pass++) await world.run();
  const base = await world.main.head();
  const head = world.main.branch(base, change);
  const revisions: Revisions = {
    mergeBase: async (from) => from,
    changes: async () => Object.keys(change).map((path) => ({ path, gone: false })),
    ruleChanges: async () => [],
    madeBy: async () => new Map(),
    at: world.main.at,
  };
  const view = planView(await checkRevision({ ...world.ports, revisions }, base, head));
  const text = planMarkdown(view).replaceAll(/[*\\]/g, "");
  return { view, text, lines: text.split("\n") };
};

test("The plan of a new run list shows the number of runs, and the cost of all of them", async () => {
  const { lines: told, text } = await planOf({}, { [file]: growing(), [list]: lines(runsFrom(66001, 12)) });

  expect(told[0]).toBe("Good: the merge submits 12 new runs, 252 jobs, at most 504 core-hours.");
  expect(text).toContain("Each run is one submission: 12 new runs (66001, 66002");
  expect(text).toContain("The following is of run 66012.");
  expect(text).toContain("| fit | 21 |");
});

test("The plan of appended runs shows the new runs with their cost, and the existing ones", async () => {
  const { lines: told } = await planOf(
    { [file]: growing(), [list]: lines(runsFrom(66001, 9)) },
    { [list]: lines([65999, ...runsFrom(66001, 9), 66010, 66020]) },
  );

  expect(told[0]).toBe("Good: the merge submits 3 new runs, 9 unchanged, 63 jobs, at most 126 core-hours.");
  expect(told[1]).toBe(`Changed: ${tag} 1.0.0: 3 new runs, 9 unchanged.`);
});

test("The plan of appended runs under a policy needs no approval up to its core-hours, and any other change does", async () => {
  const said = async (coreHours: number, change: Readonly<Record<string, string>>, request: Draft = {}) =>
    (
      await planOf(
        {
          "productions/conventions.yaml": withPolicy(`{ runs: { coreHoursPerDay: ${coreHours} } }`),
          [file]: growing(request),
          [list]: "66001\n",
        },
        change,
      )
    ).lines[2];
  const appended = { [list]: "66001\n66002\n66003\n" };
  const people = "Needs approval by someone with write access who authored none of it.";

  expect(await said(5000, appended)).toBe(
    `Needs no approval: it only appends runs, at most 84 core-hours, and productions/conventions.yaml allows 5 000 a day. Where other merges of the day have used them: ${people}`,
  );
  expect(await said(83, appended)).toBe(
    `${people} It only appends runs, but its runs may use 84 core-hours, and of the 83 a day of productions/conventions.yaml 0 are used.`,
  );
  expect(await said(5000, appended, { steps: { fit: aStep() } })).toContain(
    "nobody can say how many core-hours its runs need",
  );
  expect(await said(5000, { ...appended, "README.md": "x" })).toBe(people);
});

test("Comments in a run list are no content in the plan", async () => {
  const { lines: told } = await planOf(
    { [file]: growing(), [list]: lines(runsFrom(66001, 4)) },
    { [list]: `# first night\n${lines(runsFrom(66001, 4))}` },
  );

  expect(told[0]).toBe("Good: the merge submits nothing: words only.");
});

test("The plan of a removed recorded run refuses the change with the way out", async () => {
  const { view } = await planOf({ [file]: growing(), [list]: lines([66001, 66002]) }, { [list]: lines([66002]) });

  expect(view.problems).toMatchObject([
    { code: "promised-run-removed", hint: expect.stringContaining(`/shrek withdraw keep ${tag}@1.0.0#66001`) },
  ]);
});

test("The plan of a new version says in one sentence that unsubmitted runs are replaced and all runs processed again", async () => {
  const held = growing({ submit: "hold" });
  const { lines: told, view } = await planOf(
    { [file]: held, [list]: lines(runsFrom(66001, 8)) },
    { [file]: growing({ version: "1.1.0", steps: { fit: aStep({ jobs: 22, walltime: 2 }) } }) },
  );

  expect(told[0]).toMatch(/^Good: the merge submits 8 new runs, 176 jobs/);
  expect(view.onMerge.map(({ words }) => words)).toEqual([
    `takes the place of ${tag} 1.0.0 #66001, #66002, #66003, #66004, #66005, #66006 and 2 more, which was not submitted`,
  ]);
});

test("The plan of a production with first runs says how many, and when the others follow", async () => {
  const first = { runs: 10, good: "80%" };
  const planned = async (rules: object, count: number) =>
    (
      await planOf(
        {},
        { [file]: growing({ runs: { list: "runs.txt", ...rules } }), [list]: lines(runsFrom(66001, count)) },
      )
    ).text;

  expect(await planned({ first, atMost: 4 }, 138)).toContain(
    "and 128 more), 10 runs first, 128 when 8 of them are good, at most 4 at PanDA at one time. The following",
  );
  expect(await planned({ first: { runs: 1, good: "1%" } }, 2)).toContain("1 run first, 1 when 1 of them is good.");
  expect(await planned({ first }, 10)).toContain(", all among the first 10. The following");
});

test("The plan of a dataset that grows says that it begins by itself, when, and with how many jobs a day", async () => {
  const rules = `${conventions}\nrucio: { server: "https://rucio.example.org", account: keeper, login: userpass, scopes: [raw], startsPerDay: 400 }\ndatasets: { pattern: "." }\n`;
  const request = written({
    runs: { from: "raw", files: 100 },
    inputs: { raw: { dataset: "raw:stream" }, tables: { dataset: "raw.tables/", files: 2, when: "closed" } },
    steps: {
      fit: aStep({
        jobs: undefined,
        in: [
          { from: "raw", filesPerJob: 5 },
          { from: "tables", filesPerJob: 2, reuse: true },
        ],
        walltime: 2,
        run: 'cat "${raw[@]}" "${tables[@]}" >hits.tar\n',
      }),
    },
  });
  const { lines: told, text, view } = await planOf({ "productions/conventions.yaml": rules }, { [file]: request });

  expect(view.problems).toEqual([]);
  expect(told[0]).toBe(
    `Good: the merge submits nothing at first. New files begin a run of ${tag} 1.0.0 by themselves.`,
  );
  expect(told[1]).toBe(`Changed: ${tag} 1.0.0: new.`);
  expect(told[2]).toBe("Needs approval by someone with write access who authored none of it.");
  expect(text).toContain(
    "Begins by itself: each 100 new files of raw:stream are a run of 20 jobs, and what is left when it is closed; at most 400 jobs a day.",
  );
  expect(text).toContain("Begins by itself when tables is closed in Rucio.");
  expect(text).toContain("| fit | 20 |");
});
