import { expect, test } from "vitest";
import { type SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { reader, reads } from "./a-read-world.ts";
import { finish, noTags, writeLines } from "./a-scene.ts";
import { aWorld, file, key, wordsOfCommits, written } from "./a-world.ts";

const other = "productions/q/production.yaml";

/** A world, and the words of each commit that a pass makes. */
const talking = (files: Parameters<typeof aWorld>[0] = { [file]: written() }) => {
  const world = aWorld(files);
  const run = async (change: Parameters<typeof world.run>[0] = {}): Promise<readonly string[]> => {
    const { words, ledger } = wordsOfCommits(world.ledger);
    await world.run({ ledger, ...change });
    return words;
  };
  const write = (...events: readonly SubmissionEvent[]) => writeLines(world, key, ...events);
  return { world, run, write };
};

test("The messages of ledger commits say what each submission does", async () => {
  const { world, run } = talking({ [file]: written(), [other]: reads() });

  expect(await run()).toEqual([
    `Enter ${key}, ${reader}; Inputs of ${reader}`,
    `Ask PanDA's check for ${key}`,
    `Checked ${key}`,
    `PanDA's answers for ${key}`,
  ]);
  expect(await run()).toEqual([`Seen at PanDA: ${key}`]);
  finish(world);
  expect((await run())[0]).toBe(`Seen at PanDA: ${key}; Inputs of ${reader}, ${key}`);
});

test("A change of main before a check is named in the ledger commit where no check is left", async () => {
  const { world, run } = talking();
  const { tags } = world;
  const create: typeof tags.create = async (...args) => {
    world.main.commit({ [file]: undefined });
    return tags.create(...args);
  };

  expect(await run({ tags: { ...tags, create } })).toEqual([`Enter ${key}`, `Main: ${key}`]);
});

test("A renewed intent is named in the message of its ledger commit", async () => {
  const { world, run } = talking();
  await run(noTags(world));
  const { words, ledger } = wordsOfCommits(world.ledger);

  await world.run({ ledger }, { panda: { ...world.setting.panda, role: "user" } });

  expect(words).toContain(`Intend anew ${key}`);
});
