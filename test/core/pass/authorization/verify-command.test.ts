import { describe, expect, test } from "vitest";
import { parseCommand } from "../../../../action/core/command/parse-command.ts";
import type { PersonsComment, SentForm } from "../../../../action/core/command/persons-comment.ts";
import type { GivenCommand, Intent } from "../../../../action/core/ledger/event.ts";
import { keyOf } from "../../../../action/core/ledger/event.ts";
import { verifyCommand } from "../../../../action/core/pass/authorization/verify-command.ts";
import type { Approvals } from "../../../../action/core/pass/reads.ts";
import { confirmationId } from "../../../../action/core/submission/confirmation.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";
import { aRequest, conventionsBytes } from "../../a-production.ts";
import { anIntent, aSubmission } from "../../submission/a-submission.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

const head = "d".repeat(40);
const tag = "sP26a-toy";
const said = "2026-03-01T10:00:00Z";
const intent = anIntent({ pullRequest: 7 });
const confirmed = (words: string): string => {
  const asked = parseCommand(words);
  if (asked.kind !== "command") throw new Error(words);
  return `/shrek yes ${confirmationId("11", asked, [{ key: keyOf(intent), state: aSubmission("running") }])}`;
};
const comment = (body: string, change: Partial<PersonsComment> = {}): PersonsComment => ({
  ...{ body, login: "bob", pullRequest: 7, at: said, editor: undefined },
  ...change,
});
const asked = comment(`/shrek kill ${tag}`);
const yes = comment(confirmed(`/shrek kill ${tag}`));
const kill: GivenCommand = { verb: "kill", by: "bob", id: "12", reason: "" };
const pause: GivenCommand = { verb: "pause", by: "bob", id: "9", reason: "" };

type World = {
  readonly comments?: Readonly<Record<number, PersonsComment | undefined>>;
  readonly form?: Partial<SentForm> | undefined;
  readonly permission?: "write" | "read";
  readonly approvals?: Approvals;
  readonly intent?: Intent;
  readonly merged?: string;
  readonly losesWork?: boolean;
  readonly answers?: Answers;
};
/** What one pass finds out about an order: GitHub has bob's kill, comment 11, his confirmation, comment 12, and this. */
const verified = async (order: GivenCommand, world: World = {}) => {
  const comments: World["comments"] = { 11: asked, 12: yes, ...world.comments };
  const answers: Answers = {
    comment: (id) => comments[id],
    form: (run) =>
      run === 5 && world.form !== undefined ? { logins: ["bob"], title: "", at: said, ...world.form } : undefined,
    permission: (login) => (login === "bob" ? (world.permission ?? "write") : "none"),
    ruleChanges: () => [],
    ...world.answers,
  };
  const { merged, losesWork = false } = world;
  const moment = { ...aMoment(head), approvals: world.approvals ?? "asked" };
  return await given(answers, (reads) =>
    verifyCommand({ ...moment, ...reads }, { intent: world.intent ?? intent, merged, losesWork }, order),
  );
};
const fault = async (order: GivenCommand, world?: World): Promise<string | undefined> =>
  (await verified(order, world)).fault;
const not = (why: string, order = kill): string => `${order.verb} by ${order.by} is not obeyed: ${why}`;

test("An order stands by the comment that confirms it, at the time that GitHub says", async () => {
  expect(await verified(kill)).toEqual({ at: said });
  expect(await verified(pause, { comments: { 9: comment(`/shrek pause ${tag}`) } })).toEqual({ at: said });
});

test.each<Approvals>(["not-needed", "assumed"])(
  "Where nobody can be asked an order is of now: %s",
  async (approvals) => {
    expect(await verified({ ...kill, id: "terminal-1" }, { approvals, answers: { comment: () => undefined } })).toEqual(
      {
        at: aMoment(head).now,
      },
    );
  },
);

