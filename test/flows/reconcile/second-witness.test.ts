import { describe, expect, test } from "vitest";
import { Failure, RepositoryOutage, RepositoryRefusal } from "../../../action/core/problems/failure.ts";
import { recordCommand } from "../../../action/flows/commands/record-command.ts";
import { asksForPerson } from "../../../action/flows/reconcile/reconcile.ts";
import type { TagList } from "../../../action/ports/tags.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { beginFakeLedger } from "../../fakes/fake-ledger.ts";
import { noting } from "../../fakes/noting.ts";
import { aWorld, key, tag, user } from "./a-world.ts";

const name = `production/${tag}/1.0.0`;

const say = async ({ ledger, ports }: ReturnType<typeof aWorld>, id: string): Promise<void> =>
  void (await recordCommand({ ledger, clock: ports.clock }, { verb: "submit", by: user, id, reason: "" }, [key]));

describe("refused tags", () => {
  const refusing = (world: ReturnType<typeof aWorld>, failure: Failure) => ({
    tags: { ...world.tags, create: () => Promise.reject(failure) },
  });

  test("A git tag that the remote refuses waits for a person, with the reason and the way to go on", async () => {
    const world = aWorld();
    const refusal = new RepositoryRefusal("The remote refused the tag.", { wayOut: "Its rules must allow it." });

    const { troubles } = await world.run(refusing(world, refusal));

    expect(await world.state()).toMatchObject({
      kind: "held",
      reason: "The remote refused the tag. Its rules must allow it. Then `/shrek submit` goes on.",
    });
    expect([...troubles]).toEqual([]);
    expect(world.panda.calls.check).toEqual([]);
  });

  test("A git tag that the remote refuses is reported once, and a word to submit leads to one more try", async () => {
    const world = aWorld();
    const refusal = new RepositoryRefusal("The remote refused the tag.", { wayOut: "Its rules must allow it." });
    await world.run(refusing(world, refusal));
    const triedBy = async (id: string): Promise<readonly [unknown, boolean]> => {
      await say(world, id);
      const { head } = world.branch;
      await world.run(refusing(world, refusal));
      const after = world.branch.head;
      for (let pass = 0; pass < 3; pass++) await world.run(refusing(world, refusal));
      return [await world.kind(), after !== head && world.branch.head === after];
    };

    expect(await triedBy("1")).toEqual(["held", true]);
    expect(await triedBy("2")).toEqual(["held", true]);

    // The remote allows it now: only a new word goes on.
    await world.run();
    expect(await world.kind()).toBe("held");
    await say(world, "3");
    await world.run();
    expect(await world.kind()).toBe("submitted");
  });

  test("A git tag of a submission that could not be made is tried again by the next pass", async () => {
    const world = aWorld();

    const { troubles } = await world.run(refusing(world, new RepositoryOutage("GitHub is away.", anyWay)));

    expect([...troubles]).toEqual([[key, "GitHub is away. Try again."]]);
    expect(await world.kind()).toBe("intended");
    await world.run();
    expect(await world.kind()).toBe("submitted");
  });
});

describe("tags without entries", () => {
  test("A git tag without an entry that holds an intent of this ledger ends the pass before any question or write", async () => {
    const world = aWorld();
    await world.run();
    beginFakeLedger(world.branch);
    world.branch.commits.set(world.branch.head ?? "", new Map(first(world)));
    const { head } = world.branch;

    await expect(world.run()).rejects.toMatchObject({
      message: expect.stringContaining(`The ledger has lost entries: it has none for the tag ${name}`),
      wayOut: "`shrek ledger rebuild` restores what the tags know; nothing is submitted until then.",
    });
    await expect(world.run({}, { dryRun: true })).rejects.toBeInstanceOf(Failure);

    expect(world.branch.head).toBe(head);
    expect(world.panda.calls.check).toHaveLength(1);
  });

  test.each<[string, (promised: string) => string | undefined]>([
    ["somebody made", () => "by hand"],
    ["another ledger promised", (promised) => promised.replace("0a1b2c3d", "ffffffff")],
    ["has no message, for it is not annotated,", () => ""],
    ["is gone by now", () => undefined],
  ])("A git tag without an entry that %s says nothing about the ledger", async (_, messageOf) => {
    const world = aWorld();
    await world.run();
    const other = "production/other/1.0.0";
    const message = messageOf(world.tags.made.get(name) ?? "");
    world.tags.made.set(other, message ?? "");
    const { names, messages } = await world.tags.list();
    const answered: TagList["messages"] = async (some) =>
      new Map([...(await messages(some))].filter(([one]) => one !== other || message !== undefined));

    await world.run({ tags: { ...world.tags, list: async () => ({ names, messages: answered }) } });

    expect(await world.kind()).toBe("running");
  });
});

