import { describe, expect, test } from "vitest";
import type { GivenCommand, SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { Failure, Outage } from "../../../action/core/problems/failure.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { noTags, writeLines } from "./a-scene.ts";
import { aWorld, key, tag, wordsOfCommits, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const name = `production/${tag}/1.0.0`;
const made = ({ panda: { calls } }: World) => [calls.check.length, calls.submit.length];
const says = (verb: GivenCommand["verb"]): SubmissionEvent => ({
  event: "person",
  verb,
  by: "ada",
  id: verb,
  reason: "",
});
/** A pass that promises, and gets no further than its tag. */
const promised = async (world: World): Promise<World> => {
  const { troubles } = await world.run(noTags(world));
  expect([...troubles.values()]).toEqual(["git does not answer. Try again."]);
  expect([await world.kind(), ...made(world)]).toEqual(["intended", 0, 0]);
  return world;
};

describe("earlier intents", () => {
  test("An intent of an earlier pass is rendered again, and PanDA gets the recorded content", async () => {
    const world = await promised(aWorld());
    const before = await world.state();

    await world.run();

    const [submissionRequest] = world.panda.calls.submit;
    expect(await world.state()).toMatchObject({ kind: "submitted", attempt: 1 });
    expect("intent" in before && before.intent.outDS).toBe(submissionRequest?.outDS);
  });

  test("An intent of another user is renewed before its first call, and that is submitted", async () => {
    const world = await promised(aWorld());
    const grace = { ...world.setting.panda, userName: "Grace Hopper" };

    await world.run({}, { panda: { ...grace, role: "user" } });

    expect(await world.state()).toMatchObject({ kind: "intended", intent: { panda: { role: "user" } } });
    expect([...made(world), world.tags.made.size]).toEqual([0, 0, 0]);
  });

  test("An intent with an answered check by another user is left to a person, because that check may act late", async () => {
    const world = aWorld();
    const listed = world.panda.tasksNamed;
    world.panda.tasksNamed = () => Promise.reject(new Failure("PanDA cannot be reached.", anyWay));
    await world.run();
    expect(await world.kind()).toBe("checked");
    world.panda.tasksNamed = listed;

    await world.run({}, { panda: { ...world.setting.panda, userName: "Grace Hopper" } });

    expect(await world.state()).toMatchObject({
      kind: "needs-person",
      reason: "its user was Ada Lovelace when the submission was recorded and is Grace Hopper now",
    });
    expect(made(world)).toEqual([1, 0]);
  });

  test("An intent that may have been submitted by another user is left to a person", async () => {
    const world = await promised(aWorld());
    await writeLines(
      world,
      key,
      { event: "checking", owner: { run: "r", nonce: "n" } },
      { event: "rejected", reason: "a passing cause" },
      says("submit"),
      { event: "again", attempt: 2, reason: "by ada" },
    );

    await world.run({}, { panda: { ...world.setting.panda, role: "user" } });

    expect(await world.state()).toMatchObject({
      kind: "needs-person",
      reason: "its role was production when the submission was recorded and is user now",
    });
    expect(made(world)).toEqual([0, 0]);
  });
});

describe("tags of submissions", () => {
  test("A tag with other content is not overwritten: a conflict without any call", async () => {
    const world = await promised(aWorld());
    world.tags.made.set(name, "other content");

    await world.run();

    expect(await world.state()).toMatchObject({
      kind: "conflict",
      reason: `the git tag ${name} records other content`,
    });
    expect(made(world)).toEqual([0, 0]);
    expect(world.tags.made.get(name)).toBe("other content");
  });

  test("An existing git tag with the same content as the submission is accepted", async () => {
    const [first, world] = [aWorld(), await promised(aWorld())];
    await first.run();
    world.tags.made.set(name, first.tags.made.get(name) ?? "");

    await world.run();

    expect(await world.kind()).toBe("submitted");
  });

  test("A tag with an unreadable message is a conflict at the entry, and an outage stops the pass", async () => {
    const [unreadable, away] = [aWorld(), aWorld()];
    for (const { tags } of [unreadable, away]) tags.made.set(name, "x");
    const failing = (failure: Failure) => () => Promise.reject(failure);

    await unreadable.run({ tags: { ...unreadable.tags, message: failing(new Failure("the tag is odd", anyWay)) } });
    const stopped = away.run({ tags: { ...away.tags, message: failing(new Outage("GitHub is away", anyWay)) } });

    await expect(stopped).rejects.toThrow("GitHub is away");
    expect(await unreadable.state()).toMatchObject({ kind: "conflict", reason: "the tag is odd" });
    expect(await away.kind()).toBe("none");
  });

  test("The git tag of a submission is made once in a pass, before the check", async () => {
    const world = aWorld();
    const order: string[] = [];
    const create: World["tags"]["create"] = async (...args) => {
      order.push("tag");
      return world.tags.create(...args);
    };
    world.panda.onCheck = async () => {
      order.push("check");
      return { kind: "rejected", message: "no" };
    };

    await world.run({ tags: { ...world.tags, create } });

    expect(order).toEqual(["tag", "check"]);
  });
});

/** How many git tags there are when PanDA is asked for each check. */
const tagsAtChecks = ({ panda, tags }: World): readonly number[] => {
  const { onCheck } = panda;
  const counts: number[] = [];
  panda.onCheck = async (submissionRequest) => {
    counts.push(tags.made.size);
    return onCheck(submissionRequest);
  };
  return counts;
};

describe("many submissions", () => {
  const many = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        `productions/p${n}/production.yaml`,
        written({
          description: `number ${n}`,
          conditions: `number-${n}`,
          tag: { campaign: "sP26a", physics: "hfcharm", stage: `s${n}` },
        }),
      ]),
    );

  test("Many productions are submitted in waves of eight, each once", async () => {
    const files = many(9);
    const world = aWorld({
      "productions/conventions.yaml": await stagesOf(9),
      ...files,
    });
    const { words: messages, ledger } = wordsOfCommits(world.ledger);
    const tagsAtCheck = tagsAtChecks(world);

    const { submissions } = await world.run({ ledger });

    // Tags are made together, before the first wave.
    expect(tagsAtCheck).toEqual(Array.from({ length: 9 }, () => 9));
    expect(submissions.map(({ state }) => state.kind)).toEqual(Array.from({ length: 9 }, () => "submitted"));
    expect(submissions.map((one) => one.key)).toEqual(submissions.map((one) => one.key).toSorted());
    expect(made(world)).toEqual([9, 9]);
    const asked = messages.filter((message) => message.startsWith("Ask PanDA's check for "));
    expect(asked.map((message) => new Set(message.match(/[\w.-]+\/[\w.-]+\/\d+/g)).size)).toEqual([8, 1]);
  });

  test("Promises that an earlier pass left get their tags together too, before the first wave, although main has moved on", async () => {
    const world = aWorld({ "productions/conventions.yaml": await stagesOf(9), ...many(9) });
    await world.run(noTags(world));
    world.main.commit({ "README.md": "words" });
    const tagsAtCheck = tagsAtChecks(world);

    await world.run();

    expect([...tagsAtCheck, ...made(world)]).toEqual([...Array.from({ length: 9 }, () => 9), 9, 9]);
  });

  test("Many productions do not wait for one with a trouble", async () => {
    const world = aWorld({ "productions/conventions.yaml": await stagesOf(3), ...many(3) });
    const { onCheck } = world.panda;
    world.panda.onCheck = async (submissionRequest) => {
      if (submissionRequest.outDS.includes("s1")) throw new Failure("the check failed", anyWay);
      return onCheck(submissionRequest);
    };

    const { submissions, troubles } = await world.run();

    expect(submissions.map(({ state }) => state.kind)).toEqual(["submitted", "checking", "submitted"]);
    expect([...troubles.values()]).toEqual(["the check failed. Try again."]);
  });
});

