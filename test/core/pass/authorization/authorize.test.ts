import { expect, test } from "vitest";
import { authorizeAt } from "../../../../action/core/pass/authorization/authorize.ts";
import { beginGathering, run } from "../../../../action/flows/reconcile/gather.ts";
import type { People } from "../../../../action/ports/people.ts";
import { aMergedPull, fakePeople } from "../../../fakes/fake-people.ts";
import { aTrial, trialKey } from "../../../flows/reconcile/a-trial.ts";
import { aWorld, key } from "../../../flows/reconcile/a-world.ts";
import { aMoment } from "../ask-fakes.ts";

/** The same people, and how often GitHub was asked about them. */
const counted = (people: People) => {
  const asked: string[] = [];
  const counting = new Proxy(people, {
    get: (target, name: keyof People) => {
      asked.push(name);
      return target[name];
    },
  });
  return { asked, counting };
};

test("GitHub is asked about an approval once for a head of main, and again for another head", async () => {
  const world = aWorld();
  await world.run();
  const state = await world.state(key);
  if (state.kind !== "submitted") throw new Error(state.kind);
  const people = fakePeople();
  people.pulls.set(world.merged, aMergedPull(world.merged, world.main.branch(world.merged)));
  const { asked, counting } = counted(people);
  const gathering = beginGathering({ ...world.ports, people: counting });
  const authorize = (head: string) => run({ gathering }, authorizeAt(aMoment(head), [state.intent])(state));
  const first = await authorize(world.merged);
  const calls = asked.length;

  expect(await authorize(world.merged)).toEqual(first);
  expect([first.kind, asked.length]).toEqual(["not-allowed", calls]);
  people.permissions.set("bob", "write");
  people.approved = [{ login: "bob", commit: people.pulls.get(world.merged)?.head ?? "" }];
  expect(await authorize(world.merged)).toEqual(first);
  expect((await authorize(world.main.commit({ "notes.md": "1" }))).kind).toBe("may-call");
});

test("GitHub is asked about a trial again before each call, whatever head main has", async () => {
  const trial = await aTrial();
  await trial.order();
  await trial.run();
  const state = await trial.state(trialKey(1));
  if (state.kind !== "submitted") throw new Error(state.kind);
  const { intent } = state;
  const gathering = beginGathering({ ...trial.ports, people: trial.people });
  const moment = aMoment(trial.merged, await trial.ledger.head());
  const kindOf = async (now: typeof gathering) =>
    (await run({ gathering: now }, authorizeAt(moment, [intent])(state))).kind;
  expect(await kindOf(gathering)).toBe("may-call");
  trial.people.comments.clear();

  expect(await kindOf(gathering)).toBe("may-call");
  expect(await kindOf(gathering.anew())).toBe("not-allowed");
});
