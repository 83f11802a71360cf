import { submissionKey } from "../../../action/core/ledger/event.ts";
import type { Draft } from "../../core/a-production.ts";
import { mergesOf } from "./a-scene.ts";
import { aWorld, tag, written } from "./a-world.ts";

/** A production that reads data of the world's own. */
export const reader = submissionKey("sP26a-minbias-signal", "1.0.0", undefined);
export const reads = (
  changes: Draft = {},
  input: Draft = { production: tag, version: "1.0.0", step: "simulate" },
): string =>
  written({
    tag: { campaign: "sP26a", physics: "minbias", stage: "signal" },
    description: "reads",
    inputs: { hits: input },
    steps: { read: { in: [{ from: "hits", filesPerJob: 1 }], out: ["dst.tar"], run: "x\n" } },
    ...changes,
  });

/** A world whose first merge, and each that is brought, ada wrote and bob approved; the first is pull request 7. */
export const aReadWorld = (files?: Readonly<Record<string, string>>) => {
  const world = aWorld(files);
  const { people, merge } = mergesOf(world);
  const mergedOn = "2026-03-01T09:00:00Z";
  merge(world.merged, { mergedOn });
  const pass = async () => world.run({ people });
  const bring = async (request = reads()): Promise<void> => {
    merge(world.main.commit({ "productions/q/production.yaml": request }), { mergedOn });
    for (const _ of [1, 2, 3]) await pass();
  };
  return { world, people, pass, bring };
};
