import { expect, test } from "vitest";
import type { PersonsComment, SentForm } from "../../../../action/core/command/persons-comment.ts";
import type { Intent } from "../../../../action/core/ledger/event.ts";
import { submitsOnGitHub } from "../../../../action/core/pass/authorization/submits-on-github.ts";
import type { Approvals } from "../../../../action/core/pass/reads.ts";
import { aMergedPull } from "../../../fakes/fake-people.ts";
import { aRequest, conventionsBytes } from "../../a-production.ts";
import { anIntent } from "../../submission/a-submission.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

const head = "d".repeat(40);
const commit = "e".repeat(40);
const tag = "sP26a-hfcharm-signal";
const said = "2026-03-01T10:00:00Z";
const intent = anIntent({ tag, folder: "productions/p", commit, pullRequest: 7 });
const comment = (body: string, change: Partial<PersonsComment> = {}): PersonsComment => ({
  ...{ body, login: "bob", pullRequest: 7, at: said, editor: undefined },
  ...change,
});

type World = {
  readonly comments?: Readonly<Record<number, PersonsComment | undefined>>;
  readonly form?: Partial<SentForm> | undefined;
  readonly by?: string;
  readonly id?: string;
  readonly approvals?: Approvals;
  readonly intent?: Intent;
  readonly merged?: string;
  readonly number?: number;
  readonly answers?: Answers;
};
/** Which words to submit approve, where the ledger has one of bob, comment 9, and GitHub has this. */
const approving = async (world: World = {}) => {
  const request = JSON.stringify(aRequest());
  const conventions = new TextDecoder().decode(conventionsBytes);
  const answers: Answers = {
    ...aTree(commit, { "productions/p/production.yaml": request, "productions/conventions.yaml": conventions }),
    comment: (id) => (world.comments ?? { 9: comment("/shrek submit") })[id],
    form: (run) =>
      run === 5 && world.form !== undefined ? { logins: ["bob"], title: "", at: said, ...world.form } : undefined,
    pullRequestOf: (one) =>
      one === commit ? aMergedPull(commit, "h", { number: world.number ?? 7, mergedOn: world.merged }) : undefined,
    holdsRequest: (at, folder) => at === commit && folder === "productions/p",
    lastChange: () => ({ commit, author: "ada" }),
    ...world.answers,
  };
  const moment = { ...aMoment(head), approvals: world.approvals ?? "asked" };
  const word = { verb: "submit", by: world.by ?? "bob", id: world.id ?? "9", reason: "" } as const;
  return await given(answers, (reads) =>
    submitsOnGitHub({ ...moment, ...reads }, { intent: world.intent ?? intent, commit }, [word]),
  );
};
const word = { login: "bob", contentDigest: intent.contentDigest, at: said };
const of = (body: string, change: Partial<PersonsComment> = {}): World => ({ comments: { 9: comment(body, change) } });

test("Without words GitHub is asked nothing", async () => {
  expect(await given({}, (reads) => submitsOnGitHub({ ...aMoment(head), ...reads }, { intent, commit }, []))).toEqual(
    [],
  );
});

test.each<Approvals>(["not-needed", "assumed"])("Where nobody is asked a word is of now: %s", async (approvals) => {
  expect(await approving({ approvals, comments: {}, id: "terminal-1" })).toEqual([{ ...word, at: aMoment(head).now }]);
});

test.each<readonly [string, World]>([
  ["on the pull request that brought it", {}],
  ["of the production", of(`/shrek submit ${tag}`, { pullRequest: 8 })],
  ["of the version", of(`/shrek submit ${tag}@1.0.0`)],
  ["of the second of the merge", { merged: said }],
  ["in other letters of the login", { by: "Bob" }],
])("A word to submit %s approves, at the time that GitHub says", async (_, world) => {
  expect(await approving(world)).toMatchObject([{ at: said }]);
});

