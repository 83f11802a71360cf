import { expect, test } from "vitest";
import { Failure } from "../../../action/core/problems/failure.ts";
import { memoryIn } from "../../../action/core/view/status/overview-memory.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { report } from "../../../action/flows/reconcile/report.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakeDriftIssue } from "../../fakes/fake-drift-issue.ts";
import { aTaskOf } from "../../fakes/fake-panda.ts";
import { placesOf } from "./a-reported-world.ts";
import { aWorld, user } from "./a-world.ts";

const page = "https://github.com/sphenix/productions";
const day = 24 * 3_600_000;

/** Passes that report to an issue about drift, on days that the test names. */
const aDriftingWorld = () => {
  const world = aWorld();
  const [issue, places] = [fakeDriftIssue(), placesOf(world)];
  const listed = { count: 0, fails: false, isCut: false };
  const watch = {
    tasksChanged: async (since: Date, name: string) => {
      listed.count += 1;
      if (listed.fails) throw new Failure("PanDA is away.", anyWay);
      return { ...(await world.panda.tasksChanged(since, name)), isCut: listed.isCut };
    },
  };
  const passOn = async (now: number) => {
    const clock = { ...world.clock.port, now: () => new Date(now) };
    const drift = { issue, watch, userName: user };
    return report({ ...places, clock, drift }, page, await reconcile(world.ports, world.setting));
  };
  const strange = (id: number) => {
    world.panda.tasks = [...world.panda.tasks, aTaskOf("group.sphenix.by.hand", "", user, id)];
  };
  const remembered = async () => memoryIn(await places.overview.current()).drift;
  return { ...world, issue, listed, passOn, strange, remembered };
};
const start = Date.parse("2026-03-02T10:00:00Z");

test("Four weeks without drift are a look a week, and no issue", async () => {
  const { passOn, issue, listed } = aDriftingWorld();
  for (let days = 0; days < 28; days++) await passOn(start + days * day);
  expect(listed.count).toBe(4);
  expect(issue.did).toEqual([]);
});

test("Months of drift are one issue: made, edited where something new differs, closed by itself, and opened again", async () => {
  const world = aDriftingWorld();
  const { passOn, issue, panda, strange } = world;
  const texts: (string | undefined)[] = [];
  for (let days = 0; days < 51; days++) {
    if (days === 10) strange(9001);
    if (days === 20) strange(9002);
    if (days === 30) panda.tasks = panda.tasks.filter(({ id }) => id < 9000);
    if (days === 40) panda.tasks = panda.tasks.map((task) => ({ ...task, status: "aborted" }));
    await passOn(start + days * day);
    texts.push(issue.text());
  }
  expect(issue.did).toEqual(["made", "edited", "closed", "opened again"]);
  expect(texts[10]).toBeUndefined();
  expect(texts[16]).toContain("task 9001 (group.sphenix.by.hand) is on no ledger");
  expect(texts[21]).toContain("task 9002");
  expect(texts[31]).toBeUndefined();
  expect(texts[50]).toMatch(/task \d+ of sP26a-hfcharm-signal 1\.0\.0 was killed at PanDA/);
});

test("A list that PanDA does not give is a trouble that a later pass makes good, and one that it cut closes nothing", async () => {
  const { passOn, issue, listed, strange, remembered, panda } = aDriftingWorld();
  listed.fails = true;
  const { troubles } = await passOn(start);
  expect([troubles, await remembered()]).toEqual([["PanDA is away. Try again."], undefined]);
  listed.fails = false;
  strange(9001);
  await passOn(start);
  expect([issue.did, await remembered()]).toEqual([["made"], { on: new Date(start).toISOString(), found: true }]);
  await passOn(start + day / 2);
  expect(listed.count).toBe(2);

  panda.tasks = [];
  listed.isCut = true;
  await passOn(start + day);
  expect(issue.did).toEqual(["made"]);
});

test.each([
  [200, undefined],
  [201, "and 1 more"],
])(
  "The issue about drift shows at most 200 of %i tasks that no ledger knows, and how many more there are",
  async (count, more) => {
    const { passOn, issue, strange } = aDriftingWorld();
    for (let id = 9001; id <= 9000 + count; id++) strange(id);
    await passOn(start);

    const text = issue.text() ?? "";
    expect(text.match(/is on no ledger/g)).toHaveLength(200);
    expect(/and .* more/.exec(text)?.[0]).toBe(more);
  },
);

test("The issue about drift says what differs, that nothing is stopped by it, and by which commands SHREK is told", async () => {
  const { passOn, issue, strange } = aDriftingWorld();
  strange(9001);
  await passOn(start);

  expect(issue.text()).toMatch(
    /^Nothing is stopped by this\. It closes by itself when nothing is left\.\n\n- .*is on no ledger.*\n\nWhat SHREK is to know is said by a command: `\/shrek adopt`, `\/shrek kill`, `\/shrek retry`, `\/shrek move`\. Of git `shrek ledger verify` says more\.$/,
  );
});
