import { expect, test } from "vitest";
import { type Asking, all, ask, orFailed } from "../../../action/core/pass/asking.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { beginGathering, run } from "../../../action/flows/reconcile/gather.ts";
import type { MainBranch } from "../../../action/ports/main-branch.ts";
import type { Snapshot } from "../../../action/ports/snapshot.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { aWorld } from "./a-world.ts";

/** A world whose PanDA gives other tasks each time, and what was asked of it and of git. */
const counting = () => {
  const { ports } = aWorld();
  const asked: string[] = [];
  const gathering = beginGathering({
    ...ports,
    panda: {
      ...ports.panda,
      tasksNamed: async (names) => {
        asked.push(`tasks ${names.join()}`);
        return [];
      },
    },
    watch: {
      ...ports.watch,
      jobsOf: async (task) => {
        asked.push(`jobs ${task}`);
        return [];
      },
    },
    main: {
      ...ports.main,
      merged: async (commit) => {
        asked.push(`merged ${commit}`);
        if (commit === "lost") throw new Failure("git has no such commit.", { wayOut: "Fetch it." });
        return { base: `before ${commit}`, paths: [] };
      },
    },
  });
  return { asked, gathering };
};

const tasks = (...names: readonly string[]) => ask({ ask: "tasks", names, userName: "ada" });
function* baseOf(commit: string): Asking<string | undefined> {
  return (yield* ask({ ask: "merged", commit }))?.base;
}

test("A question that was asked in the same words is answered from memory", async () => {
  const { asked, gathering } = counting();

  expect(await run({ gathering }, all([baseOf("a"), baseOf("b"), baseOf("a")]))).toEqual([
    "before a",
    "before b",
    "before a",
  ]);
  await run({ gathering }, all([tasks("x"), tasks("x", "y"), tasks("x")]));
  expect(asked).toEqual(["merged a", "merged b", "tasks x", "tasks x,y"]);
});

test("Anew, PanDA is asked again, and git is not", async () => {
  const { asked, gathering } = counting();

  for (const each of [gathering, gathering.anew()]) await run({ gathering: each }, all([tasks("x"), tasks("x")]));
  for (const each of [gathering, gathering.anew()]) await run({ gathering: each }, baseOf("a"));
  expect(asked).toEqual(["tasks x", "tasks x", "merged a"]);
});

test("Jobs, which would fill the memory, are asked each time", async () => {
  const { asked, gathering } = counting();

  for (let time = 0; time < 2; time++) await run({ gathering }, ask({ ask: "jobs", task: 5, which: "unsuccessful" }));
  expect(asked).toEqual(["jobs 5", "jobs 5"]);
});

test("A question that a decision asks anew is asked once each time that the pass looks", async () => {
  const { asked, gathering } = counting();
  const merged = () => ask({ ask: "merged", commit: "a", anew: true });

  for (const each of [gathering, gathering.anew()]) await run({ gathering: each }, all([merged(), merged()]));
  expect(asked).toEqual(["merged a", "merged a"]);
});

test("A Failure is thrown where the decision asked, and a bug ends it", async () => {
  const { gathering } = counting();

  const [lost, found] = await run({ gathering }, all([orFailed(baseOf("lost")), orFailed(baseOf("a"))]));
  expect([lost instanceof Failure, found]).toEqual([true, "before a"]);
  await expect(run({ gathering }, baseOf("lost"))).rejects.toThrow("no such commit");
  await expect(run({ gathering }, orFailed(ask({ ask: "permission", login: "ada", asOf: "now" })))).rejects.toThrow(
    "no GitHub",
  );
});

const folders = ["productions/a", "productions/b"];
/** Reads of main with both folders, and what they ask git for. */
const readings = (readAll?: Snapshot["all"]) => {
  const main = fakeMain();
  const head = main.commit(Object.fromEntries(folders.map((folder) => [`${folder}/production.yaml`, "{"])));
  const asked: string[] = [];
  const at: MainBranch["at"] = (commit) => {
    const snapshot = main.at(commit);
    return {
      ...snapshot,
      all: async (wanted) => {
        asked.push("all");
        return (readAll ?? snapshot.all)(wanted);
      },
      production: async (folder) => {
        asked.push(folder);
        return snapshot.production(folder);
      },
    };
  };
  const gathering = beginGathering({ ...aWorld().ports, main: { ...main, at } });
  const sources = () => run({ gathering }, all(folders.map((folder) => ask({ ask: "production", at: head, folder }))));
  return { asked, sources };
};

test("The production folders of one commit are read together, once, and each on its own", async () => {
  const { asked, sources } = readings();

  expect((await sources()).map(({ folder }) => folder)).toEqual(folders);
  expect(asked).toEqual(["all"]);
});

test("Where one production folder of a commit cannot be read, each is read separately, and a bug is no such case", async () => {
  const failing = (error: Error) => readings(() => Promise.reject(error));
  const { asked, sources } = failing(new Failure("b cannot be fetched", { wayOut: "Wait." }));

  expect((await sources()).map(({ folder }) => folder)).toEqual(folders);
  expect(asked).toEqual(["all", ...folders]);
  await expect(failing(new Error("a bug")).sources()).rejects.toThrow("a bug");
});
