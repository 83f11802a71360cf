import { expect, test } from "vitest";
import type { GivenCommand, Intent } from "../../../../action/core/ledger/event.ts";
import { verifyOrder } from "../../../../action/core/pass/authorization/verify-order.ts";
import { beginGathering, run } from "../../../../action/flows/reconcile/gather.ts";
import { aMergedPull, fakePeople } from "../../../fakes/fake-people.ts";
import { aWorld, tag } from "../../../flows/reconcile/a-world.ts";
import { aMoment } from "../ask-fakes.ts";

const pause: GivenCommand = { verb: "pause", by: "bob", id: "9", reason: "" };

/** A promise of main, which pull request 7 brought, and what one pass finds out about orders on it. */
const aPromise = async (said: { readonly comment?: string; readonly form?: string }) => {
  const world = aWorld();
  await world.run();
  const state = await world.state();
  if (!("intent" in state)) throw new Error(state.kind);
  const people = fakePeople();
  people.permissions.set("bob", "write");
  people.pulls.set(world.merged, aMergedPull(world.merged, "h"));
  if (said.comment !== undefined)
    people.comments.set(9, { body: said.comment, login: "bob", pullRequest: 7, at: "2026-03-01T10:00:00Z" });
  if (said.form !== undefined) people.forms.set(9, { logins: ["bob"], title: said.form });
  const gathering = beginGathering({ ...world.ports, people });
  const ask = (change: Partial<Intent> = {}, order = pause, { head = world.merged, merged = "" } = {}) =>
    run(
      { gathering },
      verifyOrder(
        aMoment(head),
        { intent: { ...state.intent, pullRequest: 7, ...change }, merged: merged === "" ? undefined : merged },
        order,
      ),
    ).then(({ fault }) => fault);
  return { world, people, ask };
};
const not = (why: string): string => `pause by bob is not obeyed: ${why}`;

test("GitHub is asked about an order once for a head of main, and again for another head", async () => {
  const { world, people, ask } = await aPromise({ comment: "/shrek pause" });
  expect(await ask()).toBeUndefined();
  const later = world.main.commit({ "notes.md": "1" });
  people.comments.clear();
  const gone = not("there is no comment 9 on GitHub");

  expect(await ask()).toBeUndefined();
  expect(await ask({}, pause, { head: later })).toBe(gone);
});

test("An order from before the merge was about another state, and one of the same second counts", async () => {
  const { ask } = await aPromise({ comment: "/shrek pause" });

  expect(await ask({}, pause, { merged: "2026-03-01T10:00:01Z" })).toBe(not("it was given before this came to main"));
  expect(await ask({}, pause, { merged: "2026-03-01T10:00:00Z" })).toBeUndefined();
});

test("A command without a name is not obeyed where only the ledger says that its pull request brought the submission", async () => {
  const { world, people, ask } = await aPromise({ comment: "/shrek pause" });
  const beside = world.main.commit({ "notes.md": "1" });
  people.pulls.set(beside, aMergedPull(beside, "h", { number: 8 }));
  people.comments.set(8, { body: "/shrek pause", login: "bob", pullRequest: 8 });
  people.comments.set(10, { body: `/shrek pause ${tag}`, login: "bob", pullRequest: 8 });
  const unbrought = not("comment 8 names no production, and pull request #8 did not bring this one");

  expect(await ask({ pullRequest: 8 }, { ...pause, id: "8" })).toBe(unbrought);
  expect(await ask({ pullRequest: 8, commit: beside }, { ...pause, id: "8" }, { head: beside })).toBe(unbrought);
  expect(await ask({ pullRequest: 8 }, { ...pause, id: "10" })).toBeUndefined();
});

const filled = (production: string, tags: string): string =>
  `/shrek pause ${production} | site  | states  | tags ${tags} | confirm true`;
const silent = not("run 9 does not say so, or not any more");

test("A form of the command workflow that selects by a cause is for the submissions that its title names", async () => {
  const { ask } = await aPromise({ form: "/shrek pause  | site  | states  | tags  | cause 3f9a1c2b | confirm true" });
  const { ask: unselected } = await aPromise({
    form: "/shrek pause  | site  | states  | tags  | cause  | confirm true",
  });

  expect(await ask({}, { ...pause, id: "run-9" })).toBeUndefined();
  expect(await unselected({}, { ...pause, id: "run-9" })).toBe(silent);
});

test.each([
  ["a production alone", tag, "", undefined, undefined],
  ["a production alone", tag, "", 82_372, silent],
  ["a run of it", `${tag}#82372`, "", 82_372, undefined],
  ["a run of it", `${tag}#82372`, "", undefined, silent],
  ["a selection", "", "sP26a-*", undefined, undefined],
  ["a selection", "", "sP26a-*", 82_372, undefined],
])(
  "A form of the command workflow that names %s is for its runs and for no others",
  async (_, production, tags, run, why) => {
    const { ask } = await aPromise({ form: filled(production, tags) });

    expect(await ask({ run }, { ...pause, id: "run-9" })).toBe(why);
  },
);
