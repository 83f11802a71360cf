import { expect, test } from "vitest";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import { judgeOne } from "../../action/core/neighbours/judge-sources.ts";
import { planProduction } from "../../action/core/plan/plan.ts";
import { noForeign } from "../fakes/no-foreign.ts";

const root = new URL("../../", import.meta.url).pathname;

test("run3-calo stands beside the simulation under conventions of its own: 138 runs, one submission each", async () => {
  const source = await workTree(root, noForeign).production("productions/run3-calo");
  const [judgement] = judgeOne(source);

  expect(judgement?.problems).toEqual([]);
  const { production } = judgement?.accepted ?? expect.unreachable("it is refused");
  const { tag, outDS, runs, steps, total } = planProduction(production);
  expect({ tag, outDS, runs, jobs: total.jobs }).toEqual({
    tag: "run3oo_calo_pro001_pcdb001",
    outDS: "user.sphnxpro.run3oo_calo_pro001_pcdb001_v001.b82646",
    runs: { count: 138, shown: 82646 },
    jobs: 138 * (420 + 1 + 1),
  });
  expect(steps.map(({ inputs }) => inputs.map(({ files, all }) => [files, all]))).toEqual([
    [[420, undefined]],
    [[420, true]],
    [[1, true]],
  ]);
});
