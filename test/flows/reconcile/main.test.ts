import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { asksForPerson, forPeople } from "../../../action/flows/reconcile/reconcile.ts";
import { noTags } from "./a-scene.ts";
import { aWorld, file, key, tag, wordsOfCommits, written } from "./a-world.ts";

describe("main", () => {
  test("A force-pushed main submits nothing until a person accepts main, including earlier intents", async () => {
    const world = aWorld();
    const early = await world.main.head();
    await world.run(noTags(world));
    world.main.commit({ "README.md": "words" });
    await world.run(noTags(world));
    const processed = await world.main.head();
    world.main.reset(early);
    expect(await world.kind()).toBe("intended");

    const done = await world.run();

    expect(done).toMatchObject({ rewritten: processed, problems: [], would: [] });
    expect([asksForPerson(done), forPeople(done).rewritten]).toEqual([true, true]);
    expect(await world.kind()).toBe("intended");
    expect([world.panda.calls.check, world.panda.calls.submit, [...world.tags.made]]).toEqual([[], [], []]);
    expect(await world.run({}, { dryRun: true })).toMatchObject({ rewritten: processed });
  });

  test("A force push to main during a pass prevents calls of this pass, and the next pass asks a person", async () => {
    const world = aWorld();
    const early = await world.main.head();
    world.main.commit({ "README.md": "words" });
    const create = world.tags.create;
    const tags = {
      ...world.tags,
      create: async (...args: Parameters<typeof create>) => {
        world.main.reset(early);
        return create(...args);
      },
    };

    await expect(world.run({ tags }).then(({ troubles }) => [...troubles.values()].join())).resolves.toContain(
      "force-pushed",
    );

    expect([await world.kind(), world.panda.calls.check.length]).toEqual(["intended", 0]);
    expect((await world.run()).rewritten).toBeDefined();
  });

  test("Submitted content under another tag on main is a problem, although the first has left main", async () => {
    const other = "productions/q/production.yaml";
    const again = written({ tag: { campaign: "sP26b", physics: "hfcharm", stage: "signal" } });
    const world = aWorld();
    await world.run();
    world.main.commit({ [file]: undefined, [other]: again });

    const { problems } = await world.run();

    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      `same-content: This has the same content as ${tag} 1.0.0, which was submitted and is on the ledger.`,
    ]);
    expect(world.panda.calls.submit).toHaveLength(1);
  });

  test("Each reading of main is recorded in words, with what each commit brought, and not repeated without changes", async () => {
    const bottom = { campaign: "sP26a", physics: "hfbottom", stage: "signal" };
    const world = aWorld({
      [file]: written(),
      "productions/q/production.yaml": written({ tag: bottom, build: "ana.500", submit: "hold" }),
    });
    const { words, ledger } = wordsOfCommits(world.ledger);
    const run = () => {
      words.splice(0);
      return world.run({ ledger });
    };
    const other = submissionKey("sP26a-hfbottom-signal", "1.0.0", undefined);

    expect((await run()).skipped).toEqual([]);
    expect(words[0]).toBe(`Enter ${key}, ${other}`);
    expect((await world.ledger.broughtBy(await world.ledger.head(), world.merged)).toSorted()).toEqual([other, key]);
    world.main.commit({ "README.md": "words" });
    await run();
    expect(words[0]).toBe(`Read main; Seen at PanDA: ${key}`);
    world.main.commit({ "productions/q/production.yaml": undefined });
    await run();
    expect(words[0]).toBe(`Main has changed: ${other}`);
    world.main.commit({ [file]: written({ steps: {} }) });
    await run();
    await run();
    const { branch } = world;
    const before = branch.head;
    await run();
    expect([branch.head, words]).toEqual([before, []]);
  });
});
