import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, comment, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../scripts/demo/world.ts";
import { rulesBelow } from "./rules-below.ts";
import { raiseSharedWorld, readNoMorePlans, slotOf } from "./world.ts";

const root = "productions/conventions.yaml";
const text = rulesBelow(productionFiles(["conventions.yaml"])[root] ?? "");
type Files = Readonly<Record<string, string>>;

/** The toy production in a folder of conventions of its own. */
const toyIn = (folder: string, stage: string): Files =>
  Object.fromEntries(
    Object.entries(productionFiles(["toy-pileup"])).map(([path, content]) => [
      path.replace("productions/", `productions/${folder}/`),
      path.endsWith("/production.yaml") ? content.replace("stage: pileup", `stage: ${stage}`) : content,
    ]),
  );

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({ parallelJobs: 1, unruled: true }));
});
afterAll(() => close());

let branch = 0;
const open = (files: Files): Promise<number> =>
  openPull(world, { login: author, branch: `rules${++branch}`, title: "Change", files });
const bring = async (number: number, approved: boolean): Promise<void> => {
  if (approved) await approve(world, reviewer, number);
  await merge(world, author, number);
  await world.runner.idle();
};

test("Unreviewed conventions, wider or narrower, send no job until a person approves them, and both plans name them", async () => {
  const mine = "productions/mine/conventions.yaml";
  const wide = text
    .replace("release: user.sphnxpro", "release: group.elsewhere")
    .replace("  SANDBOX:\n", "  SANDBOX:\n    setup: true evil\n")
    .replace("pileup, mdc]", "pileup, mdc, mine]");
  const less = "productions/less/conventions.yaml";
  const narrow = text.replace("signal, background, pileup, mdc]", "background]");
  const rules = await open({ [mine]: wide, [less]: narrow });
  const plan = (await slotOf(world, rules, "plan")) ?? "";

  await bring(rules, false);
  const production = await open({ ...toyIn("mine", "mine"), ...toyIn("less", "background") });
  const told = (await slotOf(world, production, "plan")) ?? "";
  await bring(production, true);

  expect(world.panda.count()).toMatchObject({ submissions: 0 });
  expect(plan).not.toMatch(/changes no production|Nothing will be submitted/);
  expect(plan).toContain("| `scopes.release` | `user.sphnxpro` | `group.elsewhere` |");
  expect(plan).toContain("| `sites.SANDBOX.setup` | `nothing` | `true evil` |");
  expect(plan).toContain("wider-conventions");
  expect(told).toContain(`${mine}:`);
  expect(told).toContain("group.elsewhere");
  expect(told).toMatch(
    /Rules: `productions\/less\/conventions.yaml` \(`[0-9a-f]{12}`\), `productions\/conventions.yaml` \(`[0-9a-f]{12}`\); scope `user.sphnxpro`. No set-up line./,
  );
  const status = await slotOf(world, production, "status");
  expect(status).toContain("productions/less/conventions.yaml, which governs it, came to main by pull request");
  expect(status).toContain("change productions/less/conventions.yaml in a pull request");

  readNoMorePlans(world);
  await comment(world, reviewer, production, "/shrek submit");
  expect(world.panda.count()).toMatchObject({ submissions: 0 });

  await bring(await open({ [less]: `${narrow}# reviewed\n` }), true);
  expect(world.panda.count()).toMatchObject({ submissions: 1 });
});
