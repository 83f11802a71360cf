import { expect, test } from "vitest";
import { RepositoryRefusal } from "../../../action/core/problems/failure.ts";
import { aReportedWorld } from "./a-reported-world.ts";
import { conventions, file, written } from "./a-world.ts";
import { speaking } from "./speaking.ts";

test("A retry that failed again between two passes calls its people again", async () => {
  const world = await aReportedWorld();
  const { panda, people, pass, written: said } = world;
  const fail = async (attemptNr: number, passes: number): Promise<number> => {
    panda.tasks = panda.tasks.map((task) => ({ ...task, status: "failed", attemptNr }));
    for (let count = 0; count < passes; count++) await pass();
    return said.called.filter((number) => number === 7).length;
  };
  for (const _ of [1, 2]) await pass();
  expect(await fail(1, 1)).toBe(1);
  await speaking(world, people, "grace").say(21, "/shrek retry");
  await pass();

  expect(await fail(2, 3)).toBe(2);
});

test("A git tag that a rule of the repository refuses calls people once, however many passes meet it", async () => {
  const { ports, pass, said, overviewText } = await aReportedWorld();
  const refusal = new RepositoryRefusal("The remote refused the tag.", { wayOut: "Its rules must allow it." });
  Object.assign(ports.tags, { create: () => Promise.reject(refusal) });

  for (let passes = 0; passes < 5; passes++) await pass();

  expect(said(7).match(/needs a person/g)).toHaveLength(1);
  expect(await overviewText()).toContain("The remote refused the tag.");
});

test("A refused request beside a good one takes nothing from the status of the good one", async () => {
  const { pass, said } = await aReportedWorld({ [file]: written(), "productions/q/production.yaml": "{" });

  for (let passes = 0; passes < 3; passes++) {
    await pass();

    expect(said(7)).toMatch(/sP26a-hfcharm-signal 1\.0\.0: (submitted|running); 1 request refused on main\./);
    expect(said(7)).not.toContain("nothing was submitted");
  }
});

test.each([
  ["running", "; 1 request refused on main."],
  ["done", ", its task is done."],
])(
  "A rule that becomes stricter leaves the status of a production that is %s as it is, and refuses no request of one that is done",
  async (status, behind) => {
    const { main, panda, pass, merge, said } = await aReportedWorld();
    await pass();
    panda.tasks = panda.tasks.map((task) => ({ ...task, status, finished: status === "done" ? task.files : 1 }));
    await pass();
    const stricter = conventions.replace("enum: [hfcharm, ", "enum: [");
    await merge(main.commit({ "productions/conventions.yaml": stricter }), 8);

    for (let passes = 0; passes < 2; passes++) {
      await pass();

      expect(said(7)).toContain(`sP26a-hfcharm-signal 1.0.0: ${status}${behind}`);
      expect(said(7).includes("what was submitted of it stays as it is")).toBe(status === "running");
      expect(said(7)).not.toContain("nothing was submitted");
    }
  },
);
