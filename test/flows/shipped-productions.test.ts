import { expect, test } from "vitest";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import { validateOne } from "../../action/core/cross-checks/check-sources.ts";
import { planProduction } from "../../action/core/plan/plan.ts";
import { noForeign } from "../fakes/no-foreign.ts";

const root = new URL("../../", import.meta.url).pathname;

test("The example run3-calo is shipped with its own conventions: 138 runs, one submission each", async () => {
  const source = await workTree(root, noForeign).production("productions/run3-calo");
  const [judgement] = validateOne(source);

  expect(judgement?.problems).toEqual([]);
  const { production } = judgement?.accepted ?? expect.unreachable("it is refused");
  const { tag, outDS, runs, steps, total } = planProduction(production);
  expect({ tag, outDS, runs, jobs: total.jobs }).toEqual({
    tag: "run3oo_calo_pro001_pcdb001",
    outDS: "user.sphnxpro.run3oo_calo_pro001_pcdb001_v001.b82646",
    runs: { count: 138, shown: 82646 },
    jobs: 138 * (420 + 20 + 1),
  });
  // What names the production is typed once each: 33 times by hand today.
  const text = new TextDecoder().decode(source.bytes);
  expect(["run3oo", "pro.001", "pcdb001", "v001"].map((word) => text.split(word).length - 1)).toEqual([1, 1, 1, 1]);
  expect(text.trimEnd().split("\n").length).toBe(43);
  expect(steps.map(({ inputs }) => inputs.map(({ files, all }) => [files, all]))).toEqual([
    [[420, undefined]],
    [[420, undefined]],
    [[20, true]],
  ]);
});
