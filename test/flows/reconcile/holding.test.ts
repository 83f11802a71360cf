import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import type { Snapshot } from "../../../action/ports/snapshot.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
type Files = Parameters<World["main"]["commit"]>[0];

const conventions = readFileSync(new URL("../../requests/conventions.yaml", import.meta.url), "utf8");
const nested = "productions/conventions.yaml";
const other = "productions/q/production.yaml";
const physics = (name: string) => ({ campaign: "sP26a", physics: name, stage: "signal" });
const variants = (...names: readonly string[]): string =>
  written({
    steps: { simulate: aStep({ parameters: { flavor: "none" } }) },
    variants: names.map((name) => ({ tag: { physics: name }, parameters: { flavor: name } })),
  });
const sharing = (shared: string): string => written({ steps: { simulate: aStep({ resources: [shared] }) } });

/** Promised, and the pass ended before anything was called. */
const promised = async (files: Files): Promise<World> => {
  const world = aWorld(files);
  const create = async (): Promise<never> => {
    throw new Failure("git does not answer", anyWay);
  };
  await world.run({ tags: { ...world.tags, create } });
  expect(await world.kind()).toBe("intended");
  return world;
};
const running = async (files: Files): Promise<World> => {
  const world = aWorld(files);
  await world.run();
  await world.run();
  expect(await world.kind()).toBe("running");
  return world;
};
const asked = async (world: World): Promise<string | undefined> => {
  const state = await world.state();
  return "past" in state ? state.past.leftMain?.reason : undefined;
};
/** Main as git shows it, but for what a test changes of each commit. */
const seenThrough = ({ main }: World, change: (snapshot: Snapshot, commit: string) => Partial<Snapshot>) => ({
  main: {
    ...main,
    at: (commit: string): Snapshot => ({ ...main.at(commit), ...change(main.at(commit), commit) }),
  },
});

describe("a running production", () => {
  test("A running production that is on main as recorded is not validated again, although main differed in between", async () => {
    const world = await running({ [file]: written() });
    world.main.commit({ [file]: written({ version: "2.0.0", build: "ana.500" }) });
    const head = world.main.commit({ [file]: written() });
    const found: string[] = [];
    const ports = seenThrough(world, ({ holding }, commit) => ({
      holding: async (folders) => {
        if (commit === head) found.push(...folders);
        return holding(folders);
      },
    }));

    await world.run(ports);

    expect(found).toEqual([]);
    expect(await asked(world)).toBeUndefined();
  });

  test.each<[string, Files, Files]>([
    [
      "a file that it shares has changed",
      { [file]: sharing("shared:a.sh"), "productions/_shared/a.sh": "true\n" },
      { "productions/_shared/a.sh": "false\n" },
    ],
    [
      "a file that it shares by conventions at the top has changed",
      {
        [file]: sharing("shared:a.sh"),
        "_shared/a.sh": "true\n",
        [nested]: undefined,
        "conventions.yaml": conventions,
      },
      { "_shared/a.sh": "false\n" },
    ],
    [
      "a file of its own has changed",
      { [file]: sharing("a.sh"), "productions/p/a.sh": "true\n" },
      { "productions/p/a.sh": "false\n" },
    ],
  ])("A running production asks a person when %s under the same version", async (_, files, changes) => {
    const world = await running(files);
    world.main.commit(changes);

    await world.run();

    expect(await asked(world)).toBe(`main holds other content as ${tag} 1.0.0`);
  });

  test("A running production is validated again where git cannot list its file names, then or now", async () => {
    for (const fails of ["then", "now"]) {
      const world = await running({ [file]: written() });
      world.main.commit({ "README.md": "words" });
      await world.run();
      const head = world.main.commit({ [file]: written({ build: "ana.500" }) });
      const ports = seenThrough(world, ({ ids }, commit) => ({
        ids: {
          ...ids,
          all: async () => {
            if ((commit === head) === (fails === "now")) throw new Failure("git does not answer", anyWay);
            return ids.all();
          },
        },
      }));

      const { troubles } = await world.run(ports);

      expect([...troubles.values()]).toEqual([]);
      expect(await asked(world)).toBe(`main holds other content as ${tag} 1.0.0`);
    }
  });
});

describe("a recorded production", () => {
  test("A recorded version whose folder has a newer version is superseded, although a copy is on main", async () => {
    const world = await promised({ [file]: written() });
    world.main.commit({ [file]: written({ version: "2.0.0", build: "ana.500" }), [other]: written() });

    await world.run();

    expect(await world.kind()).toBe("superseded");
    expect(world.panda.calls.submit.map(({ outDS }) => outDS)).toEqual([expect.stringContaining(".v2.0.0.")]);
  });

  test.each([
    ["request of its tag", written({ steps: {} })],
    ["request with its tag among its variants", variants("minbias", "hfcharm").replace('"run":"make\\n"', '"run":1')],
  ])(
    "A recorded production waits while a refused %s is in its folder, although a copy is elsewhere",
    async (_, refused) => {
      const world = await promised({ [file]: written() });
      world.main.commit({ [file]: refused, [other]: written() });

      const { troubles } = await world.run();

      expect(troubles.get(key)).toContain("that main holds now is refused");
      expect(await world.kind()).toBe("intended");
      expect(world.panda.calls.check).toEqual([]);
    },
  );

  test("A recorded production is withdrawn when a refused request of another tag replaces the one in its folder", async () => {
    const world = await promised({ [file]: written() });
    world.main.commit({ [file]: written({ steps: {}, tag: physics("minbias") }) });

    await world.run();

    expect(await world.kind()).toBe("withdrawn");
  });

  test("A recorded variant is withdrawn when the request loses that variant and keeps another", async () => {
    const world = await promised({ [file]: variants("hfcharm", "minbias") });
    world.main.commit({ [file]: variants("minbias") });

    await world.run();

    expect(await world.kind()).toBe("withdrawn");
    expect(await world.kind(submissionKey("sP26a-minbias-signal", "1.0.0", undefined))).toBe("submitted");
  });

  test("A recorded variant is found when its request moves to another folder", async () => {
    const world = await promised({ [file]: variants("minbias", "hfcharm") });
    world.main.commit({ [file]: undefined, [other]: variants("minbias", "hfcharm") });

    await world.run();

    expect(await world.kind()).toBe("submitted");
  });

  test.each([
    ["beside it", {}],
    ["at the top", { [nested]: undefined, "conventions.yaml": conventions }],
  ])(
    "A recorded production that today's validation refuses on an unchanged main is left to a person: conventions %s",
    async (_, place) => {
      const world = await promised({ [file]: written(), ...place });
      const bytes = new TextEncoder().encode("schema: 1\n");
      const ports = seenThrough(world, (snapshot) => ({
        all: async (folders) => (await snapshot.all(folders)).map((source) => ({ ...source, bytes })),
        production: async (folder) => ({ ...(await snapshot.production(folder)), bytes }),
      }));

      await world.run(ports);

      expect(await world.state()).toMatchObject({
        kind: "needs-person",
        reason: "the request does not pass the current checks any more",
      });
    },
  );
});
