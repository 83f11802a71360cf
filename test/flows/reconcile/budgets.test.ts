import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { finish, writeLines } from "./a-scene.ts";
import { aWorld, conventions, file, tag, written } from "./a-world.ts";

const list = "productions/p/runs.txt";
/** Ten jobs a run, each of an hour and tried once. */
const growing = (version = "1.0.0"): string =>
  written({ version, runs: { list: "runs.txt" }, defaults: { sites: ["BNL"], walltime: 1, maxAttempt: 1 } });
const rules = "productions/conventions.yaml";
const budgets = [
  [
    "campaign",
    { "campaigns/c.yaml": JSON.stringify({ campaign: 1, productions: [tag], coreHours: 20 }) },
    /budget of 20 core-hours/,
  ],
  [
    "month",
    { [rules]: `${conventions}\nlimits: { coreHoursPerMonth: { sphenix: 20 } }\n` },
    /20 core-hours a month are used/,
  ],
] as const;
const runOf = (run: number) => submissionKey(tag, "1.0.0", run);

test.each(budgets)(
  "A budget of a %s ends however often a run that was given up makes place for another",
  async (_, budget, why) => {
    const world = aWorld({ [file]: growing(), [list]: "1\n2\n", ...budget });
    await world.run();
    await world.run();
    expect(world.panda.calls.submit.length).toBe(2);

    finish(world);
    for (let pass = 0; pass < 3; pass++) await world.run();
    await writeLines(world, runOf(1), { event: "retired", data: "keep" });
    await writeLines(world, runOf(2), { event: "retired", data: "keep" });
    world.main.commit({ [list]: "3\n4\n" });
    for (let pass = 0; pass < 3; pass++) await world.run();

    expect(world.panda.calls.submit.length).toBe(2);
    expect(describeState(await world.state(runOf(3)))).toMatch(why);
  },
);
