import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { aStep } from "../../core/a-production.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const list = "productions/p/runs.txt";

/** Pull request 7 of ada's, whose head main holds with these changes; bob and cleo approved it. */
const approvedAs = (world: World, changes: Readonly<Record<string, string>> = {}) => {
  const head = world.main.branch(world.merged, changes);
  const people = fakePeople();
  people.pulls.set(world.merged, aMergedPull(world.merged, head));
  people.permissions.set("bob", "write").set("cleo", "write");
  people.approved = ["bob", "cleo"].map((login) => ({ login, commit: head }));
  return people;
};
const reasonOf = async (world: World, of = key): Promise<string> => {
  const state = await world.state(of);
  return "reason" in state ? state.reason : state.kind;
};

test("everybody who approved is on record", async () => {
  const world = aWorld();

  await world.run({ people: approvedAs(world) });

  expect(await world.state()).toMatchObject({ kind: "submitted", intent: { approval: "bob, cleo" } });
});

test("a run that the version approved does not hold is withheld, with the way out", async () => {
  const world = aWorld({ [file]: written({ runs: { list: "runs.txt" } }), [list]: "66001\n66002\n" });

  await world.run({ people: approvedAs(world, { [list]: "66001\n" }) });

  expect(await world.kind(submissionKey(tag, "1.0.0", 66001))).toBe("submitted");
  expect(await reasonOf(world, submissionKey(tag, "1.0.0", 66002))).toBe(
    "main holds run 66002, which the version approved does not in pull request #7; raise the version in a pull request that is approved before it is merged",
  );
});

test("a version approved of which another variant stands there, and this one is refused, is not the one of main", async () => {
  const request = (flavor: string): string =>
    written({
      steps: { simulate: aStep({ parameters: { flavor: "none" } }) },
      variants: [
        { tag: { physics: "hfbottom" }, parameters: { flavor: "bottom" } },
        { tag: { physics: "hfcharm" }, parameters: { flavor } },
      ],
    });
  const world = aWorld({ [file]: request("charm") });

  await world.run({ people: approvedAs(world, { [file]: request("\u0000") }) });

  expect(await reasonOf(world)).toContain(`main holds ${tag} 1.0.0, not the version approved in pull request #7`);
});

test("what lacks its approval is withheld in the commit that promises it", async () => {
  const first = async (submit: "auto" | "hold", isApproved: boolean) => {
    const world = aWorld({ [file]: written({ submit }) });
    const people = approvedAs(world);
    if (!isApproved) people.approved = [];
    const commits: (readonly string[])[] = [];
    const append: World["ledger"]["append"] = async (...args) => {
      commits.push(args[1].map(({ event }) => event));
      return world.ledger.append(...args);
    };
    await world.run({ people, ledger: { ...world.ledger, append } });
    return commits.find((events) => events.includes("intended"));
  };

  expect(await first("auto", true)).not.toContain("withheld");
  expect(await first("auto", false)).toContain("withheld");
  expect(await first("hold", true)).toContain("withheld");
});
