import { describe, expect, test } from "vitest";
import { type CommandAsked, parseCommand } from "../../../../action/core/command/parse-command.ts";
import type { PersonsComment } from "../../../../action/core/command/persons-comment.ts";
import type { TrialCommand } from "../../../../action/core/ledger/main-event.ts";
import { trialCommandFault } from "../../../../action/core/pass/trials/trial-fault.ts";
import type { OpenPull, Permission, Review } from "../../../../action/core/policy/pull-request.ts";
import { trialConfirmation } from "../../../../action/core/submission/trial-confirmation.ts";
import { given } from "../answers.ts";

const head = "a".repeat(40);
const tip = "d".repeat(40);
const asked = (words: string): CommandAsked => {
  const command = parseCommand(words);
  if (command.kind !== "command") throw new Error(command.kind);
  return command;
};
const confirms = (words: string): string => trialConfirmation("11", asked(words), { pullRequest: 7, head });
const order = (change: Partial<TrialCommand> = {}): TrialCommand => ({
  ...{ pullRequest: 7, head, by: "ada", id: "12", confirms: confirms("/shrek trial") },
  ...change,
});
const comment = (body: string, change: Partial<PersonsComment> = {}): PersonsComment => ({
  ...{ body, login: "ada", pullRequest: 7, at: "2026-03-01T10:00:00Z", editor: undefined },
  ...change,
});
const first = comment("/shrek trial");
const second = comment(`/shrek yes ${confirms("/shrek trial")}`);
const open: OpenPull = { head, into: "main", isOwn: true };

type World = {
  readonly comments?: Readonly<Record<number, PersonsComment>>;
  readonly pull?: OpenPull | undefined;
  readonly reviews?: readonly Review[];
  readonly permission?: Permission;
  readonly brought?: readonly string[];
  readonly held?: readonly string[];
  readonly order?: TrialCommand;
};

/** Why the order does not stand, where nothing of the world differs but this. */
const fault = async (world: World = {}): Promise<string | undefined> => {
  const comments = { 11: first, 12: second, ...world.comments };
  const { brought = [head, tip], held = [head], reviews } = world;
  return await given(
    {
      comment: (id) => (comments as Record<number, PersonsComment>)[id],
      openPull: () => ("pull" in world ? world.pull : open),
      ...(reviews === undefined ? {} : { reviews: (pullRequest) => (pullRequest === 7 ? reviews : []) }),
      permission: (login) => (login === "bob" ? (world.permission ?? "write") : "none"),
      fetch: (one, pullRequest) => pullRequest === 7 && brought.includes(one),
      holds: (one, commit) => one === (world.pull ?? open).head && held.includes(commit),
    },
    (reads) => trialCommandFault(reads, world.order ?? order()),
  );
};
const without = (id: 11 | 12): World => ({
  comments: { [id]: undefined } as unknown as Record<number, PersonsComment>,
});
const moved = { ...open, head: tip };

test("An order of a trial holds while its two comments do and the open pull request holds the commit", async () => {
  expect(await fault()).toBeUndefined();
  expect(await fault({ pull: moved })).toBeUndefined();
});

test("An order of a trial holds with all that its words name", async () => {
  const words = "/shrek trial sP26a-toy#3 jobs=2 events=5 step=simulate";
  const comments = { 11: comment(words), 12: comment(`/shrek yes ${confirms(words)}`) };
  const part = { production: "sP26a-toy", run: 3, jobs: 2, events: 5, step: "simulate" };

  expect(await fault({ comments, order: order({ confirms: confirms(words), ...part }) })).toBeUndefined();
  expect(await fault({ comments, order: order({ confirms: confirms(words), ...part, jobs: 200 }) })).toBe(
    "comment 12 confirms another command or another commit",
  );
});

const another = "comment 12 confirms another command or another commit";
const notHeld = "pull request #7 does not hold the commit aaaaaaaaaaaa any more";
const wrongId = `x${"1".repeat(50)}`;

