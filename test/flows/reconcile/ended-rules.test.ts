import { join } from "node:path";
import { expect, test } from "vitest";
import { gitRevisions } from "../../../action/adapters/git/revisions.ts";
import { systemClock } from "../../../action/adapters/system/system-clock.ts";
import { checkRevision } from "../../../action/flows/check-revision.ts";
import { asksForPerson } from "../../../action/flows/reconcile/reconcile.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { commitTexts } from "../../contracts/commit-texts.ts";
import { emptyRepository } from "../../contracts/git-place.ts";
import { aStep } from "../../core/a-production.ts";
import { finish } from "./a-scene.ts";
import { aWorld, conventions, file, written } from "./a-world.ts";

const root = "productions/conventions.yaml";
const draft = {
  steps: { simulate: aStep({ jobs: 10, eventsPerJob: 100, estimate: { seconds: 36 }, priority: 1050 }) },
};
const stricter: readonly (readonly [string, string, string])[] = [
  ["builds", conventions.replace("^(ana|pro)\\\\.[0-9]+$|^new$", "^pro\\\\.[0-9]+$"), "bad-software"],
  ["fields of the tag", conventions.replace("^sP[0-9]{2}[a-z]$", "^sP2[7-9][a-z]$"), "bad-tag"],
  ["core-hours", conventions.replace("coreHours: 100000", "coreHours: 5"), "estimate-above-ceiling"],
  [
    "priorities",
    conventions.replace("coreHours: 100000", "coreHours: 100000, priority: 1000"),
    "priority-above-ceiling",
  ],
];

/** What the check of a pull request says that makes main's rules these, and perhaps changes the request. */
const checked = async (world: ReturnType<typeof aWorld>, rules: string, request: string) => {
  const top = await emptyRepository();
  const base = await commitTexts(top, { [root]: conventions, [file]: written(draft) });
  const head = await commitTexts(top, { [root]: rules, [file]: request });
  const revisions = gitRevisions(join(top, ".git"), noForeign);
  const found = await checkRevision({ ...world.ports, revisions, clock: systemClock() }, base, head);
  return {
    codes: found.validated.flatMap(({ problems }) => problems).flatMap((p) => (p.severity === "error" ? p.code : [])),
    refused: found.rules.flatMap(({ refused }) => refused),
  };
};

test.each(stricter)(
  "Stricter rules for %s leave what is done for good alone, in the check and in each pass",
  async (_, rules, code) => {
    expect(rules).not.toBe(conventions);
    const world = aWorld({ [file]: written(draft) });
    await world.run();
    const running = await checked(world, rules, written(draft));
    finish(world);
    await world.run();
    expect([running.codes, running.refused, await world.kind()]).toEqual([[code], ["productions/p"], "done"]);

    expect(await checked(world, rules, written(draft))).toEqual({ codes: [], refused: [] });
    const newer = { ...draft, version: "2.0.0", description: "Made again", parameters: { seed: "2" } };
    expect((await checked(world, rules, written(newer))).codes).toContain(code);

    world.main.commit({ [root]: rules, [file]: `${written(draft)}\n` });
    const passes = [await world.run(), await world.run()];
    expect(passes.map((pass) => [asksForPerson(pass), pass.refused])).toEqual([
      [false, []],
      [false, []],
    ]);
    expect(world.panda.calls.submit).toHaveLength(1);
  },
);

test("A variant that is done for good takes no other variant past a stricter rule", async () => {
  const using = (mode: string) => ({ steps: { simulate: aStep({ parameters: { mode }, run: 'make "$mode"\n' }) } });
  const tagOf = (physics: string) => ({ tag: { campaign: "sP26a", physics, stage: "signal" } });
  const both = (...physics: readonly string[]) =>
    written({
      ...using("none"),
      tag: { campaign: "sP26a", stage: "signal" },
      variants: physics.map((one) => ({ tag: { physics: one }, parameters: { mode: one } })),
    });
  const world = aWorld({ [file]: written({ ...tagOf("hfcharm"), ...using("hfcharm") }) });
  await world.run();
  finish(world);
  await world.run();
  const rules = stricter[0]?.[1] ?? "";

  world.main.commit({ [root]: rules, [file]: both("hfcharm", "minbias") });
  const codes = async () =>
    (await world.run()).refused.flatMap(({ problems }) =>
      problems.flatMap((p) => (p.severity === "error" ? p.code : [])),
    );
  expect([await codes(), await world.kind()]).toEqual([["bad-software"], "done"]);
  world.main.commit({ [root]: rules, [file]: both("hfbottom", "minbias") });
  expect(await codes()).toEqual(["bad-software"]);
  expect(world.panda.calls.submit).toHaveLength(1);
});
