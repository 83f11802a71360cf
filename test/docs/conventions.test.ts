import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import { type Validated } from "../../action/core/cross-checks/check-sources.ts";
import { validateSources } from "../../action/flows/validation/validate-sources.ts";
import { root } from "../../scripts/demo/scene.ts";
import { noForeign } from "../../scripts/no-foreign.ts";
import { inFull } from "../core/validate/fixtures.ts";

const folder = "docs/conventions";
const judgeAll = async (): Promise<readonly Validated[]> => {
  const tree = workTree(root, noForeign);
  return validateSources(inFull, await tree.all(await tree.productions(folder)));
};
const validated = await judgeAll();

describe("example conventions", () => {
  test("The example conventions of several experiments are in one repository, and each applies to the folders below", async () => {
    const styles = (await readdir(`${root}${folder}`)).filter((name) => !name.includes(".")).toSorted();

    expect(validated.map(({ source }) => source.folder.split("/")[2]).filter(unique)).toEqual(styles);
    expect(validated.map(({ source, problems }) => [source.folder, problems])).toEqual(
      validated.map(({ source }) => [source.folder, []]),
    );
  });

  test("The example conventions make the names that their experiments use", () => {
    const names = validated.map(({ valid }) => valid?.production.outDS);

    expect(names).toEqual([
      "group.eic.rapgap3.310-2.0_ddis_9x130_q2_5to1e8.26.03.0-stable.b0",
      "group.sphenix.run3oo_calo_pro001_pcdb001_v001.b0",
      "user.sphnxpro.run3oo_calo_new_newcdbtag_v002-test.1.b0",
      "group.sphenix.sP26a-hfcharm-pileup.v1.2.0.b0",
    ]);
  });

  test("The example conventions refuse a changing build in a release, and accept one in a trial", async () => {
    const tree = workTree(root, noForeign);
    const trial = await tree.production(`${folder}/named/calo-trial`);
    const text = new TextDecoder().decode(trial.bytes).replace("v002-test.1", "v002");
    const release = { ...trial, bytes: new TextEncoder().encode(text) };

    const [refused] = await validateSources(inFull, [release]);

    expect(refused?.problems.map(({ code, line }) => [code, line])).toEqual([
      ["trials-only", 6],
      ["trials-only", 7],
    ]);
  });
});

const unique = <T>(value: T, index: number, all: readonly T[]): boolean => all.indexOf(value) === index;
