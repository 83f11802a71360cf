import { expect, test } from "vitest";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { aStep } from "../../core/a-production.ts";
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
