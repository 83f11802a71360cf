import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { onMerge } from "../../../action/core/outcomes/merge-effects.ts";
import { accepted, aRequest, aStep } from "../../core/a-production.ts";
import { eventsOfMerge } from "../../core/outcomes/events-of-merge.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { approvedIn } from "./a-scene.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

type World = ReturnType<typeof aWorld>;
const list = "productions/p/runs.txt";

/** Bob and cleo approved it. */
const approvedAs = (world: World, changes: Readonly<Record<string, string | undefined>> = {}) =>
  approvedIn(world, ["bob", "cleo"], changes);
const reasonOf = async (world: World, of = key): Promise<string> => {
  const state = await world.state(of);
  return "reason" in state ? state.reason : state.kind;
};

test("All persons who approved a version are recorded", async () => {
  const world = aWorld();

  await world.run({ people: approvedAs(world) });

  expect(await world.state()).toMatchObject({ kind: "submitted", intent: { approval: "bob, cleo" } });
});

test("A run that the approved version does not contain is held, with the way out", async () => {
  const world = aWorld({ [file]: written({ runs: { list: "runs.txt" } }), [list]: "66001\n66002\n" });

  await world.run({ people: approvedAs(world, { [list]: "66001\n" }) });

  expect(await world.kind(submissionKey(tag, "1.0.0", 66001))).toBe("submitted");
  expect(await reasonOf(world, submissionKey(tag, "1.0.0", 66002))).toBe(
    "main holds run 66002, which the version approved does not in pull request #7; raise the version in a pull request that is approved before it is merged",
  );
});

test("An approved version with a refused variant of the same production is not the version of main", async () => {
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

test("A version without its approval is held in the same ledger commit as its intent", async () => {
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

  expect(await first("auto", true)).not.toContain("held");
  expect(await first("auto", false)).toContain("held");
  expect(await first("hold", true)).toContain("held");
});

describe("unapproved content", () => {
  const rules = "productions/conventions.yaml";
  const conventions = readFileSync(new URL("../../requests/conventions.yaml", import.meta.url), "utf8");
  const raise = "; raise the version in a pull request that is approved before it is merged";

  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ["a folder", { [file]: undefined }, "productions/p is not among the folders approved"],
    ["a request that cannot be read there", { [file]: "steps: [" }, "productions/p is invalid in the version approved"],
    ["another version", { [file]: written({ version: "0.9.0" }) }, `main holds ${tag} 1.0.0, not the version approved`],
    [
      "other content",
      { [file]: written({ steps: { simulate: aStep({ jobs: 11 }) } }) },
      "main holds other content than the version approved",
    ],
    [
      "other jobs, by other conventions",
      {
        [rules]: conventions
          .replace("LAPTOP: { state: online }", "LAPTOP: { state: online, setup: x }")
          .replaceAll('-n "$build"', '-m "$build"'),
      },
      "main would run other jobs than the version approved",
    ],
  ])("A production of main is withheld when the approved commit has %s", async (_, changes, why) => {
    const world = aWorld();
    await world.run({ people: approvedAs(world, changes) });

    expect(await reasonOf(world)).toBe(`${why} in pull request #7${raise}`);
    expect(world.panda.calls.submit).toEqual([]);
    expect(await world.state()).toMatchObject({ kind: "held", intent: { approval: "none", requester: "ada" } });
  });

  test("Other content of an approved version is recorded as unapproved for the plan of the next version", async () => {
    const world = aWorld();
    await world.run({ people: approvedAs(world, { [file]: written({ steps: { simulate: aStep({ jobs: 11 }) } }) }) });
    const after = [accepted(aRequest({ version: "1.0.1" })).production];

    const states = new Map([[key, await world.state()]]);
    const { effects } = onMerge({ before: [], after }, states, eventsOfMerge(after, states));

    expect(effects.map(({ words }) => words)).toEqual([
      expect.stringContaining(
        `takes the place of ${tag} 1.0.0, which nobody approved: all that it brought is new here`,
      ),
    ]);
  });

  test("Changed descriptive words of a request need no approval", async () => {
    const world = aWorld();
    await world.run({ people: approvedAs(world, { "README.md": "x", "productions/p/README.md": "x" }) });
    expect(await world.kind()).toBe("submitted");
  });

  test("A version whose approved head cannot be fetched is held", async () => {
    const world = aWorld();
    world.main.bring = async () => false;
    await world.run({ people: approvedAs(world) });
    expect(await reasonOf(world)).toBe(`main cannot be compared with the version approved in pull request #7${raise}`);
  });

  test("A merge that changes rules too or changes other files, and a commit without a merge, approve no version", async () => {
    const both = aWorld({ [file]: written(), CODEOWNERS: "* @bob\n" });
    await both.run({ people: approvedAs(both) });
    expect(await reasonOf(both)).toContain("changes CODEOWNERS and productions/p");

    const other = aWorld();
    const { merged } = other.main;
    other.main.merged = async (commit, head) => {
      const found = await merged(commit, head);
      return found === undefined ? undefined : { ...found, paths: ["README.md"] };
    };
    await other.run({ people: approvedAs(other) });
    expect(await reasonOf(other)).toBe(`pull request #7 was merged, but changes nothing of productions/p${raise}`);

    const pushed = aWorld();
    await pushed.run({ people: fakePeople() });
    expect(await reasonOf(pushed)).toBe(
      `the commit ${pushed.merged.slice(0, 12)} is on main without a merged pull request${raise}`,
    );
    expect(await pushed.state()).toMatchObject({ intent: { pullRequest: null, requester: "Ada" } });
  });

  test("A version with more changes than are examined is held", async () => {
    const world = aWorld();
    for (let n = 0; n < 20; n++) world.main.commit({ [file]: written({ description: `words ${n}` }) });
    const last = await world.main.head();
    const people = approvedAs(world);
    people.pulls.set(last, aMergedPull(last, world.main.branch(last)));
    people.approved = [{ login: "bob", commit: people.pulls.get(last)?.head ?? "" }];
    await world.run({ people });
    expect(await reasonOf(world)).toBe(`too many commits changed it since it has this version${raise}`);
  });

  test("The report about an unapproved version names no rule that was not examined", async () => {
    const world = aWorld();
    const people = approvedAs(world);
    people.approved = [];
    await world.run({ people });
    expect(await reasonOf(world)).toMatch(/^pull request #7 was merged, but its final commit lacks the approval of /);
  });
});

test("A submission from a terminal needs no approval, and the record says so", async () => {
  const world = aWorld();
  await world.run();
  expect(await world.state()).toMatchObject({
    intent: { approval: "not required: submitted from a terminal to a PanDA on this machine" },
  });
});