test("Git tags without entries are asked about in one question, however many another ledger has made", async () => {
  const world = aWorld();
  await world.run();
  const promised = (world.tags.made.get(name) ?? "").replace("0a1b2c3d", "ffffffff");
  const others = Array.from({ length: 300 }, (_, n) => `production/other${n}/1.0.0`);
  for (const other of others) world.tags.made.set(other, promised);
  const { names, messages: answer } = await world.tags.list();
  const messages = noting(answer);
  const message = () => Promise.reject(new Error("asked about one alone"));

  await world.run({ tags: { ...world.tags, list: async () => ({ names, messages }), message } });

  expect(messages.calls).toEqual([[others], [[name]]]);
  expect(await world.kind()).toBe("running");
});

describe("unreadable tag messages", () => {
  const asking = (world: ReturnType<typeof aWorld>, messages: TagList["messages"]) => {
    world.tags.made.set("production/other/1.0.0", "x");
    return { tags: { ...world.tags, list: async () => ({ ...(await world.tags.list()), messages }) } };
  };

  test("A git tag without an entry whose message cannot be read now ends the pass", async () => {
    const world = aWorld();

    const run = world.run(asking(world, () => Promise.reject(new RepositoryOutage("GitHub is away.", anyWay))));

    await expect(run).rejects.toThrow("GitHub is away.");
    expect(await world.kind()).toBe("none");
  });
});

describe("tags of new entries", () => {
  const entering = (message: () => Promise<string | undefined>) => {
    const world = aWorld();
    return { world, run: () => world.run({ tags: { ...world.tags, names: async () => [name], message } }) };
  };

  test("A git tag of a new entry that was deleted meanwhile counts as absent", async () => {
    const { world, run } = entering(async () => undefined);

    await run();

    expect(await world.kind()).toBe("submitted");
  });

  test("A git tag of a new entry that cannot be read now lets nothing enter, and is reported", async () => {
    const { world, run } = entering(() => Promise.reject(new RepositoryOutage("GitHub is away.", anyWay)));

    expect((await run()).postponed).toEqual(["What was merged waits: GitHub is away."]);
    expect(await world.kind()).toBe("none");
  });
});

/** The files with which the ledger began. */
const first = ({ branch }: ReturnType<typeof aWorld>) => branch.commits.get("1".padStart(40, "0")) ?? new Map();

test("A reconcile pass lists the git tags once, also where new versions enter", async () => {
  const world = aWorld();
  const names = noting(world.tags.names);

  await world.run({ tags: { ...world.tags, names } });

  expect([names.calls.length, await world.kind()]).toEqual([1, "submitted"]);
});

describe("tags of submissions", () => {
  test.each([
    ["deleted", (made: Map<string, string>) => made.delete(name), `the tag ${name} is gone`],
    ["moved to another promise", (made: Map<string, string>) => made.set(name, "x"), `the tag ${name} does not hold`],
  ])(
    "A git tag of a submission that a person %s is reported in each pass, which fails but does everything else",
    async (_, change, why) => {
      const world = aWorld();
      const quiet = await world.run();
      change(world.tags.made);

      const [first, second] = [await world.run(), await world.run()];

      expect([quiet.moved, asksForPerson(quiet)]).toEqual([[], false]);
      for (const pass of [first, second])
        expect([pass.moved, asksForPerson(pass)]).toEqual([[expect.stringContaining(why)], true]);
      expect(await world.kind()).toBe("running");
    },
  );
});
