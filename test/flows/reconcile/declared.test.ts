import { describe, expect, test } from "vitest";
import { type GivenCommand } from "../../../action/core/ledger/event.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { notesOf } from "../../../action/core/view/status/notes-text.ts";
import { recordCommand } from "../../../action/flows/commands/record-command.ts";
import { aReadWorld, reader, reads } from "./a-read-world.ts";
import { finish, writeLines } from "./a-scene.ts";
import { key, tag } from "./a-world.ts";

/** A production whose data are there. Bob approves what ada merges, and says words in pull request 7. */
const made = async () => {
  const { world, people, pass, bring, lastPull } = aReadWorld();
  await pass();
  await pass();
  finish(world);
  await pass();
  expect(await world.kind()).toBe("done");
  /** On the ledger as the job of commands writes it, and on GitHub. */
  const say = async (id: number, quality: "good" | "bad", change: Partial<GivenCommand> = {}): Promise<void> => {
    const minute = String(id).padStart(2, "0");
    const reason = quality === "bad" ? "wrong beam spot" : "";
    const step = change.step === undefined ? "" : `/${change.step}`;
    people.comments.set(id, {
      ...{ body: `/shrek declare ${quality} ${tag}@1.0.0${step} reason="x"`, login: "bob", pullRequest: 7 },
      at: `2026-03-01T11:${minute}:00Z`,
    });
    const said = { verb: "declare", by: "bob", id: `${id}`, reason, quality, ...change } as const;
    await recordCommand({ ledger: world.ledger, clock: world.clock.port }, said, [key]);
  };
  /** The word of bob that ends a hold. */
  const submit = async (id: number): Promise<void> => {
    people.comments.set(id, {
      ...{ body: "/shrek submit", login: "bob", pullRequest: lastPull(), at: "2026-03-01T12:00:00Z" },
    });
    await writeLines(world, reader, { event: "person", verb: "submit", by: "bob", id: `${id}`, reason: "" });
    for (const _ of [1, 2, 3]) await pass();
  };
  return { ...world, people, pass, say, bring, submit };
};

const reasonOf = (state: SubmissionState): string => ("reason" in state ? (state.reason ?? "") : state.kind);
const bad = `it reads data of ${tag} 1.0.0, which bob declared bad: wrong beam spot`;

describe("words on data", () => {
  test("A reader of data that were declared bad since its approval is held with words, and goes on when they are declared good", async () => {
    const world = await made();
    await world.bring(reads({ submit: "hold" }));
    await world.say(11, "bad");
    await world.pass();
    await world.submit(13);
    expect(reasonOf(await world.state(reader))).toContain(bad);

    await world.say(14, "good");
    for (const _ of [1, 2, 3]) await world.pass();

    expect(await world.kind(reader)).toBe("running");
  });

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

  const forged: readonly (readonly [string, (world: Awaited<ReturnType<typeof made>>) => Promise<void>])[] = [
    ["without a comment", async ({ say, people }) => void (await say(11, "bad"), people.comments.delete(11))],
  ];
  test.each(forged)("A bad word %s counts for nothing and is struck out", async (_, forge) => {
    const world = await made();
    await forge(world);
    await world.pass();
    world.people.permissions.set("bob", "write");

    await world.bring();

    expect(await world.kind(reader)).toBe("running");
    expect(await world.state()).toMatchObject({ past: { declared: [] } });
  });

  test("A reader that has ended is told once of a word on its data", async () => {
    const world = await made();
    await world.bring();
    expect(await world.kind(reader)).toBe("running");
    finish(world);
    await world.pass();
    await world.say(11, "bad");

    const { submissions } = await world.pass();

    expect(notesOf(await world.state(reader))).toEqual([bad]);
    expect(submissions.map((one) => one.key)).toEqual([reader, key].toSorted());
    await world.pass();
    expect(notesOf(await world.state(reader))).toEqual([bad]);
  });
});
