import { expect, test } from "vitest";
import type { PersonsComment, SentForm } from "../../../../action/core/command/persons-comment.ts";
import type { Thaw } from "../../../../action/core/ledger/main-after.ts";
import { thawFault } from "../../../../action/core/pass/authorization/verify-command.ts";
import type { Approvals } from "../../../../action/core/pass/reads.ts";
import { textFile } from "../../../../action/core/text/source-file.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

const head = "d".repeat(40);
const thaw: Thaw = { by: "bob", id: "12", last: "11", leaves: undefined };
const [freeze, said] = ["/shrek freeze until=2026-03-02 reason=x", "/shrek unfreeze"];
const comment = (body: string, at: string, change: Partial<PersonsComment> = {}): PersonsComment => ({
  ...{ body, login: "bob", pullRequest: 7, at: `2026-03-01T${at}:00Z`, editor: undefined },
  ...change,
});

type World = {
  readonly comments?: Readonly<Record<number, PersonsComment | undefined>>;
  readonly form?: SentForm;
  readonly permission?: "write" | "read";
  readonly approvals?: Approvals;
  readonly rules?: string;
};
const faultIn = async (world: World = {}, change: Partial<Thaw> = {}): Promise<string | undefined> => {
  const comments: World["comments"] = { 11: comment(freeze, "10:00"), 12: comment(said, "10:01"), ...world.comments };
  const path = "productions/conventions.yaml";
  const answers: Answers = {
    comment: (id) => comments[id],
    form: (run) => (run === 5 ? world.form : undefined),
    permission: (login) => (login === "bob" ? (world.permission ?? "write") : "none"),
    ruleChanges: () => [{ at: "", commit: "c", paths: [path] }],
    files: (_, paths) =>
      paths.includes(path) ? [{ kind: "file", ...textFile(path, world.rules ?? conventions) }] : [],
  };
  return await given(answers, (reads) =>
    thawFault({ ...aMoment(head), approvals: world.approvals ?? "asked", ...reads }, { ...thaw, ...change }),
  );
};

test("An unfreeze counts by its comment, and in the same second as the freeze", async () => {
  expect([await faultIn(), await faultIn({ comments: { 12: comment(said, "10:00") } })]).toEqual([
    undefined,
    undefined,
  ]);
});

test("An unfreeze ends also a freeze whose comment is gone", async () => {
  expect(await faultIn({ comments: { 11: undefined } })).toBeUndefined();
});

test.each<Approvals>(["not-needed", "assumed"])(
  "Where nobody can be asked an unfreeze counts: %s",
  async (approvals) => {
    expect(await faultIn({ approvals }, { id: "terminal-1" })).toBeUndefined();
  },
);

test("An unfreeze counts by the form that was sent", async () => {
  const title = "/shrek unfreeze | site  | states  | tags  | cause  | confirm false";
  const form = { logins: ["bob"], title, at: "2026-03-01T10:01:00Z" };
  expect(await faultIn({ form }, { id: "run-5" })).toBeUndefined();
  const selecting = title.replace("tags ", "tags *");
  expect(
    await faultIn({ form: { ...form, title: selecting.replace("false", "true") } }, { id: "run-5" }),
  ).toBeUndefined();
  expect(await faultIn({ form: { ...form, logins: ["ada", "eve"] } }, { id: "run-5" })).toBe("run 5 is by ada and eve");
  expect(await faultIn({ form: { ...form, title: selecting } }, { id: "run-5" })).toBe(
    "run 5 was sent without confirm",
  );
});

test.each<readonly [string, string, World, Partial<Thaw>]>([
  ["whose comment never was", "there is no comment 9 on GitHub", {}, { id: "9" }],
  ["under another's comment", "comment 12 is by bob", {}, { by: "ada" }],
  [
    "whose comment was edited",
    "comment 12 was edited by ada",
    { comments: { 12: comment(said, "10:01", { editor: "ada" }) } },
    {},
  ],
  ["whose comment says another", "comment 12 does not say so", { comments: { 12: comment(freeze, "10:01") } }, {}],
  ["of a yes", "comment 12 confirms another command", { comments: { 12: comment("/shrek yes 11-0a", "10:01") } }, {}],
  [
    "that was said before the freeze",
    "comment 12 is older than the freeze",
    { comments: { 12: comment(said, "09:59") } },
    {},
  ],
  ["without permission", "unfreeze needs write permission on this repository.", { permission: "read" }, {}],
  [
    "that is for others",
    "unfreeze is for @ada, by the policy in productions/conventions.yaml.",
    { rules: `${conventions}\npolicy: { commands: { unfreeze: ["@ada"] } }\n` },
    {},
  ],
])("An unfreeze does not count %s", async (_, why, world, change) => {
  expect(await faultIn(world, change)).toContain(why);
});
