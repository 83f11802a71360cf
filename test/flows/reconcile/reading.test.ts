import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { forPeople } from "../../../action/flows/reconcile/reconcile.ts";
import type { Snapshot } from "../../../action/ports/snapshot.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;

const other = "productions/q/production.yaml";
const bottom = { campaign: "sP26a", physics: "hfbottom", stage: "signal" };
const second = submissionKey("sP26a-hfbottom-signal", "1.0.0", 0);
const of = (version: string) => submissionKey(tag, version, 0);
const newer = (version: string, build: string) => ({ [file]: written({ version, build }) });

/** Main as git shows it, but for what a test changes of each commit. */
const seenThrough = ({ main }: World, change: (snapshot: Snapshot, commit: string) => Partial<Snapshot>) => ({
  main: {
    ...main,
    at: (commit: string): Snapshot => ({ ...main.at(commit), ...change(main.at(commit), commit) }),
  },
});
/** Today's judge refuses what stands in this folder. */
const refusing = (world: World, folder: string) =>
  seenThrough(world, (snapshot) => {
    const bytes = new TextEncoder().encode("schema: 1\n");
    return {
      all: async (folders) =>
        (await snapshot.all(folders)).map((source) => (source.folder === folder ? { ...source, bytes } : source)),
      production: async (one) => ({ ...(await snapshot.production(one)), ...(one === folder ? { bytes } : {}) }),
    };
  });
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

describe("a main that a person accepted", () => {
  test("asks about what runs and is not on it, although none of its commits touches that", async () => {
    const world = await forced();
    await accept(world);

    const { rewritten } = await world.run();

    expect(rewritten).toBeUndefined();
    expect(await asked(world)).toBe(`main does not hold ${tag} any more`);
  });

  test("is read from the accepted commit, which counts with all that was merged on top of it", async () => {
    const world = await forced();
    world.main.commit(newer("2.0.0", "ana.500"));
    await accept(world);
    world.main.commit(newer("3.0.0", "ana.501"));
    world.main.commit(newer("4.0.0", "ana.502"));

    await world.run();

    const kinds = await Promise.all(["2.0.0", "3.0.0", "4.0.0"].map((version) => world.kind(of(version))));
    expect(kinds).toEqual(["skipped", "skipped", "submitted"]);
    expect((await world.ledger.head()).cursor).toBe(await world.main.head());
  });

  test("is asked about again where it was pushed by force before it was read", async () => {
    const world = await forced();
    world.main.commit({ "README.md": "words" });
    const accepted = await accept(world);
    world.main.reset(`a${"1".padStart(39, "0")}`);
    world.main.commit(newer("2.0.0", "ana.500"));

    expect((await world.run()).rewritten).toBe(accepted);
    expect(await world.kind(of("2.0.0"))).toBe("none");
  });
});

describe("a pass", () => {
  test("notes how far it read also where main holds no production", async () => {
    const world = aWorld({ "README.md": "words" });

    await world.run();

    expect((await world.ledger.head()).cursor).toBe(await world.main.head());
  });

  test("says in every pass what is refused, and calls a person for what was not refused before", async () => {
    const world = aWorld({ [file]: written({ steps: {} }) });

    const [first, again] = [await world.run(), await world.run()];

    expect([first, again].map(({ problems }) => problems.length > 0)).toEqual([true, true]);
    expect([first, again].map(({ begun }) => [...begun.refused])).toEqual([[], ["productions/p"]]);
    expect([...forPeople(first).refused]).toEqual(["productions/p"]);
  });

  test("enters what the judge of today takes and that of yesterday refused, beside what its commit brought", async () => {
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

  test("The list of contents names what reconcile entered", async () => {
    const world = aWorld();

    await world.run();

    const contents = await world.ledger.contents(await world.ledger.head());
    expect(new TextDecoder().decode(contents)).toContain(key);
  });

  test("reads main again where it could not say what became of a submission", async () => {
    const world = aWorld();
    await world.run();
    await world.run();
    const head = world.main.commit({ [file]: undefined });
    const failing = seenThrough(world, ({ holding }, commit) => ({
      holding: async (folders) => {
        if (commit === head) throw new Failure("git does not answer", anyWay);
        return holding(folders);
      },
    }));
    expect((await world.run(failing)).troubles.get(key)).toBe("git does not answer. Try again.");
    expect((await world.ledger.head()).cursor).not.toBe(head);

    await world.run();

    expect(await asked(world)).toBe(`main does not hold ${tag} any more`);
  });
});
