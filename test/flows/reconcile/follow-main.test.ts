import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
type Files = Parameters<World["main"]["commit"]>[0];

const moved = "productions/q/production.yaml";
const kinds = (world: World, ...versions: readonly string[]): Promise<readonly StateKind[]> =>
  Promise.all(versions.map((version) => world.kind(submissionKey(tag, version, undefined))));
const made = ({ panda: { calls } }: World) => [calls.check.length, calls.submit.length];
const newer = (version: string, build: string, changes = {}): Files => ({
  [file]: written({ version, build, ...changes }),
});
/** One pass during which main moves, before a tag is made or while PanDA checks. */
const runWhile = (world: World, when: "tag" | "check", files: Files) => {
  let moves = 1;
  const move = (): void => {
    if (moves-- > 0) world.main.commit(files);
  };
  const { tags, panda } = world;
  const create: typeof tags.create = async (...args) => {
    if (when === "tag") move();
    return tags.create(...args);
  };
  const check: typeof panda.check = async (...args) => {
    if (when === "check") move();
    return panda.check(...args);
  };
  return world.run({ tags: { ...tags, create }, panda: { ...panda, check } });
};

describe("a change of main during a pass", () => {
  test.each([
    ["tag", 0],
    ["check", 1],
  ] as const)("A production that main drops at its %s is withdrawn, and no submit is called", async (when, checks) => {
    const world = aWorld();

    await runWhile(world, when, { [file]: undefined });

    expect(await world.state()).toMatchObject({ kind: "withdrawn", data: "keep" });
    expect(made(world)).toEqual([checks, 0]);
    await world.run();
    expect(made(world)).toEqual([checks, 0]);
  });

  test("A checked production that main drops is followed if a late call acts, and a person says keep or drop", async () => {
    const world = aWorld();
    await runWhile(world, "check", { [file]: undefined });
    const [submissionRequest] = world.panda.calls.check;
    if (submissionRequest !== undefined) world.panda.accept(submissionRequest);

    await world.run();
    await world.run();

    expect(await world.state()).toMatchObject({
      kind: "running",
      past: { leftMain: { reason: "a late call submitted it after main had dropped it" } },
    });
    expect(world.panda.calls.order).toEqual([]);
  });

  test.each(["tag", "check"] as const)(
    "A version that main replaces at its %s is not submitted, and the newer one is",
    async (when) => {
      const world = aWorld();

      await runWhile(world, when, newer("2.0.0", "ana.500"));
      await world.run();

      expect(await kinds(world, "1.0.0", "2.0.0")).toEqual(["superseded", "submitted"]);
      expect(made(world)[1]).toBe(1);
    },
  );
});

test("When main cannot be read before a call, the check's answer is kept, and the call is made by the next pass", async () => {
  const world = aWorld();
  let asked = 0;
  const head = async (): Promise<string> => {
    if (++asked === 3) throw new Failure("The remote cannot be read.", anyWay);
    return world.main.head();
  };

  const { troubles } = await world.run({ main: { ...world.main, head } });

  expect([...troubles]).toEqual([[key, "The remote cannot be read. Try again."]]);
  expect([await world.kind(), ...made(world)]).toEqual(["checked", 1, 0]);
  await world.run();
  expect([await world.kind(), ...made(world)]).toEqual(["submitted", 1, 1]);
});

describe("a change of main between two passes", () => {
  test.each([file, moved])(
    "A running production that main dropped asks a person once, and not any more after main got the production back as %s",
    async (back) => {
      const world = aWorld();
      await world.run();
      world.main.commit({ [file]: undefined });

      await world.run();
      const asked = await world.state();
      world.main.commit({ "README.md": "words" });
      await world.run();

      expect(asked).toMatchObject({
        kind: "running",
        past: { leftMain: { reason: `main does not hold ${tag} any more` } },
      });
      expect((await world.state()) as unknown).toMatchObject({ past: { leftMain: expect.anything() } });
      world.main.commit({ [back]: written() });
      await world.run();
      expect(await world.state()).toMatchObject({ kind: "running", past: { leftMain: undefined } });
    },
  );
});
