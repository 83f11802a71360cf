import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger, type World } from "../../scripts/demo/world.ts";
import { requestWithAFailure } from "./a-request-with-a-failure.ts";
import { lastRun, raiseSharedWorld, readNoMorePlans, slotOf, whileActionsAreOff } from "./world.ts";

const app = "shrek-form";
const tag = "sP26a-hfcharm-signal";
const file = "productions/charm/production.yaml";
const request = requestWithAFailure("@ada");

let world: World;
let close: () => Promise<void>;
let first = 0;

const pass = async (ticks: number): Promise<void> => {
  await world.panda.tick(ticks);
  await world.runner.schedule();
  await world.runner.idle();
};
const pulls = async () => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
  return data
    .filter(({ head }) => head.ref.startsWith("shrek/extend-"))
    .map(({ number, title, body, state, user, head }) => ({ number, title, body, state, by: user?.login, head }));
};
const newest = async () => {
  const [pull] = await pulls();
  if (pull === undefined) throw new Error("there is no pull request");
  return pull;
};
const textAt = async (ref: string): Promise<string> => {
  const { octokit, owner, repo } = world.as(reviewer);
  const { data } = await octokit.rest.repos.getContent({ owner, repo, path: file, ref });
  return "content" in data ? Buffer.from(data.content, "base64").toString("utf8") : "";
};
const lastWords = async (): Promise<string> => (await comments(world.as(author), first)).at(-1)?.body ?? "";
const brought = async (files: Readonly<Record<string, string>>): Promise<number> => {
  const branch = `people${Object.keys(files).join().length}`;
  const number = await openPull(world, { login: author, branch, title: "By hand", files });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  return number;
};

beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld({
    app: { slug: app, permissions: { contents: "write", "pull-requests": "write" } },
    unruled: true,
  }));
  const { "productions/conventions.yaml": text = "" } = productionFiles(["conventions.yaml"]);
  const conventions = text.replace(/^# No GitHub App .*\nledger: .*\n\n/m, "").replace(/templates:\n(?: {2}.*\n)+/, "");
  await whileActionsAreOff(world, async () => {
    await brought({ "productions/conventions.yaml": `${conventions}\npolicy:\n  form: { app: ${app} }\n` });
    first = await brought({ [file]: request });
  });
  for (const ticks of [0, 40]) await pass(ticks);
});
afterAll(() => close());

test("A stranger's command is not answered, and who asks for what is lost gets the line to write", async () => {
  const before = (await comments(world.as(author), first)).length;
  await comment(world, stranger, first, `/shrek extend ${tag}@1.0.0 events=50`);
  expect(await comments(world.as(author), first)).toHaveLength(before + 1);

  await comment(world, author, first, `/shrek extend ${tag}@1.0.0 events=lost`);
  expect(await lastWords()).toContain(
    `To make what is lost takes 1 job, 25 events: write \`/shrek extend ${tag}@1.0.0 jobs=1\` in a new comment.`,
  );
  expect(await pulls()).toEqual([]);
});

test("Two comments at one time make one open pull request, which the App opened for who said it, with its plan", async () => {
  const { octokit, owner, repo } = world.as(author);
  const body = `/shrek extend ${tag}@1.0.0 jobs=1`;
  await Promise.all([1, 2].map(() => octokit.rest.issues.createComment({ owner, repo, issue_number: first, body })));
  await world.runner.idle();

  const open = (await pulls()).filter(({ state }) => state === "open");
  expect(open).toMatchObject([
    {
      by: `${app}[bot]`,
      title: `Extend ${tag} 1.0.0 by 1 job, 25 events`,
      body: expect.stringContaining("`ada` asked for it by a comment"),
    },
  ]);
  const [{ number, head } = { number: 0, head: { ref: "" } }] = open;
  expect(await textAt(head.ref)).toBe(
    request.replace("1.0.0 # the first", "1.1.0 # the first\nextends: 1.0.0").replace("jobs: 4", "jobs: 1"),
  );
  const said = (await comments(world.as(author), first)).map((one) => one.body).join("\n");
  expect(said).toContain(`#${number}`);
  expect(said).toContain(`extends ${tag} 1.0.0 already: merge or close it first.`);
  expect(await slotOf(world, number, "plan")).toContain("Extends the sample of 1.0.0");
  readNoMorePlans(world);
});

test("A run of the same comment that begins again makes no second pull request", async () => {
  const before = await pulls();
  const said = await comments(world.as(author), first);
  const run = world.runner.runs().findLast(({ workflow }) => workflow === "command");
  world.runner.rerun(run?.id ?? 0, author);
  await world.runner.idle();

  expect(await pulls()).toEqual(before);
  expect(await comments(world.as(author), first)).toEqual(said);
});

test("With somebody else's approval the extension is submitted under new seeds", async () => {
  const pull = (await pulls()).find(({ state }) => state === "open");
  await approve(world, reviewer, pull?.number ?? 0);
  await merge(world, reviewer, pull?.number ?? 0);
  await world.runner.idle();
  await pass(40);

  expect(await slotOf(world, pull?.number ?? 0, "status")).toContain(`${tag} 1.1.0: done`);
});

test("The person who asked for an extension does not approve it, though GitHub lets him", async () => {
  await comment(world, author, first, `/shrek extend ${tag}@1.0.0 events=1k`);
  const { number, title } = await newest();
  expect(title).toBe(`Extend ${tag} 1.0.0 by 40 jobs, 1 000 events`);
  await approve(world, author, number);
  await merge(world, reviewer, number);
  await world.runner.idle();

  expect(await slotOf(world, number, "status")).toContain("`@ada` wrote a part of it and cannot approve it");
  expect(lastRun(world, "command").conclusion).toBe("success");
});
