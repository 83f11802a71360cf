import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Failure } from "../../action/core/problems/failure.ts";
import type { ReconcilePorts } from "../../action/flows/reconcile/ports.ts";
import { commitAll, gitIn } from "../../scripts/demo/scene.ts";
import { anyWay } from "../fakes/any-way.ts";
import { neighboursIn, pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

const folder = "productions/toy-pileup";
const request = `${folder}/production.yaml`;

const edit = async (stand: Stand, from: string | RegExp, to: string): Promise<void> => {
  const path = join(stand.scene.clone, request);
  await writeFile(path, (await readFile(path, "utf8")).replace(from, to));
};
const remove = (stand: Stand): Promise<void> => rm(join(stand.scene.clone, folder), { recursive: true });
const revert = async (stand: Stand): Promise<void> => {
  await gitIn(stand.scene.clone, "revert", "--no-edit", "HEAD");
  await gitIn(stand.scene.clone, "push", "--quiet", "origin", "HEAD:main");
};
const states = async (stand: Stand): Promise<readonly string[]> =>
  (await neighboursIn(stand)).map(({ version, state }) => `${version} ${state}`);
const calls = (stand: Stand): number => stand.panda.count().submissions;

/** Stops the pass before its effect of this name, does something, and lets it go on. */
const during = (name: string, act: () => Promise<void>): Parameters<typeof pass>[1] => {
  let done = false;
  return async (_, when, effect) => {
    if (done || when !== "before" || !effect.startsWith(name)) return;
    done = true;
    await act();
  };
};

test("A production that is reverted while its upload fails is not submitted when the outage ends", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "500", at: "upload_cache_file", times: 99 });
  await pass(stand);
  await remove(stand);
  await commitAll(stand.scene, "Take it back");
  await pass(stand);
  await stand.panda.reset();
  for (let n = 0; n < 3; n++) await pass(stand);

  expect(calls(stand)).toBe(0);
  expect(await states(stand)).toEqual(["1.0.0 withdrawn"]);
});

test.each([
  ["its tag is made", "tag"],
  ["its check is asked", "check"],
])("A production that main drops before %s is not submitted", async (_, name) => {
  const stand = await raise();
  await pass(
    stand,
    during(name, async () => {
      await remove(stand);
      await commitAll(stand.scene, "Take it back");
    }),
  );
  await pass(stand);

  expect(calls(stand)).toBe(0);
  expect(await states(stand)).toEqual(["1.0.0 withdrawn"]);
});

test("A newer version that is merged during a reconcile pass replaces the older one, which is not submitted", async () => {
  const stand = await raise();
  await pass(
    stand,
    during("tag", async () => {
      await edit(stand, "version: 1.0.0", "version: 2.0.0");
      await edit(stand, "jobs: 10", "jobs: 11");
      await commitAll(stand.scene, "A newer version");
    }),
  );
  await pass(stand);

  expect(calls(stand)).toBe(1);
  expect(await states(stand)).toEqual(["1.0.0 superseded", "2.0.0 submitted"]);
});

test("A production whose folder moves during a reconcile pass is submitted", async () => {
  const stand = await raise();
  await pass(
    stand,
    during("tag", async () => {
      await gitIn(stand.scene.clone, "mv", folder, "productions/moved");
      await commitAll(stand.scene, "Move it");
    }),
  );

  expect(calls(stand)).toBe(1);
});

test("A recorded production that main's request of today refuses waits with a trouble, and goes on after main is corrected", async () => {
  const stand = await raise();
  const done = await pass(
    stand,
    during("tag", async () => {
      await edit(stand, "version: 1.0.0", "version: 1.0.0\nnonsense: true");
      await commitAll(stand.scene, "Break it");
    }),
  );
  expect([...done.troubles.values()].join()).toContain("is refused");
  expect(calls(stand)).toBe(0);
  expect(await states(stand)).toEqual(["1.0.0 intended"]);

  await revert(stand);
  await pass(stand);
  expect(calls(stand)).toBe(1);
});

