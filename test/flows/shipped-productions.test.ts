import { expect, test } from "vitest";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import { validateOne } from "../../action/core/cross-checks/check-sources.ts";
import { planProduction } from "../../action/core/plan/plan.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { judgeFolder } from "../core/validate/fixtures.ts";

const root = new URL("../../", import.meta.url).pathname;

test.each([
  ["combining", "run3oo_events_pro001_pcdb001", 60],
  // Of eight segments one lacks a host.
  ["fitting", "run3oo_calo_pro001_pcdb001", 7],
])("The example run3-calo/%s is shipped with lists of three runs, one submission each", async (folder, tag, jobs) => {
  const source = await workTree(root, noForeign).production(`productions/run3-calo/${folder}`);
  const [judgement] = validateOne(source);

  expect(judgement?.problems).toEqual([]);
  const { production } = judgement?.valid ?? expect.unreachable("it is refused");
  const plan = planProduction(production);
  expect([plan.tag, plan.outDS, plan.runs, plan.total.jobs]).toEqual([
    tag,
    `user.sphnxpro.${tag}_v001.b82375`,
    { count: 3, shown: 82375 },
    jobs,
  ]);
});

test.each(["mdc-hf-charm", "toy-pileup"])("The shipped production %s has no problem, and no note", async (folder) => {
  const [judged] = await judgeFolder(`productions/${folder}`, root);

  expect(judged?.problems).toEqual([]);
});
