import { expect, test } from "vitest";
import { aScene } from "./runners.ts";

const workflows = {
  pass: `
on: { schedule: [ { cron: "4,19,34,49 * * * *" } ] }
jobs: { pass: { runs-on: ubuntu-24.04, steps: [ { run: echo passed } ] } }
`,
};

test("A scheduled run that the runner drops starts nothing, and a late one comes together with the next", async () => {
  const { runner, only } = await aScene(workflows);
  runner.disturbSchedule("dropped", 2);
  runner.disturbSchedule("late", 1);
  const counts: number[] = [];
  for (let strike = 0; strike < 5; strike++) {
    await runner.schedule();
    await runner.idle();
    counts.push(only("pass").length);
  }

  expect(counts).toEqual([0, 0, 0, 2, 3]);
});

test("After 60 days without activity files with a schedule start nothing in a public repository, and all others do", async () => {
  const both = (on: string) => `
on: { ${on}workflow_dispatch: }
jobs: { one: { runs-on: ubuntu-24.04, steps: [ { run: echo here } ] } }
`;
  const { runner, only } = await aScene({
    clocked: both('schedule: [ { cron: "4 * * * *" } ], '),
    other: both(""),
  });
  const strikeAndDispatch = async (): Promise<readonly number[]> => {
    await runner.schedule();
    for (const workflow of ["clocked.yml", "other.yml"]) runner.dispatch({ workflow });
    await runner.idle();
    return [only("clocked").length, only("other").length];
  };

  expect(await strikeAndDispatch()).toEqual([2, 1]);
  await runner.rest();
  expect(await strikeAndDispatch()).toEqual([2, 2]);
});

test("More events, or more runs, in ten seconds than GitHub takes start nothing", async () => {
  const dispatched = "on: workflow_dispatch\njobs: { one: { runs-on: ubuntu-24.04, steps: [ { run: echo here } ] } }\n";
  const startedOf = async (perTenSeconds: { readonly events: number; readonly runs: number }): Promise<number> => {
    const { runner, only } = await aScene({ one: dispatched }, { perTenSeconds });
    for (let n = 0; n < 4; n++) runner.dispatch({ workflow: "one.yml" });
    await runner.idle();
    return only("one").length;
  };

  expect([await startedOf({ events: 3, runs: 9 }), await startedOf({ events: 9, runs: 2 })]).toEqual([3, 2]);
});
