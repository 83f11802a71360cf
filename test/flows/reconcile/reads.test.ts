import { expect, test } from "vitest";
import { all, type Reads } from "../../../action/core/pass/reads.ts";
import { Failure, orFailure } from "../../../action/core/problems/failure.ts";
import { beginReads } from "../../../action/flows/reconcile/reads.ts";
import type { MainBranch } from "../../../action/ports/main-branch.ts";
import type { Snapshot } from "../../../action/ports/snapshot.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { aWorld } from "./a-world.ts";

/** A world whose PanDA gives other tasks each time, and what was asked of it and of git. */
const counting = () => {
  const { ports } = aWorld();
  const asked: string[] = [];
  const reads = beginReads({
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
  return { asked, reads };
};

const tasks = ({ panda }: Reads, ...names: readonly string[]) => panda.tasksNamed(names, "ada");
const baseOf = async ({ git }: Reads, commit: string): Promise<string | undefined> => (await git.merged(commit))?.base;

test("A question that was asked in the same words is answered from memory", async () => {
  const { asked, reads } = counting();

  expect(await all([baseOf(reads, "a"), baseOf(reads, "b"), baseOf(reads, "a")])).toEqual([
    "before a",
    "before b",
    "before a",
  ]);
  await all([tasks(reads, "x"), tasks(reads, "x", "y"), tasks(reads, "x")]);
  expect(asked).toEqual(["merged a", "merged b", "tasks x", "tasks x,y"]);
});

test("Where reads begin again, PanDA is asked again, and git is not", async () => {
  const { asked, reads } = counting();

  for (const each of [reads, reads.again()]) await all([tasks(each, "x"), tasks(each, "x")]);
  for (const each of [reads, reads.again()]) await baseOf(each, "a");
  expect(asked).toEqual(["tasks x", "tasks x", "merged a"]);
});

test("Jobs, which would fill the memory, are asked each time", async () => {
  const { asked, reads } = counting();

  for (let time = 0; time < 2; time++) await reads.panda.jobsOf(5, "unsuccessful");
  expect(asked).toEqual(["jobs 5", "jobs 5"]);
});

test("People are asked once while main has one head, and again each time that the pass asks of now", async () => {
  const asked: string[] = [];
  const permission = async (login: string) => (asked.push(login), "write" as const);
  const reads = beginReads({ ...aWorld().ports, people: { permission } as never });
  for (const each of [reads, reads.again()])
    for (const head of ["a", "a", "b"]) await each.githubAt(head).permission(`ada at ${head}`);
  for (const each of [reads, reads.again()])
    await all([each.githubNow.permission("ada"), each.githubNow.permission("ada")]);

  expect(asked).toEqual(["ada at a", "ada at b", "ada", "ada"]);
});

test("A Failure is thrown where the decision asked, and a bug ends it", async () => {
  const { reads } = counting();

  const [lost, found] = await all([orFailure(() => baseOf(reads, "lost")), orFailure(() => baseOf(reads, "a"))]);
  expect([lost instanceof Failure, found]).toEqual([true, "before a"]);
  await expect(baseOf(reads, "lost")).rejects.toThrow("no such commit");
  await expect(orFailure(() => reads.githubNow.permission("ada"))).rejects.toThrow("no GitHub");
});

test("A pass that nobody disturbs asks PanDA's date once", async () => {
  const world = aWorld({});
  let dates = 0;
  const health = () => {
    dates += 1;
    return world.panda.health();
  };
  await world.run({ panda: { ...world.panda, health } });

  expect(dates).toBe(1);
});

test("Rucio is logged in to once a pass, however often its reads begin again, and asked again each time", async () => {
  const opened: string[] = [];
  const asked: string[] = [];
  const files = async () => (asked.push("stored"), undefined);
  const collections = async () => (asked.push("collections"), new Map());
  const reads = beginReads({
    ...aWorld().ports,
    catalogue: () => (opened.push("catalogue"), { collections } as never),
    stored: () => (opened.push("stored"), { files } as never),
  });
  for (const { rucio } of [reads, reads.again(), reads.again().again()]) {
    await rucio.collections(place, ["raw:a"]);
    await rucio.collections(place, ["raw:a"]);
    await rucio.stored(place, { scope: "raw", name: "a" });
  }

  expect(opened).toEqual(["catalogue", "stored"]);
  const once = ["collections", "stored"];
  expect(asked).toEqual([...once, ...once, ...once]);
});
const place = { server: "https://rucio.example", account: "reader", login: "userpass" } as const;

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
  const reads = beginReads({ ...aWorld().ports, main: { ...main, at } });
  const sources = () => all(folders.map((folder) => reads.git.production(head, folder)));
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