describe("uploads", () => {
  const lines = ({ branch }: World): number => branch.commits.size;

  test("An upload that fails in every pass is a trouble without a ledger line and without a used attempt", async () => {
    const world = aWorld();
    const { onHold } = world.panda;
    world.panda.onHold = () => Promise.reject(new Outage("PanDA's cache cannot be read.", anyWay));
    await world.run();
    const before = lines(world);
    for (let n = 0; n < 3; n++) {
      const { troubles } = await world.run();
      expect([...troubles.values()]).toEqual(["PanDA's cache cannot be read. Try again."]);
    }
    expect(lines(world)).toBe(before);
    expect([await world.kind(), ...made(world)]).toEqual(["intended", 0, 0]);

    world.panda.onHold = onHold;
    await world.run();

    expect(await world.state()).toMatchObject({ kind: "submitted", attempt: 1 });
  });

  test("An archive for PanDA whose check PanDA accepted is not uploaded again", async () => {
    const world = aWorld();
    const { tasksNamed, calls } = world.panda;
    world.panda.tasksNamed = () => Promise.reject(new Failure("PanDA cannot be reached.", anyWay));
    await world.run();
    expect([await world.kind(), calls.hold.length]).toEqual(["checked", 1]);
    world.panda.tasksNamed = tasksNamed;

    await world.run();

    expect([await world.kind(), calls.hold.length]).toEqual(["submitted", 1]);
  });

  test("An archive that PanDA never accepts is the author's to correct, and no check is made", async () => {
    const world = aWorld();
    world.panda.onHold = async () => ({ kind: "rejected", message: "too large" });

    await world.run();

    expect(await world.state()).toMatchObject({ kind: "rejected", reason: "too large" });
    expect(made(world)).toEqual([0, 0]);
  });
});

/** The conventions of a world, with as many stages. */
const stagesOf = async (count: number): Promise<string> => {
  const world = aWorld();
  const { conventions } = await world.main.at(world.merged).production("productions/p");
  const stages = Array.from({ length: count }, (_, n) => `s${n}`).join(", ");
  return new TextDecoder().decode(conventions?.bytes).replace("signal, background", `signal, ${stages}, background`);
};
