import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { submissionKey } from "../../action/core/ledger/event.ts";
import { eventsPath } from "../../action/core/ledger/paths.ts";
import { gitIn, type Ran } from "../../scripts/demo/scene.ts";
import { raise, type Stand, statusOf } from "./stand.ts";
import { shrekWarm } from "./warm/start.ts";

const events = eventsPath(submissionKey("sP26a-toy-pileup", "1.0.0", undefined));
const refsOf = ({ scene }: Stand): Promise<string> => gitIn(scene.origin, "for-each-ref");

/** A person with a clone of their own commits to the branch. */
const byHand = async (stand: Stand, script: string): Promise<void> => {
  const hand = await mkdtemp(join(stand.dir, "hand-"));
  await gitIn(stand.dir, "clone", "--quiet", "-b", "ledger", stand.scene.origin, hand);
  await gitIn(hand, "-c", `alias.work=!${script}`, "work");
  await gitIn(hand, "commit", "--quiet", "-a", "-m", "tidy");
  await gitIn(hand, "push", "--quiet", "origin", "ledger");
};

const freshClone = async (stand: Stand): Promise<(...args: readonly string[]) => Promise<Ran>> => {
  const dir = join(stand.dir, "fresh");
  await gitIn(stand.dir, "clone", "--quiet", stand.scene.origin, dir);
  return (...args) => shrekWarm(dir, args, stand.env);
};

const submitted = async (): Promise<Stand> => {
  const stand = await raise();
  expect((await stand.run("reconcile")).code).toBe(0);
  expect(stand.panda.count()).toMatchObject({ submissions: 1 });
  return stand;
};

/** The others: test/flows/verify.test.ts and test/flows/rebuild.test.ts. */
const damages: readonly (readonly [script: string, fault: string])[] = [
  ["git rm -q live.json", "live.json is missing"],
  [`sed -i 's/"contentDigest":"./&0/' ${events}`, `${events}:1, whose content`],
];

test("A damaged ledger stops every command, is reported by ledger verify, and repaired by ledger rebuild", async () => {
  const stand = await submitted();
  const good = await filesOf(stand);
  for (const [script, fault] of damages) {
    await byHand(stand, script);
    const before = await refsOf(stand);

    const refused = await stand.run("reconcile");
    expect(refused, script).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr, script).toMatch(/was not made by SHREK.*`shrek ledger rebuild`/);
    expect(await refsOf(stand), script).toBe(before);
    const verified = await stand.run("ledger", "verify");
    expect(verified.code, script).toBe(1);
    expect(verified.stdout, script).toContain(fault);

    expect(await stand.run("ledger", "rebuild"), script).toMatchObject({ code: 0, stderr: "" });
    expect(await filesOf(stand), script).toBe(good);
  }
  expect((await stand.run("ledger", "verify")).stdout).toContain("1 submission, no faults");
  expect((await stand.run("reconcile")).code).toBe(0);
  expect((await statusOf(stand))[0]?.state).toBe("submitted");
  expect(stand.panda.count()).toMatchObject({ submissions: 1 });
});

const filesOf = ({ scene }: Stand): Promise<string> => gitIn(scene.origin, "ls-tree", "-r", "ledger");

test("A ledger that went back is restored by a clone that has it, refused by a new clone because of the tags, and restored from these in doubt, and PanDA is searched", async () => {
  const stand = await submitted();
  const late = (await gitIn(stand.scene.origin, "rev-parse", "ledger")).trim();
  const first = (await gitIn(stand.scene.origin, "rev-list", "--max-parents=0", "ledger")).trim();
  const goBack = () => gitIn(stand.scene.origin, "update-ref", "refs/heads/ledger", first);
  await goBack();
  expect((await stand.run("reconcile")).stderr).toContain("The ledger branch was rewritten");
  const rebuilt = await stand.run("ledger", "rebuild");
  expect(rebuilt.stdout).toContain(`The branch is at ${late.slice(0, 12)} again`);
  expect((await gitIn(stand.scene.origin, "rev-parse", "ledger")).trim()).toBe(late);

  await goBack();
  const fresh = await freshClone(stand);

  const refused = await fresh("reconcile");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toMatch(/has lost entries.*production\/sP26a-toy-pileup\/1\.0\.0.*`shrek ledger rebuild`/);
  expect((await fresh("ledger", "verify")).stdout).toContain("the ledger is incomplete");

  expect((await fresh("ledger", "rebuild")).stdout).toContain("Submissions restored from their tags: 1.");
  expect((await fresh("reconcile")).code).toBe(0);
  expect((await fresh("status", "sP26a-toy-pileup", "--json")).stdout).toContain('"state": "submitted"');
  expect(stand.panda.count()).toMatchObject({ submissions: 1 });
});

test("When ledger and tags are deleted and begun anew before any task exists, the look by name finds the request", async () => {
  const stand = await submitted();
  for (const dir of [stand.scene.origin, stand.scene.clone])
    for (const ref of (await gitIn(dir, "for-each-ref", "--format=%(refname)")).split("\n"))
      if (/ledger|production/.test(ref)) await gitIn(dir, "update-ref", "-d", ref);

  expect((await stand.run("ledger", "init", "--no-baseline")).code).toBe(0);
  expect((await stand.run("reconcile")).code).toBe(0);

  expect(stand.panda.count()).toMatchObject({ submissions: 1, tasks: 0 });
  expect((await statusOf(stand))[0]?.state).toBe("submitted");
});
