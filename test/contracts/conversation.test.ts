import { expect, test } from "vitest";
import { commentAnswer } from "../../action/adapters/github/comment-answer.ts";
import { githubConversation } from "../../action/adapters/github/github-conversation.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import { md } from "../../action/core/markdown/markdown.ts";
import { Failure, Outage } from "../../action/core/problems/failure.ts";
import type { Conversation } from "../../action/ports/conversation.ts";
import type { GithubHandle } from "../../scripts/sandbox/github/handle.ts";
import type { Permissions } from "../../scripts/sandbox/github/permissions.ts";
import { fakeConversation } from "../fakes/fake-conversation.ts";
import { aGithub, aPull, here, octokitOf, personOf } from "../sandbox/github/githubs.ts";
import { anEmulated, aPullOf } from "./emulated.ts";

const bot = "github-actions[bot]";

const talking = (github: GithubHandle, permissions: Permissions = { "pull-requests": "write" }): Conversation => {
  const token = github.mintToken({ login: bot, kind: "workflow", permissions });
  return githubConversation(openRepo(token, `${here.owner}/${here.repo}`, github.url), bot);
};

type Place = { readonly number: number; open(): Conversation; said(): Promise<readonly string[]> };

const atGithub = async (): Promise<Place> => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const said = async () => {
    const { data } = await personOf(github, "bob").rest.issues.listComments({ ...here, issue_number: number });
    return data.map(({ body }) => body ?? "");
  };
  return { number, open: () => talking(github), said };
};

const inMemory = async (): Promise<Place> => {
  const fake = fakeConversation();
  return { number: 1, open: () => fake, said: async () => fake.said(1) };
};

/** Another GitHub than ours, so that what ours takes others take too. */
const atEmulate = async (): Promise<Place> => {
  const github = await anEmulated();
  const { number } = await aPullOf(github);
  const said = async () => {
    const { octokit, owner, repo } = github.as("bob");
    return (await octokit.rest.issues.listComments({ owner, repo, issue_number: number })).data.map(
      ({ body }) => body ?? "",
    );
  };
  return { number, open: () => githubConversation(github.as("robot[bot]"), "robot[bot]"), said };
};

const places = [
  { name: "GitHub", raise: atGithub },
  { name: "emulate", raise: atEmulate },
  { name: "the fake", raise: inMemory },
];

test.each(places)(
  "$name: SHREK keeps one comment for each purpose, and edits the comment only if the text changes",
  async ({ raise }) => {
    const { number, open, said } = await raise();

    const answers = [];
    for (const words of ["one", "one", "two"]) answers.push(await open().say(number, "status", words));

    expect(answers).toEqual([true, false, true]);
    expect(await said()).toEqual([expect.stringMatching(/two$/)]);
  },
);

test.each(places)(
  "$name: a merge is noted once above the plan, and nowhere where there is no plan",
  async ({ raise }) => {
    const { number, open, said } = await raise();

    const answers = [await open().merged(number, "merged")];
    await open().say(number, "plan", "Good.");
    for (const words of ["merged as a", "merged as b"]) answers.push(await open().merged(number, words));

    expect(answers).toEqual([false, true, false]);
    expect(await said()).toEqual([expect.stringMatching(/merged as a\n\nGood\.$/)]);
  },
);

test.each(places)(
  "$name: SHREK calls people with a new comment for each id, and edits that comment when its text changes",
  async ({ raise }) => {
    const { number, open, said } = await raise();
    const same = open();

    const answers = [
      await same.call(number, ["person/1"], () => "@ada"),
      await same.call(number, ["person/1"], () => "@ada, other words"),
      await open().call(number, ["person/1", "person/10"], (ids) => `@ada about ${ids.join(" and ")}`),
      await open().call(number, ["person/10", "person/11", "person/12"], (ids) => `@ada about ${ids.join(" and ")}`),
      await open().call(number, ["person/12"], (ids) => `@ada about ${ids.join(" and ")}`),
    ];

    expect(answers).toEqual([true, false, true, true, false]);
    expect((await said()).map((body) => body.split("\n").at(-1))).toEqual([
      "@ada about person/1",
      "@ada about person/10",
      "@ada about person/12",
    ]);
  },
);

test("A stranger's comment with SHREK's marker does not keep SHREK from calling people", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  await personOf(github, "bob").rest.issues.createComment({
    ...here,
    issue_number: number,
    body: "<!-- shrek:call person%2F1 -->\nmine",
  });

  expect(await talking(github).call(number, ["person/1"], () => "@ada")).toBe(true);
});

test("The id of a comment that calls people cannot end the marker or the line of the comment", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const id = "x --> @everybody\n# y";

  await talking(github).call(number, [id], () => "words");

  const { data } = await personOf(github, "bob").rest.issues.listComments({ ...here, issue_number: number });
  expect(data[0]?.body?.split("\n")).toEqual([expect.stringMatching(/^<!-- shrek:call [^>\s]+ -->$/), "words"]);
  expect(await talking(github).call(number, [id], () => "words")).toBe(false);
});

test.each(["dropped", 502, 422] as const)(
  "A status comment whose answer of GitHub is lost (%s) is found by the same pass, and kept right by the next",
  async (how) => {
    const github = await aGithub();
    const { number } = await aPull(github);
    const said = async () =>
      (await personOf(github, "bob").rest.issues.listComments({ ...here, issue_number: number })).data.map(
        ({ body }) => body,
      );
    const pass = talking(github);
    github.loseNextAnswer(how);
    await expect(pass.say(number, "status", "entered")).rejects.toThrow(Failure);

    expect(await pass.say(number, "status", "submitted")).toBe(true);
    expect(await said()).toEqual(["<!-- shrek:status -->\nsubmitted"]);
    expect(await talking(github).say(number, "status", "done")).toBe(true);
    expect(await said()).toEqual(["<!-- shrek:status -->\ndone"]);
  },
);