test("When main cannot be read before a call, the check's answer is kept, and the next pass makes the call", async () => {
  const stand = await raise();
  let asked = 0;
  const head = async ({ main }: ReconcilePorts): Promise<string> => {
    if (++asked === 3) throw new Failure("The remote cannot be read.", anyWay);
    return main.head();
  };
  const done = await pass(stand, undefined, {
    change: (ports) => ({ ...ports, main: { ...ports.main, head: () => head(ports) } }),
  });

  expect([...done.troubles.values()]).toEqual(["The remote cannot be read. Try again."]);
  expect(await states(stand)).toEqual(["1.0.0 checked"]);
  await pass(stand);
  expect(calls(stand)).toBe(1);
});

test("A running production that main drops asks a person, and the question ends when main has the production again", async () => {
  const stand = await raise();
  await pass(stand);
  expect(calls(stand)).toBe(1);
  await remove(stand);
  await commitAll(stand.scene, "Take it back");
  const asked = await pass(stand);
  expect(asked.submissions.map(({ state }) => "past" in state && state.past.leftMain?.reason)).toEqual([
    "main does not hold sP26a-toy-pileup any more",
  ]);

  await revert(stand);
  const back = await pass(stand);

  expect(back.submissions.map(({ state }) => "past" in state && state.past.leftMain)).toEqual([undefined]);
  expect(calls(stand)).toBe(1);
});

test("A running production whose folder moves asks no person", async () => {
  const stand = await raise();
  await pass(stand);
  await gitIn(stand.scene.clone, "mv", folder, "productions/moved");
  await commitAll(stand.scene, "Move it");
  const { submissions } = await pass(stand);

  expect(submissions.map(({ state }) => "past" in state && state.past.leftMain)).toEqual([undefined]);
});

test("A quiet reconcile pass after changes of main writes nothing", async () => {
  const stand = await raise();
  await pass(stand);
  await remove(stand);
  await commitAll(stand.scene, "Take it back");
  await pass(stand);
  const before = await gitIn(stand.scene.origin, "rev-parse", "ledger");
  await pass(stand);

  expect(await gitIn(stand.scene.origin, "rev-parse", "ledger")).toBe(before);
});

test("A refused version ends when the newer one is at PanDA, and not before", async () => {
  const stand = await raise();
  await pass(stand, undefined, {
    change: (ports) => ({
      ...ports,
      panda: { ...ports.panda, check: async () => ({ kind: "rejected", message: "no such option" }) },
    }),
  });
  expect(await states(stand)).toEqual(["1.0.0 rejected"]);
  await edit(stand, "version: 1.0.0", "version: 1.0.1\nsubmit: hold");
  await edit(stand, "walltime: 1", "walltime: 2");
  await commitAll(stand.scene, "A newer version, held");
  await pass(stand);
  expect(await states(stand)).toEqual(["1.0.0 rejected", "1.0.1 held"]);

  await edit(stand, "version: 1.0.1\nsubmit: hold", "version: 1.0.2");
  await commitAll(stand.scene, "And now");
  await pass(stand);

  expect(await states(stand)).toEqual(["1.0.0 superseded", "1.0.1 superseded", "1.0.2 submitted"]);
});

test("A superseded production ends when its successor is done, and not before", async () => {
  const stand = await raise();
  await pass(stand);
  await stand.panda.tick(24);
  await pass(stand);
  expect(await states(stand)).toEqual(["1.0.0 done"]);
  await edit(stand, "version: 1.0.0", "version: 2.0.0\nsupersedes: [1.0.0]");
  await edit(stand, "jobs: 10", "jobs: 11");
  await commitAll(stand.scene, "A newer version");
  await pass(stand);
  expect(await states(stand)).toEqual(["1.0.0 done", "2.0.0 submitted"]);

  await stand.panda.tick(24);
  await pass(stand);

  expect(await states(stand)).toEqual(["1.0.0 superseded", "2.0.0 done"]);
});
