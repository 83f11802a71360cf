import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { aStep } from "../../core/a-production.ts";
import { finish } from "./a-scene.ts";
import { aWorld, file, tag, written } from "./a-world.ts";

const place = "campaigns/c.yaml";
const campaign = (more: object = {}, productions: readonly string[] = [tag]) => ({
  [place]: JSON.stringify({ campaign: 1, productions, ...more }),
});
/** Ten jobs of so many hours, each once. */
const asking = (walltime: number, version = "1.0.0") => ({
  [file]: written({
    version,
    defaults: { sites: ["BNL"], walltime, maxAttempt: 1 },
    steps: { simulate: aStep({ run: `make ${version}\n` }) },
  }),
});
const submitsOf = ({ panda }: ReturnType<typeof aWorld>): number => panda.calls.submit.length;
const saidOf = async (world: ReturnType<typeof aWorld>) => describeState(await world.state());

test("Over its budget nothing of a campaign is submitted, which is said once, and a higher budget lets it go", async () => {
  const world = aWorld({ ...asking(2), ...campaign({ coreHours: 1 }) });
  await world.run();
  const commits = world.branch.commits.size;
  await world.run();

  expect([submitsOf(world), world.panda.calls.check.length, await saidOf(world)]).toEqual([
    0,
    0,
    "waits in campaign c: its productions on main ask for more than its budget of 1 core-hour",
  ]);
  expect(world.branch.commits.size).toBe(commits);

  world.main.commit(campaign({ coreHours: 1000000 }));
  await world.run();
  expect([submitsOf(world), await world.kind()]).toEqual([1, "submitted"]);
});

test("A version that was replaced has used what it asked for, and so has one that left main", async () => {
  const world = aWorld({ ...asking(1), ...campaign({ coreHours: 25 }) });
  await world.run();
  world.main.commit(asking(1, "2.0.0"));
  await world.run();
  expect(submitsOf(world)).toBe(2);
  const other = "productions/q/production.yaml";

  world.main.commit({
    [file]: undefined,
    [other]: written({
      tag: { campaign: "sP26a", physics: "hfcharm", stage: "background" },
      defaults: { sites: ["BNL"], walltime: 1, maxAttempt: 1 },
    }),
  });
  world.main.commit(campaign({ coreHours: 25 }, ["sP26a-hfcharm-*"]));
  await world.run();
  expect(submitsOf(world)).toBe(2);
  world.main.commit(campaign({ coreHours: 30 }, ["sP26a-hfcharm-*"]));
  await world.run();
  expect(submitsOf(world)).toBe(3);
});

test("A campaign that lets nothing more go while a pass runs stops what was not submitted yet, before its check and before its submit", async () => {
  for (const call of ["upload", "check"] as const) {
    const world = aWorld(asking(1));
    const { panda } = world;
    const stopping =
      <T extends readonly unknown[], R>(work: (...args: T) => Promise<R>) =>
      async (...args: T): Promise<R> => {
        world.main.commit(campaign({ coreHours: 1 }));
        return work(...args);
      };
    await world.run(
      call === "check"
        ? { panda: { ...panda, check: stopping(panda.check) } }
        : { cache: { ...panda, hold: stopping(panda.hold) } },
    );
    await world.run();
    expect([call, submitsOf(world), panda.calls.check.length]).toEqual([call, 0, call === "check" ? 1 : 0]);
    world.main.commit(campaign());
    await world.run();
    expect([call, submitsOf(world)]).toEqual([call, 1]);
  }
});

test("In its order a production waits until that above it ended well", async () => {
  const background = "productions/q/production.yaml";
  const behind = submissionKey("sP26a-hfcharm-background", "1.0.0", undefined);
  const world = aWorld({
    ...asking(1),
    [background]: written({ tag: { campaign: "sP26a", physics: "hfcharm", stage: "background" } }),
    ...campaign({ order: "done" }, [tag, "sP26a-hfcharm-background"]),
  });
  await world.run();
  expect([await world.kind(), await world.kind(behind), describeState(await world.state(behind))]).toEqual([
    "submitted",
    "intended",
    `waits in campaign c: ${tag} comes before it, and has not ended well`,
  ]);
  finish(world);
  await world.run();
  expect([await world.kind(), await world.kind(behind)]).toEqual(["done", "submitted"]);
});

test("A campaign that nobody can read holds back what it names, and others go", async () => {
  const world = aWorld({ ...asking(1), ...campaign() });
  world.main.commit({ [place]: "campaign: 1\nproductions: [" });
  world.main.commit({
    "productions/q/production.yaml": written({ tag: { campaign: "sP26a", physics: "hfcharm", stage: "background" } }),
  });
  await world.run();
  expect(submitsOf(world)).toBe(1);
  expect(await saidOf(world)).toContain("waits in campaign c: campaigns/c.yaml is wrong: ");
  world.main.commit({ [place]: undefined });
  await world.run();
  expect(submitsOf(world)).toBe(2);
});

test("A production that a budget does not name goes", async () => {
  const world = aWorld({ ...asking(2), ...campaign({ coreHours: 1 }, ["another"]) });
  await world.run();
  expect(submitsOf(world)).toBe(1);
});

test("Behind the end of its campaign nothing is submitted", async () => {
  const world = aWorld({ ...asking(2), ...campaign({ end: "2026-03-01T10:00Z" }) });
  await world.run();
  expect([submitsOf(world), await saidOf(world)]).toEqual([0, "waits in campaign c: it ended on 2026-03-01 10:00 UTC"]);
});