test("Of two comments of SHREK for one purpose the first is kept right, the other is deleted, and those of people stay", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const { rest } = personOf(github, "bob");
  const body = "<!-- shrek:status -->\nsubmitted";
  const token = github.mintToken({ login: bot, kind: "workflow", permissions: { "pull-requests": "write" } });
  const ours = octokitOf(github, token).rest;
  for (const { issues } of [rest, ours, ours, ours])
    await issues.createComment({ ...here, issue_number: number, body });

  await talking(github).say(number, "status", "done");

  const { data } = await rest.issues.listComments({ ...here, issue_number: number });
  expect(data.map(({ user, body: text }) => [user?.login, text])).toEqual([
    ["bob", body],
    [bot, "<!-- shrek:status -->\ndone"],
  ]);
});

test("Every refusal of GitHub about a comment is a Failure in one line", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const failing = async (work: Promise<unknown>): Promise<Failure> => {
    const error = await work.catch((thrown: unknown) => thrown);
    if (!(error instanceof Failure)) throw error;
    return error;
  };

  expect((await failing(talking(github).say(99, "status", "x"))).message).toMatch(/^GitHub refused to .*: 404 /);
  expect((await failing(talking(github).say(number, "status", "x".repeat(70_000)))).message).toMatch(
    /: 422 .*too long/,
  );
  expect((await failing(talking(github).react(99, "eyes"))).message).toMatch(/^GitHub refused to react .*: 404 /);
  expect((await failing(talking(github).reply({ id: 1, pullRequest: 99 }, "x"))).message).toMatch(
    /^GitHub refused to comment .*: 404 /,
  );
  expect((await failing(talking(github).reply({ id: 1, pullRequest: number }, "x".repeat(70_000)))).message).toMatch(
    /: 422 .*too long/,
  );
  expect((await failing(talking(github, {}).say(number, "status", "x"))).wayOut).toContain('"pull-requests: write"');
  github.limitNext(1, { status: 403, retryAfter: 3600 });
  expect(await failing(talking(github).say(number, "status", "x"))).toBeInstanceOf(Outage);
});

test.each([403, 429] as const)(
  "A rate limit of GitHub, answered with %i, is waited for as long as GitHub asks, and is then reported",
  async (status) => {
    const github = await aGithub();
    const { number } = await aPull(github);
    github.limitNext(3, { status, retryAfter: 0 });

    expect(await talking(github).say(number, "status", "x")).toBe(true);
  },
);

test("A rate limit that lasts is reported as an outage, and not as a missing permission", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  for (const limit of [
    { count: 4, retryAfter: 0 },
    { count: 1, retryAfter: 3600 },
  ]) {
    github.limitNext(limit.count, { status: 403, retryAfter: limit.retryAfter });

    const failure = await talking(github)
      .say(number, "status", "x")
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Outage);
    expect(failure).toMatchObject({
      message: expect.stringContaining("allows no more calls"),
      wayOut: expect.stringMatching(/^The limit ends at \d\d:\d\d UTC: try again then\.$/),
    });
  }
});

test("A command is answered by words or a rocket of SHREK, not by eyes, and not by what others write", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const { rest } = personOf(github, "bob");
  const asked = async (): Promise<{ readonly id: number; readonly pullRequest: number }> => {
    const { data } = await rest.issues.createComment({ ...here, issue_number: number, body: "/shrek retry" });
    return { id: data.id, pullRequest: number };
  };
  const [answered, done, begun, forged] = [await asked(), await asked(), await asked(), await asked()];
  const ours = talking(github);
  await ours.reply(answered, "no");
  await ours.react(done.id, "rocket");
  await ours.react(begun.id, "eyes");
  await rest.reactions.createForIssueComment({ ...here, comment_id: forged.id, content: "rocket" });
  const body = `no\n\n<!-- shrek:answer ${forged.id} -->`;
  await rest.issues.createComment({ ...here, issue_number: number, body });

  const later = talking(github);
  expect(await Promise.all([answered, done, begun, forged].map((one) => later.answered(one)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("A reaction that GitHub refuses is reported and the run goes on; a comment that GitHub refuses ends the run", async () => {
  const github = await aGithub();
  const { number } = await aPull(github);
  const told: string[] = [];
  const answer = commentAnswer(talking(github), { id: 99, pullRequest: number, line: "/shrek retry `x`" }, (line) =>
    told.push(line),
  );

  await answer.noticed();
  await answer.refuse("no");
  await answer.done();

  expect(told).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^GitHub refused to react .*: 404 /)));
  const { data } = await personOf(github, "bob").rest.issues.listComments({ ...here, issue_number: number });
  expect(data.map(({ body }) => body)).toEqual(["> `` /shrek retry `x` ``\n\nno\n\n<!-- shrek:answer 99 -->"]);
  const gone = commentAnswer(talking(github), { id: 99, pullRequest: 98, line: "" }, () => undefined);
  await expect(gone.show(md`words`)).rejects.toBeInstanceOf(Failure);
  const reactions: string[] = [];
  const react = async (_: number, reaction: string): Promise<void> => void reactions.push(reaction);
  const mute = commentAnswer({ ...talking(github), react }, { id: 99, pullRequest: 98, line: "" }, () => undefined);
  await expect(mute.refuse("no")).rejects.toBeInstanceOf(Failure);
  expect(reactions).toEqual([]);
});
