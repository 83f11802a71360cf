import { afterAll, beforeAll, expect, test } from "vitest";
import { formFile } from "../../action/core/form/form-file.ts";
import { textFile } from "../../action/core/text/source-file.ts";
import { approve, comment, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger, type World, workflowFiles } from "../../scripts/demo/world.ts";
import { basisOf } from "../core/form/a-form.ts";
import { notNeeded, permissionsUsed } from "./permissions-used.ts";
import { lastRun, raiseSharedWorld, readNoMorePlans, slotOf, whileActionsAreOff } from "./world.ts";

const app = "shrek-form";
const template = "productions/_templates/toy/production.yaml";
const toy = `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: signal } # CHANGE: names of all datasets are made from it
description: Events of a toy # CHANGE: one line that describes the production
contact: ["@some-user"] # CHANGE: contact persons
build: toy.1
conditions: none
steps:
  make:
    out: [events.txt]
    jobs: 2
    eventsPerJob: 5
    memory: 500
    walltime: 1
    sites: [SANDBOX]
    parameters: { kind: plain }
    run: |
      for ((event = 1; event <= nEvents; event++)); do echo "$kind $uniqueId $event"; done >events.txt
`;

const withForm = (text: string): string =>
  `${text.replace(/^# No GitHub App .*\nledger: .*\n\n/m, "").replace(/templates:\n(?: {2}.*\n)+/, "templates:\n  toy: { folder: _templates/toy, description: a toy }\n")}
policy:
  form: { app: ${app}, strangersPerDay: 2 }
`;

let world: World;
let close: () => Promise<void>;

const issues = (login: string) => {
  const { octokit, owner, repo } = world.as(login);
  return { ...octokit.rest.issues, at: { owner, repo } };
};
const simple = { campaign: "sP26b", physics: "toy", stage: "signal", description: "A toy for a talk" };
const submit = (login: string, answers: Readonly<Record<string, string>>): Promise<number> =>
  world.github.submitForm(login, {
    form: "production.yml",
    title: "Production: a toy",
    answers: { ...simple, ...answers },
  });
const fill = async (login: string, answers: Readonly<Record<string, string>>): Promise<number> => {
  const number = await submit(login, answers);
  await world.runner.idle();
  return number;
};
const editIssue = async (login: string, number: number, change: (body: string) => string): Promise<void> => {
  const { get, update, at } = issues(login);
  const { data } = await get({ ...at, issue_number: number });
  await update({ ...at, issue_number: number, body: change(data.body ?? "") });
  await world.runner.idle();
};
const pullOf = async (issue: number) => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: "all", head: `${owner}:shrek/form-${issue}` });
  const [pull] = data;
  return pull && { number: pull.number, state: pull.state, by: pull.user?.login, title: pull.title, body: pull.body };
};
const requestOf = async (issue: number, folder = "sP26b-toy-signal"): Promise<string> => {
  const { octokit, owner, repo } = world.as(reviewer);
  const path = `productions/${folder}/production.yaml`;
  const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref: `shrek/form-${issue}` });
  return "content" in data ? Buffer.from(data.content, "base64").toString("utf8") : "";
};
const answerIn = async (issue: number): Promise<string> => (await slotOf(world, issue, "plan")) ?? "";

/** Rules come as rules do: by a pull request that somebody else approved. */
const lay = async (): Promise<void> => {
  const { "productions/conventions.yaml": text = "" } = productionFiles(["conventions.yaml"]);
  const conventions = withForm(text);
  const form = formFile(basisOf(conventions, () => [textFile(template, toy)]));
  const files = {
    "productions/conventions.yaml": conventions,
    [form.path]: new TextDecoder().decode(form.bytes),
    [template]: toy,
    ...workflowFiles(undefined, ["form"]),
  };
  await whileActionsAreOff(world, async () => {
    const number = await openPull(world, { login: author, branch: "rules", title: "Take requests by a form", files });
    await approve(world, reviewer, number);
    await merge(world, reviewer, number);
  });
};

beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({
    app: { slug: app, permissions: { contents: "write", "pull-requests": "write" } },
  }));
  await lay();
  await issues(reviewer).createLabel({ ...issues(reviewer).at, name: "production" });
});
afterAll(() => close());

/** Requested by ada, changed by comments. */
let good = 0;

test("A wrong answer is said in the issue by its field, the right one opens a pull request that is checked, and its plan stands in both", async () => {
  const before = world.runner.runs().length;
  const issue = await fill(author, { contact: "@some-user", "make-jobs": "3", "make-kind": "good" });
  // What only the check knows.
  expect(await pullOf(issue)).toBeUndefined();
  expect(await answerIn(issue)).toContain("- **Contact**: `@some-user` is nobody: write your own login.");
  await editIssue(author, issue, (body) => body.replace("@some-user", "@ada"));

  expect(await pullOf(issue)).toMatchObject({
    state: "open",
    by: `${app}[bot]`,
    title: "Request sP26b-toy-signal",
    body: expect.stringContaining(`Closes #${issue}`),
  });
  expect(await requestOf(issue)).toContain(`tag: { campaign: sP26b, physics: toy, stage: signal }
description: A toy for a talk
contact: ["@ada"]
build: toy.1
conditions: none
steps:
  make:
    out: [events.txt]
    jobs: 3
`);
  expect(await answerIn(issue)).toContain("Good: the merge submits 3 jobs");
  const { number = 0 } = (await pullOf(issue)) ?? {};
  expect(await slotOf(world, number, "plan")).toContain("Good: the merge submits 3 jobs");
  // The author of the issue is one of the pull request.
  expect(await slotOf(world, number, "plan")).toContain("Needs approval");
  const runs = world.runner
    .runs()
    .slice(before)
    .map(({ workflow, conclusion }) => `${workflow} ${conclusion}`);
  expect(runs).toEqual(["form success", "form success", "check success", "comment success"]);
  readNoMorePlans(world);

  await editIssue(author, issue, (body) =>
    body.replace("sP26b", "2026c").replace("### Jobs of make\n\n3", "### Jobs of make\n\nmany"),
  );
  expect(await pullOf(issue)).toMatchObject({ state: "closed", number });
  expect(await answerIn(issue)).toBe(`<!-- shrek:plan -->
**2 things are wrong, so nothing is requested yet.**

- **campaign**: "2026c" is not a campaign of sPHENIX; expected: sP, two digits of the year and a letter, such as sP26a
- **Jobs of make**: "many" is not a whole number from 1 to 100000

Edit the issue, or write a comment that begins with \`/shrek set FIELD=VALUE\`. The pull request is closed until then.`);

  await comment(world, author, issue, "/shrek set campaign=sP26o jobs=4");
  expect(await pullOf(issue)).toMatchObject({ state: "open", number, title: "Request sP26o-toy-signal" });
  expect(await requestOf(issue, "sP26o-toy-signal")).toContain("jobs: 4");
  expect(await answerIn(issue)).toContain("Good: the merge submits 4 jobs");
  good = issue;
});

test("In a private repository GitHub asks for nothing that is required, and the issue is answered with what is missing", async () => {
  world.github.makePrivate();
  const issue = await fill(author, { campaign: "sP26x", description: "" });
  world.github.makePublic();

  expect(await pullOf(issue)).toBeUndefined();
  expect(await answerIn(issue)).toContain("- **Description**: an answer is missing: ");
});

/** Requested by a stranger and edited by ada. */
let edited = 0;

