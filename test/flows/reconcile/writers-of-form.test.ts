import { join } from "node:path";
import { expect, test } from "vitest";
import { gitMain } from "../../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../../action/adapters/git/refs.ts";
import { formRequest } from "../../../action/core/form/form-request.ts";
import type { Merge } from "../../../action/core/pass/approval/merge.ts";
import { writersOfForm } from "../../../action/core/pass/approval/writers-of-form.ts";
import { changedBy } from "../../../action/core/policy/asked.ts";
import type { IssueNow } from "../../../action/core/policy/form-issue.ts";
import { readRules } from "../../../action/core/policy/rules.ts";
import type { Writers } from "../../../action/core/policy/writers.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { noForeign } from "../../../scripts/no-foreign.ts";
import { commitTexts, emptyRepository, runGit } from "../../contracts/git-place.ts";
import { bodyOf, conventionsFile, scanBasis, scanFiles, scanText, simple } from "../../core/form/a-form.ts";
import { aMoment, askFakes } from "../../core/pass/ask-fakes.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";

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
const asApp: Writers = { logins: [bot], unknown: "a program wrote it", program: { login: bot, unknown: undefined } };
const said = (login: string, text: string, isEdited = false): IssueNow["comments"][number] => ({
  by: { login, isPerson: true },
  body: text,
  isEdited,
});

const textsOf = (comments: readonly string[]): Readonly<Record<string, string>> => {
  const request = formRequest(scanBasis(), { author: "ada", body, comments }, undefined);
  if (request.kind === "wrong") throw new Error(JSON.stringify(request.faults));
  return Object.fromEntries(request.files.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
};
/** A repository with the form's rules on main, and a commit beside it with what the form makes of the issue. */
const makePlace = async () => {
  const top = await emptyRepository();
  const template = Object.fromEntries(scanFiles.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await commitTexts(top, { [conventionsFile]: rulesText, ...template });
  const made = textsOf([]);
  await runGit(top, "checkout", "--quiet", "--detach", "main");
  return { top, made, head: await commitTexts(top, made, "Request") };
};
/** Each test begins with a place of its own. */
let place: Awaited<ReturnType<typeof makePlace>>;

const branched = async (texts: Readonly<Record<string, string>>): Promise<string> => {
  const { top } = place;
  await runGit(top, "checkout", "--quiet", "--detach", "main");
  return commitTexts(top, texts, "Request");
};

type Changes = {
  readonly issue?: Partial<IssueNow> | "gone";
  readonly head?: string;
  readonly paths?: readonly string[];
  readonly branch?: string;
  readonly rules?: string;
  readonly writers?: Writers;
  readonly here?: boolean;
};

const found = async (changes: Changes = {}): Promise<Writers> => {
  const { top, made, head } = place;
  const people = fakePeople();
  people.permissions.set("grace", "write");
  if (changes.issue !== "gone") people.issues.set(5, { ...issue, ...changes.issue });
  const main = gitMain(join(top, ".git"), localRefs(join(top, ".git")), noForeign);
  const from = { repository: "toy/productions", branch: changes.branch ?? "shrek/form-5" };
  const merge: Merge = {
    pull: aMergedPull("", changes.head ?? head, { from }),
    reviews: [],
    writers: changes.writers ?? asApp,
    here: changes.here ?? true,
    paths: changes.paths ?? Object.keys(made),
    changed: changedBy([]),
    rules: readRules([{ kind: "file", ...textFile(conventionsFile, changes.rules ?? rulesText) }]),
  };
  return askFakes({ main, people }, writersOfForm(aMoment(await main.head()), merge));
};

test("Where a branch is what the form makes of its issue, the people of the issue are its authors and the App is none", async () => {
  place = await makePlace();
  expect(await found()).toEqual({ logins: ["ada"], unknown: undefined });
});

test("Who edited the issue or set a field is an author, and a stranger's comment or an edited one is none", async () => {
  place = await makePlace();
  const comments = [
    said("grace", "/shrek set seed=11"),
    said("eve", "/shrek set seed=12"),
    said("ada", "/shrek set seed=13", true),
  ];
  const set = await branched(textsOf(["/shrek set seed=11"]));
  const editors = { accounts: [{ login: "linus", isPerson: true }, ada], unknown: undefined };

  expect(await found({ head: set, issue: { comments, editors } })).toEqual({
    logins: ["ada", "linus", "grace"],
    unknown: undefined,
  });
});

test.each<readonly [string, Changes | (() => Promise<Changes>), string]>([
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
  ["whose comment is gone", async () => ({ head: await branched(textsOf(["/shrek set seed=11"])) }), "it is not what"],
  ["with another file", { paths: ["productions/x.md"] }, "it is not what the form makes"],
  [
    "with one file more",
    async () => ({ paths: [...Object.keys(place.made), "a.md"] }),
    "it is not what the form makes",
  ],
  [
    "with one byte more",
    async () => ({
      head: await branched(Object.fromEntries(Object.entries(place.made).map(([path, text]) => [path, `${text}\n`]))),
    }),
    "it is not what the form makes",
  ],
  ["whose head cannot be read", { here: false }, "it is not what the form makes"],
  ["of another branch", { branch: "shrek/form-05" }, "a program wrote it"],
  [
    "of another App",
    { writers: { ...asApp, program: { login: "evil[bot]", unknown: undefined } } },
    "a program wrote it",
  ],
  ["of several programs", { writers: { logins: [bot], unknown: "a program wrote it" } }, "a program wrote it"],
  ["where main's rules name no form", { rules: scanText }, "a program wrote it"],
])("A branch %s has an unknown author", async (_, changes, unknown) => {
  place = await makePlace();
  const { unknown: why } = await found(typeof changes === "function" ? await changes() : changes);

  expect(why).toContain(unknown);
});
