import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { tagMessage } from "../../../action/core/ledger/tag-message.ts";
import { beginPass } from "../../../action/flows/reconcile/pass.ts";
import { asksForPerson } from "../../../action/flows/reconcile/reconcile.ts";
import { ensureTag } from "../../../action/flows/reconcile/tags.ts";
import { reader, reads } from "./a-read-world.ts";
import { finish, mergesOf, noTags, writeLines } from "./a-scene.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const moved = "productions/q/production.yaml";
const minbias = { campaign: "sP26a", physics: "minbias", stage: "signal" };
const made = ({ panda: { calls } }: World) => [calls.check.length, calls.submit.length];

test("An intent whose inputs are missing waits whatever the ledger says, and is submitted with its dataset", async () => {
  const world = aWorld({ [file]: written(), [moved]: reads() });
  await world.run();
  const state = await world.state(reader);
  if (state.kind !== "waiting") throw new Error(state.kind);
  await writeLines(world, reader, { event: "intended", intent: state.intent, attempt: 1 });
  expect(await world.kind(reader)).toBe("intended");

  await world.run();

  expect([await world.kind(reader), ...made(world)]).toEqual(["waiting", 1, 1]);
  finish(world);
  await world.run();
  const sent = gunzipSync(world.panda.calls.submit[1]?.archive ?? new Uint8Array()).toString("latin1");
  expect(sent).toContain(`${world.panda.tasks[0]?.name}_hits.tar`);
});

test("A tag with other content stops the check of its own production, and no other", async () => {
  const world = aWorld({ [file]: written(), [moved]: written({ tag: minbias, description: "b", conditions: "b" }) });
  await world.run(noTags(world));
  const state = await world.state();
  if (state.kind !== "intended") throw new Error(state.kind);
  const { intent } = state;
  const pass = beginPass(world.ports, world.setting);
  world.tags.made.set("production/sP26a-hfcharm-signal/2.0.0", tagMessage({ ...intent, contentDigest: "other" }));

  expect(await ensureTag(pass, intent)).toBeUndefined();
  expect(await ensureTag(pass, { ...intent, version: "2.0.0" })).toContain("records other content");
  expect(await ensureTag(pass, { ...intent, outDS: "other" })).toContain("records other content");
  expect(await ensureTag(pass, intent)).toBeUndefined();
  const silent = beginPass({ ...world.ports, tags: { ...world.tags, message: async () => undefined } }, world.setting);
  expect(await ensureTag(silent, intent)).toContain("records other content");
});

/** Promised after its merge by pull request 7, which bob approved, and not called yet. */
const promised = async () => {
  const world = aWorld();
  const { people, merge } = mergesOf(world);
  merge(world.merged);
  await world.run({ people, ...noTags(world) });
  expect(await world.kind()).toBe("intended");
  return { world, people, merge };
};

test("A move of a folder needs an approval", async () => {
  const { world, people, merge } = await promised();
  merge(world.main.commit({ [file]: undefined, [moved]: written() }), { isApproved: false });
  await world.run({ people });
  expect([await world.kind(), ...made(world)]).toEqual(["held", 0, 0]);

  const other = await promised();
  other.merge(other.world.main.commit({ [file]: undefined, [moved]: written() }));
  other.world.main.commit({ "README.md": "words" });
  await other.world.run({ people: other.people });
  expect([await other.world.kind(), ...made(other.world)]).toEqual(["submitted", 1, 1]);
});

test("An intent that names the merge of another change is held", async () => {
  const { world, people, merge } = await promised();
  const other = world.main.commit({ "README.md": "words" });
  merge(other);
  const state = await world.state();
  if (state.kind !== "intended") throw new Error(state.kind);
  await writeLines(world, key, { event: "intended", intent: { ...state.intent, commit: other }, attempt: 1 });

  await world.run({ people });

  expect(await world.state()).toMatchObject({
    kind: "held",
    reason: expect.stringContaining("pull request #8 was merged, but changes nothing of productions/p"),
  });
  expect([...made(world), world.panda.calls.hold.length]).toEqual([0, 0, 0]);
});

test("A force-pushed main closes no submission", async () => {
  const world = aWorld();
  world.panda.onCheck = async () => ({ kind: "rejected", message: "no such option" });
  await world.run();
  const newer = { [file]: written({ version: "2.0.0", build: "ana.500", submit: "hold" }) };
  world.main.commit(newer);
  await world.run();
  world.panda.onCheck = async () => ({ kind: "rejected", message: "no such option" });
  await writeLines(world, submissionKey(tag, "2.0.0", undefined), {
    event: "submitted",
    request: 3,
    evidence: "answer",
    pandaDate: "2026-03-01T10:00:00Z",
  });
  expect([await world.kind(), await world.kind(submissionKey(tag, "2.0.0", undefined))]).toEqual([
    "rejected",
    "submitted",
  ]);
  world.main.reset(world.merged);
  world.main.commit({ "README.md": "words" });
  world.main.commit(newer);

  const { rewritten } = await world.run();

  expect(rewritten).toBeDefined();
  expect(await world.kind()).toBe("rejected");
});

test("A person is asked for a force-pushed main, a refused request, or a submission that needs an answer", async () => {
  const world = aWorld();
  const quiet = await world.run();
  expect(asksForPerson(quiet)).toBe(false);
  expect(asksForPerson({ ...quiet, rewritten: "a" })).toBe(true);
  const [one] = quiet.submissions;
  if (one === undefined) throw new Error("no submission");
  const doubtful = { key, state: { kind: "needs-person", reason: "", ...intentOf(one.state) } as const };
  expect(asksForPerson({ ...quiet, submissions: [one, doubtful] })).toBe(true);
  world.main.commit({ [file]: "{" });
  expect(asksForPerson({ ...(await world.run()), submissions: [] })).toBe(true);
});
const intentOf = (state: Awaited<ReturnType<World["state"]>>) => {
  if (!("intent" in state)) throw new Error(state.kind);
  const { intent, attempt, since, past } = state;
  return { intent, attempt, since, past };
};

test("A dry run of reconcile reports the state of everything", async () => {
  const world = aWorld();
  await world.run();

  expect((await world.run({}, { dryRun: true })).submissions.map((one) => one.key)).toEqual([key]);
});
