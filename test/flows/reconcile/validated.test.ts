import { describe, expect, test } from "vitest";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { aReadWorld, reader, reads } from "./a-read-world.ts";
import { file, tag, written } from "./a-world.ts";

const validated = (): string =>
  written({
    steps: {
      simulate: { out: ["hits.tar"], jobs: 10, run: "make\n" },
      compare: {
        in: [{ from: "simulate", filesPerJob: "all" }],
        out: ["plots.tar"],
        validates: true,
        run: "compare\n",
      },
    },
  });

/** A production whose second step validates the first. Bob approves what ada merges, and says words in pull request 7. */
const made = async (status: string) => {
  const { world, people, pass, bring } = aReadWorld({ [file]: validated() });
  const end = (of: string): void => {
    world.panda.tasks = world.panda.tasks.map((task) =>
      task.name.includes("compare") ? { ...task, status: of } : { ...task, status: "done", finished: 10 },
    );
  };
  for (const _ of [1, 2]) await pass();
  end(status);
  for (const _ of [1, 2]) await pass();
  const state = await world.state();
  const dataset = "intent" in state ? `${state.intent.outDS}_000_simulate_hits.tar` : "";
  return { ...world, people, pass, end, bring, dataset };
};

const reasonOf = (state: SubmissionState): string => ("reason" in state ? (state.reason ?? "") : state.kind);
const notGood = `it reads data of ${tag} 1.0.0, which its step compare has not found good`;

describe("data that a step validates", () => {
  test("A production that names them by their data set is held while their validation runs, and goes on when it is done", async () => {
    const world = await made("running");
    await world.bring(reads({}, { dataset: world.dataset, files: 10 }));
    expect(reasonOf(await world.state(reader))).toContain(notGood);
    expect(world.panda.calls.submit).toHaveLength(1);

    world.end("done");
    for (const _ of [1, 2, 3]) await world.pass();

    expect(await world.kind(reader)).toBe("running");
  });

  test.each(["failed"])(
    "A request that reads them by their data set is refused when their validation is %s",
    async (status) => {
      const world = await made(status);

      await world.bring(reads({}, { dataset: world.dataset, files: 10 }));

      const { refused } = await world.pass();
      expect(await world.kind(reader)).toBe("none");
      expect(refused.flatMap(({ problems }) => problems)).toMatchObject([
        {
          code: "reads-bad",
          severity: "error",
          message: `${notGood.replace("it", "It")}.`,
          hint: "no other version of it is done; or acknowledge reads-bad with the reason why these data do",
        },
      ]);
    },
  );
});
