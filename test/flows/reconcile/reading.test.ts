import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { intentIn } from "../../../action/core/ledger/intent-in.ts";
import { contentsAt } from "../../../action/flows/ledger-access/made-lists.ts";
import { forPeople } from "../../../action/flows/reconcile/reconcile.ts";
import { refusing } from "./a-scene.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

const other = "productions/q/production.yaml";
const bottom = { campaign: "sP26a", physics: "hfbottom", stage: "signal" };
const second = submissionKey("sP26a-hfbottom-signal", "1.0.0", undefined);

const asked = async (world: World): Promise<string | undefined> => {
  const state = await world.state();
  return "past" in state ? state.past.leftMain?.reason : undefined;
};
/** What a person writes who accepts main as it stands. */
const accept = async ({ main, ledger }: World): Promise<string> => {
  const head = await main.head();
  await ledger.append(
    await ledger.head(),
    [{ event: "main-accepted", head, by: "ada", id: "1", at: "2026-03-01T10:00:00Z" }],
    [],
    "a person",
  );
  return head;
};
/** One production runs, and main was pushed by force to its very first commit. */
const forced = async (): Promise<World> => {
  const world = aWorld();
  await world.run();
  await world.run();
  world.main.reset(`a${"1".padStart(39, "0")}`);
  return world;
};

describe("an accepted main", () => {
  test("A running production that is missing on an accepted main asks a person, although no commit touches its folder", async () => {
    const world = await forced();
    await accept(world);

    const { rewritten } = await world.run();

    expect(rewritten).toBeUndefined();
    expect(await asked(world)).toBe(`main does not hold ${tag} any more`);
  });
});

describe("readings of main", () => {
  test("A reconcile pass records how far main was read, also where main holds no production", async () => {
    const world = aWorld({ "README.md": "words" });

    await world.run();

    expect((await world.ledger.head()).cursor).toBe(await world.main.head());
  });

  test("A reconcile pass reports every refused request, and calls a person for newly refused ones", async () => {
    const world = aWorld({ [file]: written({ steps: {} }) });

    const [first, again] = [await world.run(), await world.run()];

    expect([first, again].map(({ problems }) => problems.length > 0)).toEqual([true, true]);
    expect([first, again].map(({ begun }) => [...begun.refused])).toEqual([[], ["productions/p"]]);
    expect([...forPeople(first).refused]).toEqual(["productions/p"]);
  });

  test("A reconcile pass enters requests that today's validation accepts and an earlier one refused, together with new ones", async () => {
    const world = aWorld({ [file]: written(), [other]: written({ tag: bottom, conditions: "other" }) });
    await world.run(refusing(world, "productions/q"));
    expect([await world.kind(), await world.kind(second)]).toEqual(["submitted", "none"]);

    await world.run();

    const head = await world.ledger.head();
    expect([await world.kind(second), head.refused]).toEqual(["submitted", []]);
    expect((await world.ledger.broughtBy(head, world.merged)).toSorted()).toEqual([second, key]);
    await world.run(refusing(world, "productions/q"));
    expect((await world.ledger.head()).refused).toEqual([]);
  });

  test("The list of contents names the versions that reconcile entered", async () => {
    const world = aWorld();

    await world.run();

    const intent = intentIn((await world.ledger.read(await world.ledger.head(), [key])).get(key) ?? []);
    const digest = intent?.contentDigest ?? "";
    const contents = await contentsAt({ ledger: world.ledger, head: await world.ledger.head() }, [digest]);
    expect(contents.get(digest)).toEqual([key]);
  });
});