test.each<readonly [string, string, GivenCommand, World]>([
  ["whose comment never was", "there is no comment 9 on GitHub", { ...kill, id: "9" }, {}],
  ["of a terminal", 'its id "terminal-1" belongs to no comment and to no form', { ...kill, id: "terminal-1" }, {}],
  [
    "whose id is long",
    `its id "${"7".repeat(40)}" belongs to no comment and to no form`,
    { ...kill, id: "7".repeat(50) },
    {},
  ],
  ["with another spelling of an id", 'its id "12.0" belongs to no comment and to no form', { ...kill, id: "12.0" }, {}],
  ["under somebody else's comment", "comment 12 is by bob", { ...kill, by: "ada" }, {}],
  ["that waits for its yes", "comment 11 waits for its confirmation", { ...kill, id: "11" }, {}],
  ["of another step", "comment 12 does not say so, or not any more", { ...kill, step: "simulate" }, {}],
  ["of another verb", "comment 12 does not say so, or not any more", { ...kill, verb: "finish" }, {}],
  [
    "of a comment that says another",
    "comment 12 does not say so, or not any more",
    kill,
    { comments: { 12: comment(`/shrek pause ${tag}`) } },
  ],
  [
    "of a comment without a command",
    "comment 12 does not say so, or not any more",
    kill,
    { comments: { 12: comment("never mind") } },
  ],
  [
    "whose comment was edited",
    "comment 12 was edited by ada, and an edited comment is no order",
    kill,
    { comments: { 12: { ...yes, editor: "ada" } } },
  ],
  [
    "whose first comment was edited",
    "comment 11, which comment 12 confirms, was edited by ada, and an edited comment is no order",
    kill,
    { comments: { 11: { ...asked, editor: "ada" } } },
  ],
  [
    "that confirms another spelling of the first id",
    "comment 12 confirms another command",
    kill,
    { comments: { 12: comment(yes.body.replace("yes 11-", "yes 11.0-")) } },
  ],
  ["that confirms nothing", "comment 12 confirms another command", kill, { comments: { 12: comment("/shrek yes 7") } }],
  ["whose first comment is gone", "comment 12 confirms another command", kill, { comments: { 11: undefined } }],
  [
    "whose first comment says another",
    "comment 12 confirms another command",
    kill,
    { comments: { 11: comment(`/shrek kill ${tag}@1.0.0`) } },
  ],
  [
    "whose first comment is of another pull request",
    "comment 12 confirms another command",
    kill,
    { comments: { 11: { ...asked, pullRequest: 8 } } },
  ],
  ["by who lost the right", "kill needs write permission on this repository.", kill, { permission: "read" }],
  [
    "for another production",
    "comment 9 does not say so, or not any more",
    pause,
    { comments: { 9: comment("/shrek pause sP26a-other") } },
  ],
  [
    "for another version",
    "comment 9 does not say so, or not any more",
    pause,
    { comments: { 9: comment(`/shrek pause ${tag}@2.0.0`) } },
  ],
])("An order %s does not stand", async (_, why, order, world) => {
  expect(await fault(order, world)).toBe(not(why, order));
});

test("An order is given by whom the approved conventions above its production name", async () => {
  const rules = `${new TextDecoder().decode(conventionsBytes)}\npolicy: { commands: { pause: ["@eve"] } }\n`;
  const path = "productions/conventions.yaml";
  const answers: Answers = {
    ...aTree("first", { [path]: rules }),
    ruleChanges: () => [{ at: "", commit: "first", paths: [path] }],
  };

  expect(await fault(pause, { comments: { 9: comment(`/shrek pause ${tag}`) }, answers })).toBe(
    not(`pause is for @eve, by the policy in ${path}.`, pause),
  );
});

test("A withdrawal needs a confirmation only where it loses work", async () => {
  const withdraw: GivenCommand = { verb: "withdraw", by: "bob", id: "9", reason: "", data: "keep" };
  const comments = { 9: comment(`/shrek withdraw keep ${tag}`) };

  expect(await fault(withdraw, { comments })).toBeUndefined();
  expect(await fault(withdraw, { comments, losesWork: true })).toBe(
    not("comment 9 waits for its confirmation", withdraw),
  );
});

test("A command that never needs a confirmation needs none where it loses work either", async () => {
  const comments = { 9: comment(`/shrek pause ${tag}`) };

  expect(await fault(pause, { comments, losesWork: true })).toBeUndefined();
});

test("An order from before the merge was about another state, and one of the same second counts", async () => {
  const world = { comments: { 9: comment(`/shrek pause ${tag}`) } };

  expect(await fault(pause, { ...world, merged: "2026-03-01T10:00:01Z" })).toBe(
    not("it was given before this came to main", pause),
  );
  expect(await fault(pause, { ...world, merged: said })).toBeUndefined();
});

