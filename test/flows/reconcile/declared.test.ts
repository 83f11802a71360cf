import { describe, expect, test } from "vitest";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { recordCommand } from "../../../action/flows/commands/record-command.ts";
import { aReadWorld, reader } from "./a-read-world.ts";
import { finish } from "./a-scene.ts";
import { key, tag } from "./a-world.ts";

/** A production whose data are there. Bob approves what ada merges, and says words in pull request 7. */
const made = async () => {
  const { world, people, pass, bring } = aReadWorld();
  await pass();
  await pass();
  finish(world);
  await pass();
  expect(await world.kind()).toBe("done");
  /** On the ledger as the job of commands writes it, and on GitHub. */
  const say = async (id: number, quality: "good" | "bad"): Promise<void> => {
    const reason = quality === "bad" ? "wrong beam spot" : "";
    people.comments.set(id, {
      ...{ body: `/shrek declare ${quality} ${tag}@1.0.0 reason="x"`, login: "bob", pullRequest: 7 },
      at: `2026-03-01T11:${id}:00Z`,
    });
    const said = { verb: "declare", by: "bob", id: `${id}`, reason, quality } as const;
    await recordCommand({ ledger: world.ledger, clock: world.clock.port }, said, [key]);
  };
  return { ...world, people, pass, say, bring };
};

const reasonOf = (state: SubmissionState): string => ("reason" in state ? (state.reason ?? "") : state.kind);
const bad = `it reads data of ${tag} 1.0.0, which bob declared bad: wrong beam spot`;

describe("words on data", () => {
  test("A submission that was checked before data were declared bad is held before its call, and goes on without another word on itself", async () => {
    const world = await made();
    const { onCheck } = world.panda;
    world.panda.onCheck = async (request) => {
      await world.say(11, "bad");
      return onCheck(request);
    };
    await world.bring();
    world.panda.onCheck = onCheck;
    expect(reasonOf(await world.state(reader))).toContain(bad);
    expect(world.panda.calls.submit).toHaveLength(1);

    await world.say(14, "good");
    for (const _ of [1, 2, 3]) await world.pass();

    expect(await world.kind(reader)).toBe("running");
  });

  test("A request that reads bad data is refused on main, by the word and not by the date of its approval", async () => {
    const world = await made();
    await world.say(11, "bad");
    await world.pass();

    await world.bring();

    const { refused } = await world.pass();
    expect(await world.kind(reader)).toBe("none");
    expect(refused.flatMap(({ problems }) => problems)).toMatchObject([
      {
        code: "reads-bad",
        severity: "error",
        file: "productions/q/production.yaml",
        message: `${bad.replace("it", "It")}.`,
        hint: "no other version of it is done; or acknowledge reads-bad with the reason why these data do",
      },
    ]);
  });
});