test("Strangers get so many pull requests a day from the form as the policy says, also of issues at one time, and those of others count not", async () => {
  edited = await fill(stranger, { campaign: "sP26k", "make-kind": "own" });
  expect(await pullOf(edited)).toMatchObject({ state: "open" });

  const more = ["sP26l", "sP26q", "sP26r", "sP26s", "sP26t", "sP26u"];
  const numbers = await Promise.all(more.map((campaign) => submit(stranger, { campaign })));
  await world.runner.idle();

  const seen = await Promise.all(
    numbers.map(async (one) => [(await pullOf(one))?.state, await answerIn(one)] as const),
  );
  const open = seen.filter(([state]) => state === "open");
  expect(open).toHaveLength(1);
  for (const [state, answer] of seen)
    expect(answer).toContain(state === "open" ? "Good: the merge submits" : "edit the issue tomorrow (UTC)");
});

test("An approval of who edited the issue submits nothing, one of somebody else does, and a merged branch that is not what its issue says any more is withheld", async () => {
  await editIssue(author, edited, (body) => body.replace("A toy for a talk", "A toy for a poster"));
  const late = await fill(author, { campaign: "sP26p", "make-kind": "late" });
  const [own, right, stale] = (await Promise.all([edited, good, late].map(pullOf))).map((pull) => pull?.number ?? 0);
  // GitHub lets her: the App opened them.
  await approve(world, author, own ?? 0);
  await approve(world, reviewer, right ?? 0);
  await approve(world, reviewer, stale ?? 0);
  for (const number of [own, right, stale]) await merge(world, reviewer, number ?? 0);
  await editIssue(reviewer, late, (body) => body.replace("A toy for a talk", "Something else"));

  expect(await slotOf(world, own ?? 0, "status")).toContain("`@ada` wrote a part of it and cannot approve it");
  expect(await slotOf(world, right ?? 0, "status")).toContain("sP26o-toy-signal 1.0.0");
  expect(await slotOf(world, stale ?? 0, "status")).toContain(
    `it is not what the form makes of issue \`#${late}\` today`,
  );
  const { get, at } = issues(author);
  expect((await get({ ...at, issue_number: good })).data.state).toBe("closed");
  expect(world.panda.count().submissions).toBe(1);
  expect(lastRun(world, "form").conclusion).toBe("success");
});

test("A comment counts while it stands and its author may write, may begin from a production in place of the template, and a closed issue closes its pull request", async () => {
  const issue = await fill(author, { campaign: "sP26g" });

  await comment(world, stranger, issue, "/shrek set campaign=sP26h jobs=9");
  await comment(world, reviewer, issue, "/shrek set campaign=sP26h");
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listComments({ owner, repo, issue_number: issue });
  const { id = 0 } = data.find(({ user }) => user?.login === reviewer) ?? {};
  expect((await pullOf(issue))?.title).toBe("Request sP26h-toy-signal");
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body: "/shrek set campaign=sP26i" });
  await world.runner.idle();

  expect((await pullOf(issue))?.title).toBe("Request sP26g-toy-signal");
  const request = await requestOf(issue, "sP26g-toy-signal");
  expect(request).toContain("jobs: 2");
  expect(request).toContain("parameters: { kind: plain }");

  await comment(world, author, issue, "/shrek like sP26o-toy-signal@1.0.0 jobs=7");
  const like = await requestOf(issue, "sP26g-toy-signal");
  expect(like).toContain("tag: { campaign: sP26g, physics: toy, stage: signal }");
  expect(like).toContain("parameters: { kind: good }");
  expect(like).toContain("jobs: 7");
  expect(await answerIn(issue)).toContain("Good: the merge submits 7 jobs");

  const { update, at } = issues(author);
  await update({ ...at, issue_number: issue, state: "closed" });
  await world.runner.idle();
  expect(await pullOf(issue)).toMatchObject({ state: "closed" });
});

test("Every permission of the workflow form is used by a call that needs it", () => {
  const rows = permissionsUsed(world).filter(([label]) => label.startsWith("form.yml"));

  expect(rows.map(([, need]) => need).toSorted()).toEqual(["contents: read", "issues: write"]);
  expect(rows.filter(([, , made]) => made === notNeeded)).toEqual([]);
});
