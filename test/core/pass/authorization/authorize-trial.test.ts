import { expect, test } from "vitest";
import type { Intent, SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { authorizeAt } from "../../../../action/core/pass/authorization/authorize.ts";
import type { ReconcilePorts } from "../../../../action/flows/reconcile/ports.ts";
import { aTrial, trialKey } from "../../../flows/reconcile/a-trial.ts";
import { tag } from "../../../flows/reconcile/a-world.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

/** A trial at PanDA, and what git and GitHub say of a promise that differs from its own by something. */
const aPromise = async () => {
  const trial = await aTrial();
  await trial.order();
  await trial.run();
  const state = await trial.state(trialKey(1));
  if (state.kind !== "submitted" || state.intent.trial === undefined) throw new Error(state.kind);
  const { intent } = state;
  const ask = async (change: Partial<Intent> = {}, ports: Partial<ReconcilePorts> = {}) => {
    const all = { ...trial.ports, people: trial.people, ...ports };
    const moment = {
      ...aMoment(trial.merged, await trial.ledger.head()),
      approvals: all.people === undefined ? ("not-needed" as const) : ("asked" as const),
    };
    return askFakes(all, (reads) =>
      authorizeAt({ ...moment, ...reads }, [intent])({ ...state, intent: { ...intent, ...change } }),
    );
  };
  const write = async (key: SubmissionKey, ...events: readonly SubmissionEvent[]) =>
    trial.ledger.append(
      await trial.ledger.head(),
      events.map((event) => ({ ...event, key, at: "2026-03-01T10:00:00Z" })),
      [],
      "somebody",
    );
  return { ...trial, intent, order: state.intent.trial, ask, write };
};
const refused = (why: string) => ({ kind: "not-allowed", reason: `its trial is not allowed: ${why}` });

test("A trial may be called with the content of its head commit, if the person's order exists", async () => {
  const { ask, head, intent } = await aPromise();

  expect(await ask()).toMatchObject({
    kind: "may-call",
    head,
    commit: head,
    pullRequest: 7,
    approval: "a trial, ordered by ada in comment 12",
    production: { version: "1.1.0-test.1", contentDigest: intent.contentDigest },
  });
});

test.each<[string, Partial<Intent>]>([
  ["no trial's version", { version: "1.1.0" }],
  ["another release", { version: "1.2.0-test.1" }],
  ["a run", { run: 66001 }],
  ["another folder", { folder: "productions/q" }],
  ["other content", { contentDigest: "0".repeat(64) }],
])("An intent of a trial with %s differs from the head commit and is not called", async (_, change) => {
  const { ask, head, ledger } = await aPromise();

  expect(await ask(change, { ledger: { ...ledger, submissions: async () => [] } })).toEqual(
    refused(`the ledger intends something else than ${head.slice(0, 12)} holds`),
  );
});

test("An intent of a trial with other content, of another order, or of an unacceptable version is not called", async () => {
  const { ask, order, head } = await aPromise();

  expect(await ask({ trial: { ...order, of: "0".repeat(64) } })).toEqual(
    refused(`the ledger intends something else than ${head.slice(0, 12)} holds`),
  );
  expect(await ask({ trial: { ...order, id: "99" } })).toEqual(refused("there is no comment 99 on GitHub"));
  expect(await ask({ tag: "sP26a-hfbottom-signal" })).toEqual(
    refused("the request of the trial is refused: the check gives no reason"),
  );
  expect(await ask({}, { people: undefined })).toEqual(refused("the comment that orders it cannot be read from here"));
});

test("One trial order has one effect: an earlier trial number of the order, or one that began, is its answer", async () => {
  const { ask, intent, write } = await aPromise();
  const answered = refused(`its order was answered by ${tag} 1.1.0-test.1`);

  expect(await ask({ version: "1.1.0-test.2" })).toEqual(answered);
  expect(await ask({ version: "1.1.0-test.0" })).toEqual(answered);

  const promised = (version: string): SubmissionEvent => ({
    event: "intended",
    intent: { ...intent, version },
    attempt: 1,
  });
  await write(trialKey(2), promised("1.1.0-test.2"));
  await write(trialKey(1, "1.2.0"), promised("1.2.0-test.1"));
  expect(await ask()).toMatchObject({ kind: "may-call" });
  await write(trialKey(0), promised("1.1.0-test.0"));
  expect(await ask()).toEqual(refused(`its order was answered by ${tag} 1.1.0-test.0`));
});

test("A second trial with another order, or without one, does not affect the first", async () => {
  const { ask, intent, order, write } = await aPromise();
  await write(trialKey(0), {
    event: "intended",
    intent: { ...intent, trial: { ...order, id: "22", confirms: "21-a" } },
    attempt: 1,
  });
  expect(await ask()).toMatchObject({ kind: "may-call" });
  await write(trialKey(3), { event: "skipped", reason: "it was there before" });

  expect(await ask()).toMatchObject({ kind: "may-call" });
});
