import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { StateKind } from "../../../action/core/submission/state.ts";
import { wouldLine } from "../../../action/core/view/status/would.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { finish, noTags } from "./a-scene.ts";
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

  test("A version that main replaces by an older one is withdrawn before its call", async () => {
    const world = aWorld();
    await world.run();
    world.main.commit(newer("2.0.0", "ana.500"));

    await runWhile(world, "tag", { [file]: written() });

    expect(await kinds(world, "1.0.0", "2.0.0")).toEqual(["running", "withdrawn"]);
    expect(made(world)).toEqual([1, 1]);
  });
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

  test("A running production whose folder moves asks no person", async () => {
    const world = aWorld();
    await world.run();
    world.main.commit({ [file]: undefined, [moved]: written() });

    await world.run();

    expect(await world.state()).toMatchObject({ kind: "running", past: { leftMain: undefined } });
  });

  test("A dry run reports what a change of main between two passes means", async () => {
    const world = aWorld();
    await world.run(noTags(world));
    world.main.commit({ [file]: undefined, [moved]: written({ version: "2.0.0", build: "ana.500", submit: "never" }) });

    const { would } = await world.run({}, { dryRun: true });

    expect(would.map(wouldLine)).toEqual([
      `${key}: superseded`,
      `${submissionKey(tag, "2.0.0", undefined)}: enter as skipped, the request says submit: never`,
    ]);
    expect([await world.kind(), ...made(world)]).toEqual(["intended", 0, 0]);
  });
});

describe("older versions", () => {
  test("An older version that PanDA refused ends when the newer one is at PanDA, and not before", async () => {
    const world = aWorld();
    const accepts = world.panda.onCheck;
    world.panda.onCheck = async () => ({ kind: "rejected", message: "no such option" });
    await world.run();
    world.panda.onCheck = accepts;
    world.main.commit(newer("2.0.0", "ana.500", { submit: "hold" }));
    await world.run();
    expect(await kinds(world, "1.0.0", "2.0.0")).toEqual(["rejected", "held"]);
    world.main.commit(newer("3.0.0", "ana.501"));

    const { submissions } = await world.run();

    expect(await kinds(world, "1.0.0", "2.0.0", "3.0.0")).toEqual(["superseded", "superseded", "submitted"]);
    expect(submissions.map(({ state }) => state.kind)).toEqual(["superseded", "superseded", "submitted"]);
  });

  test("A version named under supersedes is superseded when the newer one is done, and not before", async () => {
    const world = aWorld();
    await world.run();
    finish(world);
    await world.run();
    world.main.commit(newer("2.0.0", "ana.500", { supersedes: ["1.0.0"] }));
    await world.run();
    expect(await kinds(world, "1.0.0", "2.0.0")).toEqual(["done", "submitted"]);
    await world.run();
    expect(await kinds(world, "1.0.0", "2.0.0")).toEqual(["done", "running"]);
    finish(world);

    await world.run();

    expect(await kinds(world, "1.0.0", "2.0.0")).toEqual(["superseded", "done"]);
    expect(await world.state()).toMatchObject({ reason: `by ${tag} 2.0.0` });
  });
});
