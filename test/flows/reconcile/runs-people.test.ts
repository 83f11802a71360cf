import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { type SubmissionEvent, submissionKey } from "../../../action/core/ledger/event.ts";
import { confirmationId } from "../../../action/core/submission/confirmation.ts";
import { aStep } from "../../core/a-production.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { aWorld, file, tag, written } from "./a-world.ts";

const list = "productions/p/runs.txt";
const growing = (submit?: "hold"): string =>
  written({ runs: { list: "runs.txt" }, steps: { fit: aStep() }, ...(submit === undefined ? {} : { submit }) });
const keyOf = (run: number) => submissionKey(tag, "1.0.0", run);

/** Main, pull requests of ada's, and whether bob approved each. */
const aDesk = (runs: string, isApproved: boolean, submit?: "hold") => {
  const world = aWorld({ [file]: growing(submit), [list]: runs });
  const people = fakePeople();
  people.permissions.set("bob", "write").set("ada", "write");
  let number = 6;
  const merged = (commit: string, approve: boolean, mergedOn = "2026-03-01T09:30:00Z"): void => {
    const head = world.main.branch(commit);
    number += 1;
    people.pulls.set(commit, aMergedPull(commit, head, { number, mergedOn }));
    if (approve) people.approved = [...people.approved, { login: "bob", commit: head }];
  };
  merged(world.merged, isApproved);
  const append = (text: string, approve: boolean, mergedOn?: string): void =>
    merged(world.main.commit({ [list]: text }), approve, mergedOn);
  const pass = async (): Promise<void> => {
    await world.run({ people });
    await world.run({ people });
  };
  return { ...world, people, append, pass };
};

describe("approvals of runs", () => {
  test("A run is approved with the merge that appended the run: one without an approval waits alone and delays no other", async () => {
    const desk = aDesk("66001\n", true);
    await desk.pass();

    desk.append("66001\n66002\n", false);
    await desk.pass();
    desk.append("66001\n66002\n66003\n", true);
    await desk.pass();

    expect(await desk.kind(keyOf(66001))).toBe("running");
    expect(await desk.kind(keyOf(66002))).toBe("held");
    expect(await desk.kind(keyOf(66003))).toBe("running");
  });
});

describe("orders for runs", () => {
  const order = (verb: "kill" | "pause", id: string): SubmissionEvent => ({
    event: "person",
    verb,
    by: "bob",
    id,
    reason: "",
  });
  const ordered = async (body: string, confirm: boolean, verb: "kill" | "pause" = "kill") => {
    const desk = aDesk("66001\n66002\n", true);
    await desk.pass();
    desk.people.comments.set(11, { body, login: "bob", pullRequest: 7 });
    const asked = parseCommand(body);
    if (asked.kind !== "command") throw new Error("no command");
    const keys = [keyOf(66001), keyOf(66002)];
    const standing = await Promise.all(keys.map(async (key) => ({ key, state: await desk.state(key) })));
    desk.people.comments.set(12, {
      body: `/shrek yes ${confirmationId("11", asked, standing)}`,
      login: "bob",
      pullRequest: 7,
    });
    const lines = keys.map((key) => ({ ...order(verb, confirm ? "12" : "11"), key, at: "2026-03-01T10:00:00Z" }));
    await desk.ledger.append(await desk.ledger.head(), lines, [], "somebody");
    await desk.pass();
    return new Set(desk.panda.calls.order.map(([task]) => task)).size;
  };

  test("An order on the ledger for all runs is obeyed for each of them, as confirmed", async () => {
    expect(await ordered(`/shrek kill ${tag}@1.0.0#*`, true)).toBe(2);
  });
});