describe("a command without a name", () => {
  const commit = "e".repeat(40);
  const rules = "productions/conventions.yaml";
  const conventions = new TextDecoder().decode(conventionsBytes);
  const request = aRequest();
  const ofPull = anIntent({ tag: "sP26a-hfcharm-signal", folder: "productions/p", commit, pullRequest: 7 });
  const world = (answers: Answers = {}, number = 7): World => ({
    intent: ofPull,
    comments: { 9: comment("/shrek pause") },
    answers: {
      ...aTree(commit, { "productions/p/production.yaml": JSON.stringify(request), [rules]: conventions }),
      pullRequestOf: (one) => (one === commit ? aMergedPull(commit, "h", { number }) : undefined),
      holdsRequest: (at, folder) => at === commit && folder === "productions/p",
      lastChange: () => ({ commit, author: "ada" }),
      ...answers,
    },
  });

  test("A comment's order is obeyed where its pull request brought this version", async () => {
    expect(await fault(pause, world())).toBeUndefined();
  });

  test.each<readonly [string, World]>([
    ["that git does not know to hold the request", world({ holdsRequest: () => false })],
    ["that changed nothing of it", world({ lastChange: () => ({ commit: head, author: "ada" }) })],
    ["that came to main another way", world({ pullRequestOf: () => undefined })],
    ["of another number", world({}, 8)],
    ["into another branch", world({ pullRequestOf: () => aMergedPull(commit, "h", { into: "next" }) })],
    ["that brought another version", { ...world(), intent: { ...ofPull, version: "2.0.0" } }],
  ])("It is not obeyed where the ledger names a commit %s", async (_, named) => {
    expect(await fault(pause, named)).toBe(
      not("comment 9 names no production, and pull request #7 did not bring this one", pause),
    );
  });
});

describe("an order by a form of the command workflow", () => {
  const title = `/shrek kill ${tag}@1.0.0 reason="a | b" | site  | states  | tags  | cause  | confirm true`;
  const order: GivenCommand = { ...kill, id: "run-5" };
  const silent = "run 5 does not say so, or not any more";

  test("An order of the command workflow counts as the run of the workflow says it", async () => {
    expect(await verified(order, { form: { title } })).toEqual({ at: said });
  });

  test.each<readonly [string, string, Partial<SentForm> | undefined]>([
    ["is none", "run 5 is no run of the command workflow on main", undefined],
    ["is others'", "run 5 is by ada and eve", { logins: ["ada", "eve"] }],
    ["names another version", silent, { title: title.replace("@1.0.0", "@2.0.0") }],
    ["says another verb", silent, { title: title.replace("kill", "pause") }],
    ["names another production", silent, { title: title.replace(`${tag}@1.0.0`, "other") }],
    ["names none", silent, { title: title.replace(`${tag}@1.0.0 `, "") }],
    ["was a preview", "run 5 was sent without confirm", { title: title.replace("confirm true", "confirm false") }],
    [
      "has another title",
      "the title of run 5 does not say what was filled in; take command.yml as this release has it",
      { title: title.replace("/shrek", "command") },
    ],
  ])("An order of the command workflow does not stand where its run %s", async (_, why, form) => {
    expect(await fault(order, { form: form === undefined ? undefined : { title, ...form } })).toBe(not(why, order));
  });

  test.each(["run-5x", "xrun-5", "run-5.0"])(
    "An order of the command workflow is named by the number of its run, and not by %s",
    async (id) => {
      expect(await fault({ ...order, id }, { form: { title } })).toBe(
        not(`its id "${id}" belongs to no comment and to no form`),
      );
    },
  );

  test.each([
    ["its tag", "tags ", "tags sP26a-*", true],
    ["another tag", "tags ", "tags sP26b-*", false],
    ["its state alone", "states ", "states running", true],
    ["a cause", "cause ", "cause 3f9a1c2b", true],
    ["nothing", "tags ", "tags ", false],
  ])("An order that selects by %s is for the submissions that it selects", async (_, from, to, stands) => {
    const form = { title: title.replace(`${tag}@1.0.0 `, "").replace(from, to) };

    expect(await fault(order, { form })).toBe(stands ? undefined : not(silent));
  });

  test("An order that selects needs a confirmation, also where it loses no work", async () => {
    const named = title.replace("kill", "pause").replace("confirm true", "confirm false");
    const selecting = named.replace(`${tag}@1.0.0 `, "").replace("tags ", "tags sP26a-*");
    const paused = { ...order, verb: "pause" } as const;

    expect(await fault(paused, { form: { title: named } })).toBeUndefined();
    expect(await fault(paused, { form: { title: selecting } })).toBe(not("run 5 was sent without confirm", paused));
    expect(await fault(paused, { form: { title: selecting.replace("false", "true") } })).toBeUndefined();
  });

  test.each([
    ["a production alone", tag, "", undefined, true],
    ["a production alone", tag, "", 82_372, false],
    ["a run of it", `${tag}#82372`, "", 82_372, true],
    ["a run of it", `${tag}#82372`, "", undefined, false],
    ["a selection", "", "sP26a-*", undefined, true],
    ["a selection", "", "sP26a-*", 82_372, true],
  ])("An order that names %s is for its runs and for no others", async (_, production, tags, run, stands) => {
    const form = { title: `/shrek kill ${production} | site  | states  | tags ${tags} | confirm true` };

    expect(await fault(order, { form, intent: { ...intent, run } })).toBe(stands ? undefined : not(silent));
  });
});
