import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { allSeedsGiven } from "../../../action/flows/ledger-access/made-lists.ts";
import { aStep } from "../../core/a-production.ts";
import { aMergedPull } from "../../fakes/fake-people.ts";
import { finish } from "./a-scene.ts";
import { aTrial, trialKey, tried } from "./a-trial.ts";
import { file, tag, written } from "./a-world.ts";

const released = submissionKey(tag, "1.1.0", undefined);

describe("trials of pull requests", () => {
  test("A trial is submitted from the confirmed head, with the trial's label, scope, version and seeds, and without a tag", async () => {
    const trial = await aTrial();
    expect(await trial.order()).toEqual({ kind: "ordered" });
    expect(trial.panda.calls.check).toEqual([]);

    await trial.run();

    const state = await trial.state(trialKey(1));
    expect(state.kind).toBe("submitted");
    expect(trial.panda.calls.submit.map(({ outDS }) => outDS)).toEqual([
      "user.tester.sP26a-hfcharm-signal.v1.1.0-test.1.b0",
    ]);
    expect("intent" in state ? state.intent : undefined).toMatchObject({
      commit: trial.head,
      pullRequest: 7,
      requester: "ada",
      panda: { prodSourceLabel: "test" },
      seeds: [
        { stream: "trial/signal", first: 1, count: 10 },
        { stream: `trial/${tag}.merge`, first: 1, count: 10 },
      ],
      trial: { head: trial.head, id: "12", by: "ada" },
    });
    expect([...trial.tags.made.keys()]).toEqual([]);
    const head = await trial.ledger.head();
    const [{ trials, cursor }, streams] = [head, await allSeedsGiven({ ledger: trial.ledger, head })];
    expect([streams, trials, cursor]).toEqual([
      new Map([
        ["trial/signal", 10],
        [`trial/${tag}.merge`, 10],
      ]),
      [],
      trial.merged,
    ]);
  });

  test("A trial order has one effect, and the next order gets the next number", async () => {
    const trial = await aTrial();
    await trial.order();
    await trial.run();
    await trial.say(12, "/shrek yes 11-0000");
    await trial.run();
    await trial.order("/shrek trial", 21);
    await trial.run();
    await trial.run();

    expect(trial.panda.calls.submit.map(({ outDS }) => outDS.slice(-9))).toEqual(["test.1.b0", "test.2.b0"]);
    const second = await trial.state(trialKey(2));
    expect("intent" in second ? second.intent.seeds : []).toMatchObject([{ first: 11 }, { first: 11 }]);
  });

  test("One trial command makes one trial, however often and by however many comments confirmed", async () => {
    const trial = await aTrial();
    await trial.say(11, "/shrek trial");
    const yes = trial.offered();
    await trial.say(12, yes);
    await trial.say(13, yes, "bob");
    await trial.run();
    expect(await trial.say(14, yes)).toMatchObject({ kind: "refused" });
    expect(trial.shown.at(-1)).toBe(
      `What this confirms was ordered before, and is ${trialKey(1)}. For another trial write \`/shrek trial\` anew.`,
    );
    await trial.forge({ id: "14", confirms: yes.replace("/shrek yes ", "") });
    await trial.run();

    expect(trial.panda.calls.submit).toHaveLength(1);
  });
});

describe("an order of a trial", () => {
  type Trial = Awaited<ReturnType<typeof aTrial>>;
  const steps: readonly (readonly [string, string, (trial: Trial) => unknown])[] = [
    ["whose comment is gone", "there is no comment 12", ({ people }) => people.comments.delete(12)],
    ["of somebody who lost the right", "needs write permission", ({ people }) => people.permissions.set("ada", "read")],
  ];
  test.each(steps)(
    "A trial order %s is answered with the reason, once, and no call is made",
    async (_, reason, change) => {
      const trial = await aTrial();
      await trial.order();
      change(trial);

      const { trialsRefused } = await trial.run();
      const again = await trial.run();

      expect(trialsRefused.map((one) => one.reason)).toEqual([expect.stringContaining(reason)]);
      expect(again.trialsRefused).toEqual([]);
      expect([trial.panda.calls.check, trial.panda.calls.submit]).toEqual([[], []]);
      expect(await trial.ledger.submissions(await trial.ledger.head())).toEqual([]);
    },
  );

  test.each(steps)("A trial order %s between intent and call withholds the trial", async (_, reason, change) => {
    const trial = await aTrial();
    await trial.order();
    trial.panda.onHold = async () => {
      change(trial);
      return { kind: "held", sandbox: "box.tar.gz" };
    };

    await trial.run();

    const state = await trial.state(trialKey(1));
    expect([state.kind, "reason" in state ? state.reason : ""]).toEqual(["held", expect.stringContaining(reason)]);
    expect([trial.panda.calls.check, trial.panda.calls.submit]).toEqual([[], []]);
  });

  test.each<readonly [string, string, Parameters<Trial["forge"]>[0]]>([
    ["under no comment", "there is no comment 99", { id: "99" }],
    ["with other jobs", "confirms another command", { jobs: 1 }],
  ])("A trial order that a person forged %s is not submitted", async (_, reason, change) => {
    const trial = await aTrial();
    await trial.say(11, "/shrek trial");
    trial.people.comments.set(12, { body: trial.offered(), login: "ada", pullRequest: 7 });
    await trial.forge(change);

    expect((await trial.run()).trialsRefused.map((one) => one.reason)).toEqual([expect.stringContaining(reason)]);
    expect(trial.panda.calls.check).toEqual([]);
  });

  test.each<readonly [string, string, (trial: Trial) => unknown, string]>([
    ["where no policy allows trials", "off", ({ main }) => main.commit({ "productions/conventions.yaml": "" }), "ada"],
    ["of a fork", "comes from a fork", ({ people, pull }) => people.open.set(7, { ...pull, isOwn: false }), "ada"],
    ["of a pull request that is merged", "is not open", ({ people }) => people.open.delete(7), "ada"],
    [
      "of the form's branch at which nobody looked",
      "nobody with write permission has approved this commit yet",
      ({ people, pull }) => people.open.set(7, { ...pull, branch: "shrek/form-3" }),
      "ada",
    ],
  ])("A trial command %s is refused at once", async (_, reason, change, by) => {
    const trial = await aTrial();
    change(trial);

    expect(await trial.say(11, "/shrek trial", by)).toMatchObject({ kind: "refused" });
    expect(trial.shown.at(-1)).toMatch(new RegExp(`${reason}|cannot be read|is wrong`));
  });

  test("A trial whose branch was pushed to between preview and confirmation is shown again", async () => {
    const trial = await aTrial();
    await trial.say(11, "/shrek trial");
    const line = trial.offered();
    trial.people.open.set(7, { ...trial.pull, head: trial.main.branch(trial.head, { [file]: tried() }) });

    expect(await trial.say(12, line)).toEqual({ kind: "previewed" });
    expect(trial.offered()).not.toBe(line);
    expect((await trial.ledger.head()).trials).toEqual([]);
  });
});

