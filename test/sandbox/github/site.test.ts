import { expect, test } from "vitest";
import type { GithubHandle } from "../../../scripts/sandbox/github/handle.ts";
import type { ShownRun } from "../../../scripts/sandbox/github/site/shown-run.ts";
import { aGithub, aPull, here, octokitOf, personOf } from "./githubs.ts";

const look = async (
  github: GithubHandle,
  path: string,
): Promise<{ readonly status: number; readonly text: string }> => {
  const response = await fetch(`${github.url}${path}`);
  return { status: response.status, text: await response.text() };
};
const home = `/${here.owner}/${here.repo}`;
const bot = (github: GithubHandle) =>
  octokitOf(github, github.mintToken({ login: "github-actions[bot]", kind: "app" }));

test("An empty repository has pages on the sandbox GitHub, and an unknown address has a page that says so", async () => {
  const github = await aGithub();

  const found = await Promise.all(
    ["/", home, `${home}/pulls`, `${home}/issues`, `${home}/actions`, `${home}/tags`].map((path) => look(github, path)),
  );
  const absent = await look(github, `${home}/pull/7`);

  expect(found.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(absent).toMatchObject({ status: 404, text: expect.stringContaining("There is no page") });
});

test("The page of a pull request on the sandbox GitHub says who queued, merged or closed it", async () => {
  const github = await aGithub();
  const [merged, closed, open] = [
    await aPull(github),
    await aPull(github, { c: "c" }, "c"),
    await aPull(github, { d: "d" }, "d"),
  ];
  await personOf(github, "bob").rest.pulls.merge({ ...here, pull_number: merged.number });
  await personOf(github, "bob").rest.pulls.update({ ...here, pull_number: closed.number, state: "closed" });

  const [one, two, three] = await Promise.all(
    [merged, closed, open].map(({ number }) => look(github, `${home}/pull/${number}`)),
  );

  expect(one?.text).toMatch(/Merged<\/span> <b>bob<\/b> merged <code>change<\/code> of <b>alice<\/b>/);
  expect(one?.text).not.toContain("wants to merge");
  expect(two?.text).toMatch(/Closed<\/span> <b>alice<\/b> wanted to merge <code>c<\/code>.*without a merge/);
  expect(three?.text).toMatch(/Open<\/span> <b>alice<\/b> wants to merge <code>d<\/code> into <code>main<\/code>/);
});

test("The conversation on the sandbox GitHub shows comments, reviews and suggestions, and HTML of people stays text", async () => {
  const github = await aGithub();
  const { number } = await aPull(github, { "new.txt": "new\n" });
  const at = { ...here, issue_number: number };
  await personOf(github, "bob").rest.issues.createComment({ ...at, body: "*yes* <script>alert(1)</script>" });
  await bot(github).rest.issues.createComment({
    ...at,
    body: "<details><summary>Graph</summary>\n\n```mermaid\ngraph TD\n```\n</details>",
  });
  await personOf(github, "bob").rest.pulls.createReview({
    ...here,
    pull_number: number,
    event: "REQUEST_CHANGES",
    body: "Not so.",
    comments: [{ path: "new.txt", line: 1, body: "```suggestion\nnewer\n```" }],
  });

  const { text } = await look(github, `${home}/pull/${number}`);

  expect(text).toContain("<em>yes</em> &lt;script&gt;alert(1)&lt;/script&gt;");
  expect(text).toContain("<details><summary>Graph</summary>");
  expect(text).toContain('<pre class="mermaid">graph TD');
  expect(text).toContain('<script src="/assets/mermaid.js">');
  expect(text).toMatch(/<b>bob<\/b> <span class="soft">asked for changes/);
  expect(text).toMatch(/new\.txt, line 1<\/a>.*<pre class="suggestion"><code>newer/s);
  expect((await look(github, "/assets/mermaid.js")).text).toContain("mermaid.initialize");
});

test("The sandbox GitHub shows files at branches with slashes, at tags and at commits, rendered and as source", async () => {
  const github = await aGithub();
  const sha = await github.commit({ branch: "a/b", login: "alice", files: { "x y.md": "# Head\n[near](a/b.txt)\n" } });

  const read = await look(github, `${home}/blob/a/b/x%20y.md`);
  const plain = await look(github, `${home}/blob/${sha}/x%20y.md?plain=1`);
  const raw = await look(github, `${home}/raw/${sha}/x%20y.md`);

  expect(read.text).toContain(`<h1>Head</h1>\n<p><a href="${home}/blob/a/b/a/b.txt">near</a></p>`);
  expect(plain.text).toContain('<tr id="L1"><td>1</td><td># Head</td></tr>');
  expect(raw.text).toBe("# Head\n[near](a/b.txt)\n");
  expect((await look(github, `${home}/commit/${sha}`)).text).toContain('<span class="added">+# Head</span>');
  expect((await look(github, `${home}/tree/a/b/a`)).text).toContain(`${home}/blob/a/b/a/b.txt`);
  expect((await look(github, `${home}/tree/a/b/absent`)).status).toBe(404);
});

test("A workflow run on the sandbox GitHub has a page with jobs, steps, logs, outputs and summaries, also for programs", async () => {
  const github = await aGithub();
  const step = { name: "Run it", conclusion: "failure", annotations: [], log: ["a <line>"], outputs: { count: "3" } };
  const job = {
    id: "check",
    name: "check it",
    result: "failure",
    environment: "ledger",
    outputs: {},
    message: undefined,
  };
  const run: ShownRun = {
    ...{ id: 5, number: 1, attempt: 1, workflow: "check", file: ".github/workflows/check.yml", event: "push" },
    ...{ ref: "refs/heads/main", sha: "0".repeat(40), actor: "alice", title: "Start" },
    ...{ status: "completed", conclusion: "failure", error: undefined },
    jobs: [{ ...job, steps: [{ ...step, summary: "**sum**" }] }],
  };
  github.showRuns(() => [run]);

  const { text } = await look(github, `${home}/actions/runs/5`);

  for (const words of [
    "check it",
    "✗ failure",
    "environment ledger",
    "a &#60;line&#62;",
    "count",
    "<strong>sum</strong>",
  ])
    expect(text).toContain(words);
  expect(JSON.parse((await look(github, `${home}/actions/runs/5?json`)).text)).toMatchObject({ id: 5, actor: "alice" });
  expect((await look(github, `${home}/actions`)).text).toContain(`<a href="${home}/actions/runs/5">Start</a>`);
});

test("A link in a comment to a page of SHREK leads to that page and its heading on the sandbox GitHub", async () => {
  const github = await aGithub();

  const found = await look(github, `/sPHENIX-Collaboration/shrek/blob/${"0".repeat(40)}/docs/problems.md`);

  expect(found).toMatchObject({ status: 200, text: expect.stringContaining('<h2 id="version-not-moved">') });
  expect((await look(github, "/sPHENIX-Collaboration/shrek/blob/main/docs/../package.json")).status).toBe(404);
});
