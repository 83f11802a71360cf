import { expect, test } from "vitest";
import type { GivenCommand, SubmissionEvent } from "../../../../action/core/ledger/event.ts";
import type { OpenIntent } from "../../../../action/core/pass/authorization/authorization.ts";
import { effectiveCommands, unconfirmedOf } from "../../../../action/core/pass/authorization/unconfirmed.ts";
import { anIntent, foldOf, pastOf } from "../../submission/a-submission.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

type State = "intended" | "held" | "conflict" | "checked" | "submitted";
const person = (verb: GivenCommand["verb"], change: Partial<GivenCommand> = {}): SubmissionEvent => ({
  ...{ event: "person", verb, by: "ada", id: "12", reason: "" },
  ...change,
});
const open = (kind: State, ...events: readonly SubmissionEvent[]): OpenIntent => {
  const state = foldOf([...pastOf(kind), ...events]);
  if (!("intent" in state) || !("past" in state)) throw new Error(state.kind);
  return state;
};
const verbs = (state: OpenIntent): readonly string[] => effectiveCommands(state).map(({ verb }) => verb);

test.each<readonly [State, SubmissionEvent, readonly string[]]>([
  ["held", person("submit"), ["submit"]],
  ["intended", person("submit"), []],
  ["conflict", person("adopt", { request: 8 }), ["adopt"]],
  ["submitted", person("withdraw"), ["withdraw"]],
  ["held", person("withdraw"), ["withdraw"]],
  ["submitted", person("declare", { quality: "bad" }), ["declare"]],
  ["submitted", person("kill"), []],
  ["intended", person("priority", { priority: 950 }), ["priority"]],
  ["checked", person("priority", { priority: 950 }), ["priority"]],
  ["held", person("priority", { priority: 950 }), []],
  ["submitted", person("priority", { priority: 950 }), []],
])("Of what is %s, an order has an effect by standing on the ledger or has none: %j", (kind, order, effective) => {
  expect(verbs(open(kind, order))).toEqual(effective);
});

test.each(["held", "conflict", "submitted"] as const)(
  "Only these orders have an effect on a submission that is %s",
  (kind) => {
    const { past } = open(kind);
    const order = (verb: GivenCommand["verb"]): GivenCommand => ({ verb, by: "ada", id: verb, reason: "" });
    const all = {
      ...past,
      releases: [order("submit")],
      withdrawal: { ...order("withdraw"), data: "drop" },
      adoption: order("adopt"),
      expiring: [order("expire")],
      declared: [{ ...order("declare"), quality: "bad", saidOn: undefined }],
    } as const;
    const own = { held: ["submit"], conflict: ["adopt"], submitted: [] }[kind];

    expect(
      effectiveCommands({ kind, past: all })
        .map(({ verb }) => verb)
        .toSorted(),
    ).toEqual(["declare", "expire", "withdraw", ...own].toSorted());
  },
);

const head = "b".repeat(40);
const later = "d".repeat(40);
/** What GitHub says of a withdrawal by ada, which her comment says. */
const unconfirmed = async (state: OpenIntent, mainHead: string, answers: Answers = {}) => {
  const comment: Answers["comment"] = (id) =>
    id === 12
      ? {
          body: "/shrek withdraw drop sP26a-toy",
          login: "ada",
          pullRequest: 7,
          at: "2026-03-01T10:00:00Z",
          editor: undefined,
        }
      : undefined;
  const facts: Answers = { comment, permission: () => "write", files: () => [], ruleChanges: () => [], ...answers };
  return await given(facts, (reads) =>
    unconfirmedOf({ ...aMoment(mainHead), ...reads }, state, effectiveCommands(state)),
  );
};
const waits = {
  kind: "command-unconfirmed",
  id: "12",
  reason: "withdraw by ada is not obeyed: comment 12 waits for its confirmation",
};

test("An order that GitHub does not confirm is named with the reason", async () => {
  const state = open("held", person("withdraw", { id: "13" }));

  expect(await unconfirmed(state, head)).toEqual([
    { ...waits, id: "13", reason: "withdraw by ada is not obeyed: there is no comment 13 on GitHub" },
  ]);
  expect(await unconfirmed(open("held"), head)).toEqual([]);
});

test("A withdrawal of what was checked, or of a trial, may lose work and needs a confirmation", async () => {
  const trial = { pullRequest: 7, head, by: "ada", id: "11", confirms: "10-a", of: "0".repeat(64) };
  const withdraw = person("withdraw", { data: "drop" });
  const gone: Answers = { treeIds: () => new Map(), holdsRequest: () => false, neighbours: () => new Map() };
  const ofTrial = foldOf([...pastOf("submitted", { intent: anIntent({ trial }) }), withdraw]) as OpenIntent;

  expect(await unconfirmed(open("checked", withdraw), head)).toEqual([waits]);
  expect(await unconfirmed(open("submitted", withdraw), head)).toEqual([waits]);
  expect(await unconfirmed(ofTrial, later, gone)).toEqual([waits]);
  // Where main has dropped it, people were asked already.
  expect(await unconfirmed(open("submitted", withdraw), later, gone)).toEqual([]);
  expect(await unconfirmed(open("intended", withdraw), head)).toEqual([]);
  // What was adopted was never checked here.
  const { past, ...adopted } = open("submitted", withdraw);
  expect(await unconfirmed({ ...adopted, past: { ...past, isBound: false } } as OpenIntent, head)).toEqual([waits]);
});

test("Only a withdrawal is asked about whether it loses work", async () => {
  const state = open("submitted", person("declare", { quality: "bad", id: "14" }));

  expect(await unconfirmed(state, later)).toMatchObject([
    { id: "14", reason: expect.stringContaining("no comment 14") },
  ]);
});
