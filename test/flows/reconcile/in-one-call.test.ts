import { expect, test } from "vitest";
import { all as allOf, ask } from "../../../action/core/pass/asking.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { beginGathering, run } from "../../../action/flows/reconcile/gather.ts";
import type { MainBranch } from "../../../action/ports/main-branch.ts";
import type { Snapshot } from "../../../action/ports/snapshot.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakeMain } from "../../fakes/fake-main.ts";
import { aWorld } from "./a-world.ts";

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
  const gathering = beginGathering({ ...aWorld().ports, main: { ...main, at } });
  const sources = (...of: readonly string[]) =>
    run({ gathering }, allOf(of.map((folder) => ask({ ask: "production", at: head, folder }))));
  return { asked, sources };
};

test("The production folders of one commit are read together, once, and each on its own", async () => {
  const { asked, sources } = aMain();

  expect((await sources(...folders)).map(({ folder }) => folder)).toEqual(folders);
  expect(asked).toEqual(["all"]);
});

test("Where one production folder of a commit cannot be read, each is read separately", async () => {
  const { asked, sources } = aMain(() =>
    Promise.reject(new Failure("a resource of productions/b cannot be fetched", anyWay)),
  );

  expect((await sources(...folders)).at(0)?.folder).toBe("productions/a");
  expect(asked).toEqual(["all", "productions/a", "productions/b"]);
});

test("A bug in reading production folders is not answered by reading them separately", async () => {
  const { sources } = aMain(() => Promise.reject(new Error("a bug")));

  await expect(sources("productions/a", "productions/b")).rejects.toThrow("a bug");
});
