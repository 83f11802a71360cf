import { expect, test } from "vitest";
import type { Intent } from "../../../action/core/ledger/event.ts";
import { authorizeAt } from "../../../action/flows/reconcile/derive.ts";
import type { OpenIntent } from "../../../action/flows/reconcile/derived.ts";
import { beginPass } from "../../../action/flows/reconcile/pass.ts";
import { aTrial, trialKey } from "./a-trial.ts";
import { aWorld, tag } from "./a-world.ts";

type Change = Partial<Intent> | Partial<Pick<OpenIntent, "attempt">> | Partial<OpenIntent["past"]>;
type Trial = Awaited<ReturnType<typeof aTrial>>;

test("An intent is derived once in a pass, and its result is used for no other intent", async () => {
  const world = aWorld();
  await world.run();
  const state = await world.state();
  if (state.kind !== "submitted") throw new Error(state.kind);
  const { intent, past } = state;
  const asked = authorizeAt(beginPass(world.ports, world.setting), world.merged, [intent]);
  const changed = (change: Partial<Intent>): OpenIntent => ({ ...state, intent: { ...intent, ...change } });
  const others: readonly OpenIntent[] = [
    changed({ tag: "sP26a-hfbottom-signal" }),
    changed({ version: "1.0.1" }),
    changed({ run: 66001 }),
    changed({ folder: "productions/q" }),
    changed({ commit: await world.main.head().then((head) => world.main.branch(head)) }),
    changed({ contentDigest: "0".repeat(64) }),
    { ...state, attempt: 2 },
    { ...state, past: { ...past, releases: [{ verb: "submit", by: "bob", id: "9", reason: "" }] } },
    { ...state, past: { ...past, spentCommands: [] } },
  ];

  const answers = [state, ...others].map((one) => asked(one));
  expect(asked(structuredClone(state))).toBe(answers[0]);
  await Promise.allSettled(answers);
  expect(new Set(answers).size).toBe(answers.length);
});

test("A further attempt of a trial that PanDA refused needs a person's word that is on GitHub", async () => {
  const trial = await aTrial();
  await trial.order();
  const { onCheck } = trial.panda;
  trial.panda.onCheck = async () => ({ kind: "rejected", message: "no" });
  await trial.run();
  expect(await trial.kind(trialKey(1))).toBe("rejected");
  trial.panda.onCheck = onCheck;
  const write = async (...events: Parameters<Trial["ledger"]["append"]>[1]) =>
    trial.ledger.append(await trial.ledger.head(), events, [], "a person, or somebody else");
  const at = { key: trialKey(1), at: "2026-03-01T10:00:00Z" };
  const word = { ...at, event: "person", verb: "submit", by: "ada", id: "31", reason: "" } as const;

  await write({ ...at, event: "again", attempt: 2, reason: "by ada" });
  await trial.run();
  expect(await trial.state(trialKey(1))).toMatchObject({
    kind: "held",
    reason: "attempt 2 lacks the decision of a person: `/shrek submit`",
  });
  await write(word);
  await trial.run();
  expect(await trial.kind(trialKey(1))).toBe("held");

  trial.people.comments.set(32, { body: `/shrek submit ${tag}@1.1.0-test.1`, login: "ada", pullRequest: 7 });
  await write({ ...word, id: "32" });
  await trial.run();
  expect([await trial.kind(trialKey(1)), trial.panda.calls.check.length]).toEqual(["submitted", 2]);
});