test.each<readonly [string, string, World]>([
  [
    "with an id that is no comment's",
    `its id "${wrongId.slice(0, 40)}" belongs to no comment`,
    { order: order({ id: wrongId }) },
  ],
  ["whose comment is gone", "there is no comment 12 on GitHub", without(12)],
  ["of another person", "comment 12 is by bob", { comments: { 12: { ...second, login: "bob" } } }],
  ["of another pull request", "comment 12 is of pull request #8", { comments: { 12: { ...second, pullRequest: 8 } } }],
  [
    "whose comment was edited",
    "comment 12 was edited by eve, and an edited comment is no order",
    { comments: { 12: { ...second, editor: "eve" } } },
  ],
  [
    "whose comment says nothing",
    "comment 12 does not confirm it, or not any more",
    { comments: { 12: { ...second, body: "yes" } } },
  ],
  [
    "whose comment orders another thing",
    "comment 12 does not confirm it, or not any more",
    { comments: { 12: { ...second, body: "/shrek pause" } } },
  ],
  [
    "whose comment confirms something else",
    another,
    { comments: { 12: { ...second, body: "/shrek yes 11-0000000000000000" } } },
  ],
  ["whose first comment is gone", another, without(11)],
  ["whose first comment is of another pull request", another, { comments: { 11: { ...first, pullRequest: 8 } } }],
  ["whose first comment orders another thing", another, { comments: { 11: comment("/shrek pause") } }],
  ["whose first comment says nothing", another, { comments: { 11: comment("try it") } }],
  ["whose first comment orders another trial", another, { comments: { 11: comment("/shrek trial jobs=2") } }],
  [
    "whose first comment was edited",
    "comment 11, which comment 12 confirms, was edited by eve, and an edited comment is no order",
    { comments: { 11: { ...first, editor: "eve" } } },
  ],
  ["with more than was said", another, { order: order({ jobs: 9 }) }],
  ["of another commit", another, { order: order({ head: tip }) }],
  ["whose pull request is closed", "pull request #7 is not open", { pull: undefined }],
  ["whose pull request is of a fork", "pull request #7 comes from a fork", { pull: { ...open, isOwn: false } }],
  ["whose pull request goes elsewhere", "pull request #7 goes into next", { pull: { ...open, into: "next" } }],
  ["whose pull request has a head that cannot be read", notHeld, { pull: moved, brought: [head] }],
  ["whose commit cannot be read", notHeld, { pull: moved, brought: [tip] }],
  ["whose pull request does not hold its commit", notHeld, { pull: moved, held: [] }],
])("An order %s does not stand", async (_, why, world) => {
  expect(await fault(world)).toBe(why);
});

describe("a branch that the form may have made", () => {
  const pull = { ...open, branch: "shrek/form-5" };
  const unlooked =
    "pull request #7: a program made it of what others wrote, and nobody with write permission has approved this commit yet";
  const approved: Review = { login: "bob", commit: head, says: "approved", at: "2026-03-01T09:00:00Z" };

  test("A branch of the form is tried when somebody with write permission has approved it", async () => {
    expect(await fault({ pull, reviews: [] })).toBe(unlooked);
    expect(await fault({ pull, reviews: [approved] })).toBeUndefined();
    expect(await fault({ pull, reviews: [approved], permission: "read" })).toBe(unlooked);
    expect(await fault({ pull, reviews: [{ ...approved, login: "eve" }] })).toBe(unlooked);
    expect(await fault({ pull, reviews: [{ ...approved, commit: tip }] })).toBe(unlooked);
    expect(await fault({ pull, reviews: [{ ...approved, says: "changes-requested" }] })).toBe(unlooked);
  });

  test("A branch that no program made is tried without an approval of its commit", async () => {
    expect(await fault({ pull: { ...open, branch: "topic" } })).toBeUndefined();
  });
});
