import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, file, key, tag, written } from "./a-world.ts";

const other = "productions/q/production.yaml";
const bottom = { campaign: "sP26a", physics: "hfbottom", stage: "signal" };
const second = submissionKey(tag, "2.0.0", undefined);
const newer = { [file]: written({ version: "2.0.0", build: "ana.500" }) };
type Files = Parameters<ReturnType<typeof aWorld>["main"]["commit"]>[0];

/** 1.0.0 runs; then 2.0.0 stood on main between two passes, and these files came after it. */
const after = async (...changes: readonly Files[]) => {
  const world = aWorld();
  await world.run();
  for (const files of [newer, ...changes]) world.main.commit(files);
  await world.run();
  return world;
};

test.each<[string, Files, string]>([
  ["is gone", { [file]: undefined }, "taken from main before it was submitted"],
  [
    "is gone, and another production came",
    { [file]: undefined, [other]: written({ tag: bottom, description: "other", conditions: "other" }) },
    "taken from main before it was submitted",
  ],
  [
    "is refused now",
    { [file]: written({ version: "3.0.0", steps: { simulate: aStep({ jobs: 0 }) } }) },
    "replaced before submission by a request that is refused",
  ],
  [
    "has a newer version",
    { [file]: written({ version: "3.0.0", build: "ana.501" }) },
    `replaced before submission by ${tag} 3.0.0`,
  ],
  [
    "is another production now",
    { [file]: written({ tag: bottom, build: "ana.501" }) },
    "replaced before submission by sP26a-hfbottom-signal 1.0.0",
  ],
  [
    "has a newer version, behind a variant",
    {
      [file]: written({
        version: "3.0.0",
        build: "ana.501",
        steps: { simulate: aStep({ parameters: { flavor: "none" } }) },
        variants: [
          { tag: { physics: "hfbottom" }, parameters: { flavor: "bottom" } },
          { tag: { physics: "hfcharm" }, parameters: { flavor: "charm" } },
        ],
      }),
    },
    `replaced before submission by ${tag} 3.0.0`,
  ],
])(
  "A version that main held only between two passes, and whose folder %s, is recorded with what became of it",
  async (_, files, reason) => {
    const world = await after(files);

    expect(await world.state(second)).toEqual({ kind: "skipped", reason });
    expect(await world.kind()).toBe("running");
  },
);

test("A version on the ledger that main held under other descriptive words between two passes gets no second entry", async () => {
  const world = aWorld();
  await world.run();
  world.main.commit({ [file]: written({ description: "New words" }) });
  world.main.commit(newer);

  await world.run();

  expect([await world.kind(), await world.kind(second)]).toEqual(["running", "submitted"]);
});

test("A version that only moved between two passes is submitted", async () => {
  const world = await after({ [file]: undefined, [other]: newer[file] });

  expect(await world.kind(second)).toBe("submitted");
});

test("A file of main that resembles a request but is none gets no ledger entry", async () => {
  const stray = "docs/example/production.yaml";
  const world = await after({ [stray]: written({ tag: bottom }) }, { [stray]: undefined });

  expect(await world.kind(submissionKey("sP26a-hfbottom-signal", "1.0.0", undefined))).toBe("none");
  expect(await world.kind(key)).toBe("running");
});
