import { expect, test } from "vitest";
import { waitText } from "../../../action/core/view/status/for-people.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import { asksForPerson, forPeople } from "../../../action/flows/reconcile/reconcile.ts";
import { aWorld, file, tag, written } from "./a-world.ts";

const place = "campaigns/c.yaml";
const world = (campaign: string) => aWorld({ [file]: written(), [place]: campaign });

test.each(["coreHours: 0.5", "coreHours: -1", "coreHours: .inf", "end: yesterday"])(
  "A campaign that says %s from its first day holds back what it names, and each pass says so until it is right",
  async (line) => {
    const { main, run, state, panda } = world(`campaign: 1\nproductions: [${tag}]\n${line}\n`);
    for (let pass = 0; pass < 3; pass++) {
      const done = await run();
      expect([asksForPerson(done), waitText(forPeople(done))]).toEqual([
        true,
        "A person has to act on 1 campaign wrong on main; the overview issue says how.",
      ]);
    }
    expect(panda.calls.submit).toHaveLength(0);
    expect(describeState(await state())).toContain("campaigns/c.yaml is wrong");

    main.commit({ [place]: `campaign: 1\nproductions: [${tag}]\n` });
    const done = await run();
    expect([asksForPerson(done), panda.calls.submit.length]).toEqual([false, 1]);
  },
);

test("A campaign of which not even the names can be read asks for a person in every pass, and other productions go", async () => {
  const { main, run, panda } = world("campaign: [");
  for (let pass = 0; pass < 3; pass++) {
    const done = await run();
    expect(done.refused).toMatchObject([{ folder: place, problems: [{ file: place }] }]);
    expect(asksForPerson(done)).toBe(true);
  }
  expect(panda.calls.submit).toHaveLength(1);
  main.commit({ [place]: undefined });
  expect(asksForPerson(await run())).toBe(false);
});
