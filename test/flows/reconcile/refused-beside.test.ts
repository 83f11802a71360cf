import { expect, test } from "vitest";
import { aReportedWorld } from "./a-reported-world.ts";
import { conventions, file, written } from "./a-world.ts";

const beside = "productions/q/production.yaml";

test("A refused request beside a good one takes nothing from the status of the good one", async () => {
  const { pass, said } = await aReportedWorld({ [file]: written(), [beside]: "{" });

  for (let passes = 0; passes < 3; passes++) {
    await pass();

    expect(said(7)).toMatch(/sP26a-hfcharm-signal 1\.0\.0: (submitted|running); 1 request refused on main\./);
    expect(said(7)).not.toContain("nothing was submitted");
  }
});

const stricter = conventions.replace("enum: [hfcharm, ", "enum: [");

test.each(["running", "done"])(
  "A rule that becomes stricter leaves the status of a production that is %s as it is",
  async (status) => {
    const { main, panda, pass, merge, said } = await aReportedWorld();
    await pass();
    panda.tasks = panda.tasks.map((task) => ({ ...task, status, finished: status === "done" ? task.files : 1 }));
    await pass();
    await merge(main.commit({ "productions/conventions.yaml": stricter }), 8);

    for (let passes = 0; passes < 2; passes++) {
      await pass();

      expect(said(7)).toContain(`sP26a-hfcharm-signal 1.0.0: ${status}`);
      expect(said(7)).toContain("1 request refused on main");
      expect(said(7)).toContain("what was submitted of it stays as it is");
      expect(said(7)).not.toContain("nothing was submitted");
    }
  },
);
