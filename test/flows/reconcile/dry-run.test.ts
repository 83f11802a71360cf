import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Outage } from "../../../action/core/problems/failure.ts";
import { wouldLine } from "../../../action/core/view/status/would.ts";
import type { PandaCache } from "../../../action/ports/panda-cache.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakePeople } from "../../fakes/fake-people.ts";
import { aWorld, file, key, tag, user, written } from "./a-world.ts";

/** A production that is promised, and that PanDA's cache has not taken yet. */
const promised = async () => {
  const world = aWorld();
  const away = async () => Promise.reject(new Outage("PanDA's cache does not answer.", anyWay));
  const cache: PandaCache = { ...world.panda, hold: away };
  await world.run({ cache });
  expect(await world.kind()).toBe("intended");
  const dry = async (userName = user) =>
    (await world.run({}, { dryRun: true, panda: { ...world.setting.panda, userName } })).would.map(wouldLine);
  return { ...world, dry };
};

test("A dry run prints the submit of what is promised, and what the pass writes instead where it may not be called", async () => {
  const { dry, state, main, panda } = await promised();

  expect(await dry()).toEqual([`${key}: submit`]);
  expect(await dry("Grace Hopper")).toEqual([`${key}: intended`]);
  main.commit({ [file]: undefined });
  expect(await dry()).toEqual([`${key}: withdrawn, main does not hold ${tag} any more`]);
  expect([await state(), panda.calls.check]).toMatchObject([{ kind: "intended" }, []]);
});

test("A dry run says where the budget of the pass ends", async () => {
  const runs = written({ runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 2 }) } });
  const world = aWorld({ [file]: runs, "productions/p/runs.txt": "66001\n66002\n66003\n" });
  const run = (number: number) => submissionKey(tag, "1.0.0", number);

  const { would } = await world.run({}, { dryRun: true, seconds: 5.6 });

  expect(would.filter(({ does }) => does !== "enter").map(wouldLine)).toEqual([
    `${run(66001)}: submit`,
    `${run(66002)}: submit`,
    "Here the pass ends: 1 submission waits: the pass ends; the next pass goes on",
  ]);
});

test("A dry run that cannot ask GitHub submits if people approve, and holds releases as the last pass did", async () => {
  const second = "productions/q/production.yaml";
  const fresh = written({ version: "2.0.0", tag: { campaign: "sP26a", physics: "minbias", stage: "merge" } });
  const afterPass = async (soleWriter: boolean) => {
    const world = aWorld({ [file]: undefined });
    await world.run({ people: fakePeople() }, { soleWriter });
    const commit = world.main.commit({ [second]: fresh });
    const { would } = await world.run({}, { dryRun: true, assumesApproval: true });
    return { commit, lines: would.map(wouldLine) };
  };
  const [submits, holds] = [await afterPass(true), await afterPass(false)];
  const name = "sP26a-minbias-merge/2.0.0/0";

  expect(submits.lines).toEqual([
    `${name}: enter as intended`,
    `${name}: submit, if people approved it: GitHub is not asked from here`,
    `the pull request that brought ${submits.commit.slice(0, 12)}: status comment`,
  ]);
  expect(holds.lines.slice(0, 2)).toEqual([
    `${name}: enter as intended`,
    expect.stringContaining(`${name}: held, without a GitHub App`),
  ]);
  expect(holds.lines.join()).not.toContain("submit, if");
});