test.each<readonly [string, World]>([
  ["whose comment is gone", { comments: {} }],
  ["of a terminal", { id: "terminal-1" }],
  ["with another spelling of an id", { id: "9.0" }],
  ["under somebody else's comment", { by: "eve" }],
  ["that was edited", of("/shrek submit", { editor: "bob" })],
  ["that says another command", of("/shrek close")],
  ["that says nothing", of("never mind")],
  ["of another production", of("/shrek submit sP26a-other")],
  ["of another version", of(`/shrek submit ${tag}@2.0.0`)],
  ["of a run", of(`/shrek submit ${tag}#5`)],
  ["that waits for its yes", of(`/shrek submit ${tag}#*`)],
  ["from before the merge", { merged: "2026-03-01T10:00:01Z" }],
  ["on a pull request that did not bring it", { number: 8 }],
  ["without a name, of a commit that git does not know to hold it", { answers: { holdsRequest: () => false } }],
  [
    "without a name, of a commit that changed nothing of it",
    { answers: { lastChange: () => ({ commit: head, author: "ada" }) } },
  ],
  ["without a name, of a commit that came another way", { answers: { pullRequestOf: () => undefined } }],
  [
    "without a name, of a merge into another branch",
    { answers: { pullRequestOf: () => aMergedPull(commit, "h", { number: 7, into: "next" }) } },
  ],
  ["without a name, of a commit that brought another version", { intent: { ...intent, version: "2.0.0" } }],
])("A word to submit %s approves nothing", async (_, world) => {
  expect(await approving(world)).toEqual([]);
});

test("A word for all runs approves by the comment that confirms it", async () => {
  const asked = `/shrek submit ${tag}@1.0.0#*`;
  const both = (first: PersonsComment | undefined, yes = "/shrek yes 8-0123abcd"): World => ({
    comments: { 8: first, 9: comment(yes) },
    intent: { ...intent, run: 3 },
  });

  expect(await approving(both(comment(asked, { login: "ada" })))).toEqual([word]);
  expect(await approving(both(undefined))).toEqual([]);
  expect(await approving(both(comment(asked, { editor: "ada" })))).toEqual([]);
  expect(await approving(both(comment(asked, { pullRequest: 8 })))).toEqual([]);
  expect(await approving(both(comment("/shrek kill")))).toEqual([]);
  expect(await approving(both(comment(asked), "/shrek yes 7"))).toEqual([]);
  expect(await approving(both(comment(asked), "/shrek yes 8.0-0123abcd"))).toEqual([]);
});

const titleOf = (words: string, tags = "", confirm = true): string =>
  `/shrek submit ${words} | site  | states  | tags ${tags} | cause  | confirm ${confirm}`;

test.each<readonly [string, Partial<SentForm>, number | undefined, boolean]>([
  ["its production", { title: titleOf(tag) }, undefined, true],
  ["its production without confirm", { title: titleOf(tag, "", false) }, undefined, true],
  ["its production, which has runs", { title: titleOf(tag) }, 5, false],
  ["its run", { title: titleOf(`${tag}#5`) }, 5, true],
  ["another run", { title: titleOf(`${tag}#6`) }, 5, false],
  ["another production", { title: titleOf("sP26a-other") }, undefined, false],
  ["nothing", { title: titleOf("") }, undefined, false],
  ["tags that fit", { title: titleOf("", "sP26a-*") }, undefined, true],
  ["tags that fit, of all runs", { title: titleOf("", "sP26a-*") }, 5, true],
  ["tags that fit, without confirm", { title: titleOf("", "sP26a-*", false) }, undefined, false],
  ["other tags", { title: titleOf("", "sP26b-*") }, undefined, false],
  ["another production, and tags that fit", { title: titleOf("sP26a-other", "sP26a-*") }, undefined, false],
  ["states", { title: titleOf("").replace("states ", "states held") }, undefined, true],
  ["a title of another form", { title: titleOf(tag).replace("/shrek", "command") }, undefined, false],
  ["people who did not say it", { title: titleOf(tag), logins: ["ada", "eve"] }, undefined, false],
])("Whether a form approves, with %s", async (_, form, run, approves) => {
  expect(await approving({ id: "run-5", form, intent: { ...intent, run } })).toEqual(approves ? [word] : []);
});

test("A form that names nothing approves nothing, also where the commit came to main another way", async () => {
  const answers: Answers = { pullRequestOf: () => undefined };

  expect(await approving({ id: "run-5", form: { title: titleOf("") }, answers })).toEqual([]);
});

test.each(["run-6", "run-5x", "xrun-5", "run-5.0"])(
  "A form that GitHub does not have approves nothing: %s",
  async (id) => {
    expect(await approving({ id, form: { title: titleOf(tag) } })).toEqual([]);
  },
);
