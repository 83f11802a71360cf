import { expect, test } from "vitest";
import { formRequest } from "../../../../action/core/form/form-request.ts";
import { writersForPeople } from "../../../../action/core/pass/approval/writers-for-people.ts";
import type { IssueNow } from "../../../../action/core/policy/form-issue.ts";
import type { Writers } from "../../../../action/core/policy/writers.ts";
import type { FolderEntry } from "../../../../action/core/text/source-file.ts";
import { bodyOf, conventionsFile, scanBasis, scanFiles, scanText, simple } from "../../form/a-form.ts";
import { aTree, type Texts } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";
import { aMerge, byProgram } from "./a-merge.ts";

const bot = "shrek-form[bot]";
const rulesText = `${scanText}\npolicy: { form: { app: shrek-form } }\n`;
const body = bodyOf(scanBasis(), { ...simple, physics: "toy" });
const ada = { login: "ada", isPerson: true };
const issue: IssueNow = {
  number: 5,
  author: ada,
  body,
  isOpen: false,
  isOfForm: true,
  editors: { accounts: [], unknown: undefined },
  comments: [],
};
const asApp = byProgram(bot);
const said = (login: string, text: string, isEdited = false): IssueNow["comments"][number] => ({
  by: { login, isPerson: true },
  body: text,
  isEdited,
});

const textsOf = (comments: readonly string[]): Texts => {
  const request = formRequest(scanBasis(), { author: "ada", body, comments }, undefined);
  if (request.kind === "wrong") throw new Error(JSON.stringify(request.faults));
  return Object.fromEntries(request.files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
};
const template = Object.fromEntries(scanFiles.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
const made = textsOf([]);

type Changes = {
  readonly issue?: Partial<IssueNow> | "gone";
  /** What the head of the branch holds beside the rules and the template. */
  readonly head?: Texts;
  readonly paths?: readonly string[];
  readonly branch?: string;
  readonly rules?: string;
  readonly writers?: Writers;
  readonly here?: boolean;
  /** How git has the files of the head. */
  readonly as?: (one: FolderEntry) => FolderEntry;
};

const found = async (changes: Changes = {}): Promise<Writers> => {
  const { branch = "shrek/form-5", rules = rulesText, writers = asApp } = changes;
  const { paths = Object.keys(made), here = true } = changes;
  const merge = aMerge(branch, rules, { paths, writers, here, head: "h" });
  const tree = aTree("h", { [conventionsFile]: rulesText, ...template, ...(changes.head ?? made) });
  const { as = (one) => one } = changes;
  const answers: Answers = {
    ...tree,
    files: (...about) => tree.files(...about).map((one) => (Object.hasOwn(made, one.path) ? as(one) : one)),
    issue: (number) => (number === 5 && changes.issue !== "gone" ? { ...issue, ...changes.issue } : undefined),
    permission: (login) => (login === "grace" ? "write" : "read"),
  };
  return await given(answers, (reads) => writersForPeople(reads, merge));
};

test("The people of an issue, and not the App, are authors of the branch that the form makes of the issue", async () => {
  expect(await found()).toEqual({ logins: ["ada"], unknown: undefined });
  expect(await found({ paths: Object.keys(made).toReversed() })).toEqual({ logins: ["ada"], unknown: undefined });
});

test("A person who committed to a branch of the form besides the App is its author, and an unknown one stays unknown", async () => {
  const writers = { ...asApp, logins: [bot, "linus"], program: { login: bot, unknown: "somebody pushed" } };

  expect(await found({ writers })).toEqual({ logins: ["linus", "ada"], unknown: "somebody pushed" });
});

test("A branch that differs from what the form makes of its issue has the authors that GitHub names", async () => {
  expect((await found({ issue: "gone" })).logins).toEqual([bot]);
  expect((await found({ paths: [] })).logins).toEqual([bot]);
  const evil = byProgram("evil[bot]");
  expect(await found({ writers: evil })).toEqual(evil);
});

test("A person who edited the issue of a form or set a field is an author; a stranger's comment and an edited one count for nothing", async () => {
  const comments = [
    said("grace", "/shrek set seed=11"),
    said("eve", "/shrek set seed=12"),
    said("ada", "/shrek set seed=13", true),
  ];
  const set = textsOf(["/shrek set seed=11"]);
  const editors = { accounts: [{ login: "linus", isPerson: true }, ada], unknown: undefined };

  expect(await found({ head: set, issue: { comments, editors } })).toEqual({
    logins: ["ada", "linus", "grace"],
    unknown: undefined,
  });
});

test.each<readonly [string, Changes, string]>([
  ["whose issue is gone", { issue: "gone" }, "GitHub shows no issue #5"],
  ["whose author's account is gone", { issue: { author: undefined } }, "issue #5"],
  [
    "whose editor GitHub does not name",
    { issue: { editors: { accounts: [], unknown: "GitHub does not say who edited issue #5" } } },
    "GitHub does not say who edited issue #5",
  ],
  [
    "that a program edited",
    { issue: { editors: { accounts: [{ login: "helper", isPerson: false }], unknown: undefined } } },
    "the program helper wrote or edited issue #5",
  ],
  [
    "whose issue says something else today",
    { issue: { body: body.replace("Jets", "Hets") } },
    "it is not what the form makes",
  ],
  ["whose issue is wrong today", { issue: { body: "" } }, "it is not what the form makes"],
  ["whose comment is gone", { head: textsOf(["/shrek set seed=11"]) }, "it is not what"],
  ["with another file", { paths: ["productions/x.md"] }, "it is not what the form makes"],
  ["with one file more", { paths: [...Object.keys(made), "a.md"] }, "it is not what the form makes"],
  [
    "with one byte more",
    { head: Object.fromEntries(Object.entries(made).map(([path, text]) => [path, `${text}\n`])) },
    "it is not what the form makes",
  ],
  [
    "whose files are swapped",
    { head: Object.fromEntries(Object.keys(made).map((path, n, all) => [path, made[all[1 - n] ?? ""] ?? ""])) },
    "it is not what the form makes",
  ],
  [
    "with a file that is executable",
    { as: (one) => (one.kind === "file" ? { ...one, mode: "100755" } : one) },
    "it is not what the form makes",
  ],
  ["with a link", { as: ({ path }) => ({ kind: "link", path }) }, "it is not what the form makes"],
  [
    "whose head has no rules",
    { head: { ...made, [conventionsFile]: "conventions: 1\n" } },
    "it is not what the form makes",
  ],
  ["whose head cannot be read", { here: false }, "it is not what the form makes"],
  ["of another branch", { branch: "shrek/form-05" }, "a program wrote it"],
  ["of another App", { writers: byProgram("evil[bot]") }, "a program wrote it"],
  [
    "with a file in the place of another",
    { paths: ["a.md", ...Object.keys(made).slice(1)] },
    "it is not what the form makes",
  ],
  ["of several programs", { writers: { logins: [bot], unknown: "a program wrote it" } }, "a program wrote it"],
  ["where main's rules name no form", { rules: scanText }, "a program wrote it"],
  [
    "where main's rules name no form, made by who has no name",
    { rules: scanText, writers: { ...asApp, program: { login: "undefined[bot]", unknown: undefined } } },
    "a program wrote it",
  ],
])("A branch %s has an unknown author", async (_, changes, unknown) => {
  expect((await found(changes)).unknown).toContain(unknown);
});
