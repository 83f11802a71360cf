import { expect, test } from "vitest";
import { Failure } from "../../../action/core/problems/failure.ts";
import { sourcesAt } from "../../../action/flows/reconcile/sources.ts";
import type { MainBranch } from "../../../action/ports/main-branch.ts";
import type { Snapshot } from "../../../action/ports/snapshot.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakeMain } from "../../fakes/fake-main.ts";

const folders = ["productions/a", "productions/b"];
/** Main with both, and what it is asked for. */
const aMain = (all?: Snapshot["all"]) => {
  const main = fakeMain();
  const head = main.commit(Object.fromEntries(folders.map((folder) => [`${folder}/production.yaml`, "{"])));
  const asked: string[] = [];
  const at: MainBranch["at"] = (commit) => {
    const snapshot = main.at(commit);
    return {
      ...snapshot,
      all: async (wanted) => {
        asked.push("all");
        return (all ?? snapshot.all)(wanted);
      },
      production: async (folder) => {
        asked.push(folder);
        return snapshot.production(folder);
      },
    };
  };
  return { asked, source: sourcesAt({ ports: { main: { ...main, at } } }, head, folders) };
};

test("The production folders of one commit are read together, once, and each on its own", async () => {
  const { asked, source } = aMain();

  expect((await Promise.all(folders.map(source))).map(({ folder }) => folder)).toEqual(folders);
  expect(asked).toEqual(["all"]);
});

test("Where one production folder of a commit cannot be read, each is read separately", async () => {
  const { asked, source } = aMain(async () => {
    throw new Failure("a resource of productions/b cannot be fetched", anyWay);
  });

  expect((await source("productions/a")).folder).toBe("productions/a");
  expect(asked).toEqual(["all", "productions/a"]);
});

test("A bug in reading production folders is not answered by reading them separately", async () => {
  const { source } = aMain(async () => {
    throw new Error("a bug");
  });

  await expect(source("productions/a")).rejects.toThrow("a bug");
});
