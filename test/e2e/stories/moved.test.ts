import { expect, test } from "vitest";
import { productionFiles, reviewer, type World } from "../../../scripts/demo/world.ts";
import { afterMerge, lastRun, raiseWorld, slotOf } from "../world.ts";
import { bring, expectQuiet, type Files, orderCalls, pass } from "./tale.ts";

const many = 12;
const conventions = "productions/conventions.yaml";

const onePerTag: Files = {
  "productions/scan/production.yaml": `schema: 1
version: 1.0.0
tag: { campaign: sP26a, stage: pileup }
variants:
${Array.from({ length: many }, (_, at) => `  - { tag: { physics: p${at} }, parameters: { number: ${at} } }\n`).join("")}description: Many small productions at one site
contact: ["@sphenix-production"]
build: toy.1
conditions: none
defaults: { sites: [SITE_A], maxAttempt: 1, memory: 500, walltime: 1 }
steps:
  make:
    out: [made.txt]
    jobs: 1
    parameters: { number: 0 }
    run: |
      echo "made $number" >made.txt
`,
};

const rules: Files = {
  [conventions]: (productionFiles(["conventions.yaml"])[conventions] ?? "")
    .replace("toy]", `toy, ${Array.from({ length: many }, (_, at) => `p${at}`).join(", ")}]`)
    .replace("  SANDBOX:\n", "  SITE_A: { state: online }\n  SITE_B: { state: online }\n  SANDBOX:\n"),
};

const form = async (world: World, inputs: Readonly<Record<string, string>>): Promise<ReturnType<typeof lastRun>> => {
  const { octokit, owner, repo } = world.as(reviewer);
  await octokit.rest.actions.createWorkflowDispatch({ owner, repo, workflow_id: "command.yml", ref: "main", inputs });
  await world.runner.idle();
  return lastRun(world, "command");
};

const summaryOf = (world: World): string =>
  JSON.stringify(world.runner.runs().findLast(({ workflow }) => workflow === "command"));

test(`One form moves ${many} productions from a broken site to another, with one order to each`, async () => {
  const world = await raiseWorld({ ...afterMerge, panda: { pretends: ["SITE_B"], cores: many } });
  await bring(world, rules);
  const number = await bring(world, onePerTag);
  expect(world.panda.count()).toMatchObject({ submissions: many });
  await pass(world, 4);

  const asked = { verb: "move", words: 'site=SITE_B reason="SITE_A is down"', site: "SITE_A" };
  const shown = await form(world, { ...asked, confirm: "false" });
  expect(shown.conclusion).toBe("success");
  expect(summaryOf(world)).toContain(`these ${many} productions`);
  expect(orderCalls(world)).toEqual({});

  await form(world, { ...asked, confirm: "true" });
  expect(orderCalls(world)["reassign"]).toBe(many);
  expect(await slotOf(world, number, "status")).toContain(`${reviewer} asked to move it to \`SITE_B\``);
  await pass(world);
  await expectQuiet(world);
  expect(orderCalls(world)["reassign"]).toBe(many);

  for (const ticks of [12, 0]) await pass(world, ticks);
  const ended = await slotOf(world, number, "status");
  expect(ended).toContain(`${many} productions: ${many} done`);
  expect(ended).toContain(`it ran at \`SITE_B\` because ${reviewer} said so, which git does not say`);
  await expectQuiet(world);
});