test("A merge of the same content is submitted next to its trial, which is superseded after success", async () => {
  const trial = await aTrial();
  await trial.order("/shrek trial jobs=2");
  await trial.run();
  finish(trial);
  await trial.run();
  const merged = trial.main.commit({ [file]: tried() });
  trial.people.pulls.set(merged, aMergedPull(merged, trial.head));
  trial.people.approved = [{ login: "bob", commit: trial.head }];
  trial.people.open.delete(7);
  await trial.run();
  expect([await trial.kind(trialKey(1)), await trial.kind(released)]).toEqual(["done", "submitted"]);

  finish(trial);
  await trial.run();

  expect([await trial.kind(trialKey(1)), await trial.kind(released)]).toEqual(["superseded", "done"]);
  const release = await trial.state(released);
  expect("intent" in release ? release.intent.seeds : []).toMatchObject([
    { stream: "signal", first: 1, count: 10 },
    { stream: `${tag}.merge`, first: 1, count: 10 },
  ]);
});

describe("trial data by name", () => {
  const made = "user.tester.sP26a-hfcharm-signal.v1.1.0-test.1.b0_001_merge";
  const readerKey = submissionKey("sP26a-hfcharm-merge", "1.0.0", undefined);
  const reader = (hits: object): string =>
    written({
      tag: { campaign: "sP26a", physics: "hfcharm", stage: "merge" },
      inputs: { hits: { files: 1, ...hits } },
      steps: { read: aStep({ jobs: undefined, in: [{ from: "hits", filesPerJob: 1 }] }) },
    });
  const merge = (trial: Awaited<ReturnType<typeof aTrial>>, hits: object): void => {
    const head = trial.main.branch(trial.merged, { "productions/r/production.yaml": reader(hits) });
    const merged = trial.main.commit({ "productions/r/production.yaml": reader(hits) });
    trial.people.pulls.set(merged, aMergedPull(merged, head));
    trial.people.approved = [{ login: "bob", commit: head }];
  };

  test.each([
    ["as a dataset", { dataset: `${made}_m.tar/` }],
    ["as a dataset with a scope", { dataset: `user.tester:${made}_m.tar` }],
    ["as the output of a task", { task: made, output: "m.tar" }],
    ["as the output of a task that is waited for", { task: made, output: "m.tar", require: "100%" }],
  ])("Data of a trial are refused %s, with who made them", async (_, hits) => {
    const trial = await aTrial();
    await trial.order();
    await trial.run();
    finish(trial);
    merge(trial, hits);

    const { problems } = await trial.run();
    await trial.run();

    expect(problems.map(({ code, severity }) => [code, severity])).toEqual([["reads-a-trial", "error"]]);
    expect(problems[0]?.message).toBe(
      "sP26a-hfcharm-signal 1.1.0-test.1 is a trial of pull request #7, whose data nothing may read.",
    );
    expect(trial.panda.calls.submit).toHaveLength(1);
  });

  test("Data of a trial are not read by a version that was recorded before a trial of that name", async () => {
    const trial = await aTrial();
    merge(trial, { task: made, output: "m.tar", require: "100%" });
    await trial.run();
    expect(await trial.kind(readerKey)).toBe("waiting");
    await trial.order();
    await trial.run();
    finish(trial);

    await trial.run();
    await trial.run();

    expect(await trial.state(readerKey)).toMatchObject({
      kind: "held",
      reason: expect.stringContaining("sP26a-hfcharm-signal 1.1.0-test.1 is a trial of pull request #7"),
    });
    expect(trial.panda.calls.submit).toHaveLength(1);
  });

  test("Data of a trial that was merged under its own version may be read", async () => {
    const trial = await aTrial();
    merge(trial, { dataset: "user.tester.sP26a-hfcharm-signal.v1.0.0-test.4.b0_000_simulate_hits.tar/" });

    await trial.run();

    expect(await trial.kind(readerKey)).toBe("submitted");
  });
});
