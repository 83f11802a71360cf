import { expect, test } from "vitest";
import { actionsOfOthers } from "../../../scripts/sandbox/runner/action.ts";
import { aPull, here, octokitOf, personOf } from "../github/githubs.ts";
import { aScene, hex, logOf } from "./runners.ts";

const checkout = `{ uses: actions/checkout@${actionsOfOthers["actions/checkout"].commit}`;

test("The runner checks out a pull request as its merge, by the files of the real toolkit", async () => {
  const { github, runner, only } = await aScene(
    {
      check: `
name: Check
on: { pull_request: { paths: [ "productions/**" ] } }
permissions: { contents: read }
jobs:
  check:
    runs-on: ubuntu-24.04
    env: { WHO: "\${{ github.actor }}" }
    outputs: { said: "\${{ steps.judge.outputs.said }}" }
    steps:
      - ${checkout}, with: { fetch-depth: 0, persist-credentials: false } }
      - id: judge
        uses: sphenix/shrek/action/judge@${hex}
        with: { greeting: "hello \${{ env.WHO }}" }
      - run: |
          test "$(git log --oneline | wc -l)" -gt 2
          git config --get-all "http.$GITHUB_SERVER_URL/.extraheader" && exit 9
          echo "$FROM_ACTION \${{ steps.judge.outputs.said }} $(cat productions/x.yaml)"
  after:
    needs: check
    if: needs.check.outputs.said == 'hello alice'
    runs-on: ubuntu-24.04
    steps: [ { run: "echo after \${{ needs.check.outputs.said }}" } ]
`,
    },
    {},
    {
      judge: {
        inputs:
          "  greeting: { description: g, required: true }\n  base: { description: b, default: '${{ github.base_ref }}' }",
        main: `
const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"));
core.setOutput("said", core.getInput("greeting"));
core.exportVariable("FROM_ACTION", "two\\nlines");
core.error("bad, really: yes", { file: "productions/x.yaml", startLine: 3, startColumn: 5, title: "tag: wrong" });
for (let at = 0; at < 12; at += 1) core.warning("w" + at);
await core.summary.addRaw("# plan of " + event.number + " onto " + core.getInput("base")).write();`,
      },
    },
  );
  await aPull(github, { "productions/x.yaml": "x: 1\n" });
  await aPull(github, { "other.txt": "o" }, "unrelated");

  await runner.idle();

  const [run, ...others] = only("check");
  expect(others).toEqual([]);
  expect(run).toMatchObject({
    workflow: "Check",
    event: "pull_request",
    ref: "refs/pull/1/merge",
    conclusion: "success",
    fork: false,
    jobs: [
      { id: "check", outputs: { said: "hello alice" }, permissions: { contents: "read" } },
      { id: "after", result: "success" },
    ],
  });
  const judge = run?.jobs[0]?.steps[1];
  expect(judge).toMatchObject({
    outcome: "success",
    summary: "# plan of 1 onto main",
    outputs: { said: "hello alice" },
  });
  expect(judge?.annotations[0]).toEqual({
    level: "error",
    message: "bad, really: yes",
    title: "tag: wrong",
    file: "productions/x.yaml",
    line: 3,
    endLine: undefined,
    col: 5,
    endColumn: undefined,
    shown: true,
  });
  expect(judge?.annotations.filter((each) => each.shown)).toHaveLength(11);
  expect(judge?.log[0]).toContain("is the release tree");
  expect(logOf(run)).toContain("two\nlines hello alice x: 1");
});

test("A failed action fails its job, steps with always() run, and dependent jobs are skipped", async () => {
  const { runner, only } = await aScene(
    {
      push: `
on: workflow_dispatch
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - uses: sphenix/shrek/action/fail@${hex}
        continue-on-error: true
      - uses: sphenix/shrek/action/fail@${hex}
      - run: echo never
      - if: failure()
        run: echo cleaning
  two: { needs: one, runs-on: ubuntu-24.04, steps: [ { run: echo no } ] }
  three: { needs: [two], if: always(), runs-on: ubuntu-24.04, steps: [ { run: "echo \${{ needs.two.result }}" } ] }
`,
    },
    {},
    { fail: { main: 'core.setFailed("it failed"); process.exitCode = 2;' } },
  );

  runner.dispatch({ workflow: "push.yml" });
  await runner.idle();

  const [run] = only("push");
  expect(run?.conclusion).toBe("failure");
  expect(run?.jobs.map(({ id, result }) => `${id} ${result}`)).toEqual(["one failure", "two skipped", "three success"]);
  expect(
    run?.jobs[0]?.steps.map(({ outcome, conclusion, exitCode }) => `${outcome} ${conclusion} ${exitCode}`),
  ).toEqual(["failure success 2", "failure failure 2", "skipped skipped undefined", "success success 0"]);
  expect(logOf(run)).toContain("skipped");
});

test("Secrets are masked in logs, exist only in their environment, and only for main", async () => {
  const workflow = `
on: { workflow_dispatch: {}, push: { branches: [side] } }
jobs:
  panda:
    runs-on: ubuntu-24.04
    environment: panda
    steps:
      - run: 'echo "is $KEY, \${{ vars.ADDRESS }}"; test -n "$KEY"'
        env: { KEY: "\${{ secrets.PANDA }}" }
      - run: echo "::add-mask::late"; echo it is late
  other:
    runs-on: ubuntu-24.04
    steps: [ { run: 'echo "[$KEY]"', env: { KEY: "\${{ secrets.PANDA }}" } } ]
`;
  const { github, runner, only } = await aScene(
    { secret: workflow },
    {
      environments: {
        panda: { branches: ["main"], secrets: { PANDA: "s3cret-token" }, variables: { ADDRESS: "http://panda" } },
      },
    },
  );

  runner.dispatch({ workflow: "secret.yml" });
  await runner.idle();
  await github.commit({ branch: "side", files: { side: "x" }, login: "alice" });
  await runner.idle();

  const [main, side] = only("secret");
  expect(main?.conclusion).toBe("success");
  expect(logOf(main)).toBe("is ***, http://panda\nit is ***\n[]");
  expect(side?.jobs.find((job) => job.id === "panda")).toMatchObject({
    result: "failure",
    steps: [],
    message: expect.stringContaining('Branch "side" is not allowed to deploy to panda'),
  });
});

test("Variables and secrets that were set on GitHub reach the jobs for which they are", async () => {
  const workflow = `
on: workflow_dispatch
jobs:
  own:
    runs-on: ubuntu-24.04
    environment: ledger
    steps: [ { run: 'echo "\${{ vars.WIDE }} \${{ vars.NEAR }} $KEY"', env: { KEY: "\${{ secrets.KEY }}" } } ]
  other:
    runs-on: ubuntu-24.04
    steps: [ { run: 'echo "\${{ vars.WIDE }} [\${{ vars.NEAR }}\${{ secrets.KEY }}]"' } ]
`;
  const { github, runner, only } = await aScene({ set: workflow }, { environments: { ledger: {} } });
  github.addUser("linus", "admin");
  const { rest } = personOf(github, "linus");
  const at = { ...here, environment_name: "ledger" };
  await rest.actions.createRepoVariable({ ...here, name: "WIDE", value: "for all" });
  await rest.actions.createEnvironmentVariable({ ...at, name: "NEAR", value: "for one" });
  const encrypted_value = Buffer.from("s3cret-key").toString("base64");
  await rest.actions.createOrUpdateEnvironmentSecret({ ...at, secret_name: "KEY", key_id: "1", encrypted_value });

  runner.dispatch({ workflow: "set.yml" });
  await runner.idle();

  expect(logOf(only("set")[0])).toBe("for all for one ***\nfor all []");
});

test("A workflow of a fork's pull request only reads and has no secret; main's workflow runs afterwards and may write", async () => {
  const { github, runner, only } = await aScene(
    {
      check: `
name: Check
on: pull_request
permissions: { contents: write, pull-requests: write }
jobs:
  check:
    runs-on: ubuntu-24.04
    steps:
      - ${checkout} }
      - run: 'echo "[$SECRET] $(cat new.txt)"'
        env: { SECRET: "\${{ secrets.KEY }}" }
      - run: 'git push origin HEAD:refs/heads/evil && exit 1 || echo refused'
`,
      comment: `
on: { workflow_run: { workflows: [Check], types: [completed] } }
permissions: {}
jobs:
  post:
    runs-on: ubuntu-24.04
    permissions: { pull-requests: write }
    steps: [ { uses: sphenix/shrek/action/post@${hex}, with: { token: "\${{ github.token }}" } } ]
`,
    },
    { secrets: { KEY: "very-secret" } },
    {
      post: {
        inputs: "  token: { description: t }",
        main: `
const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"));
const headers = { authorization: "Bearer " + core.getInput("token") };
const body = JSON.stringify({ body: "head " + event.workflow_run.head_sha + " of " + event.workflow_run.head_repository.full_name + " " + event.workflow_run.pull_requests.length });
const answer = await fetch(process.env.GITHUB_API_URL + "/repos/" + process.env.GITHUB_REPOSITORY + "/issues/1/comments", { method: "POST", headers, body });
if (answer.status !== 201) core.setFailed(await answer.text());`,
      },
    },
  );
  const fork = await github.addFork("carol");
  const sha = await github.commit({ repository: fork, branch: "idea", files: { "new.txt": "hers\n" }, login: "carol" });
  await personOf(github, "carol").rest.pulls.create({ ...here, head: "carol:idea", base: "main", title: "Hers" });
  await runner.idle();
  const waited = (await personOf(github, "alice").rest.issues.listComments({ ...here, issue_number: 1 })).data;
  expect(waited).toHaveLength(1);
  runner.approve();

  await runner.idle();

  expect(only("check")[0]).toMatchObject({
    fork: true,
    conclusion: "success",
    jobs: [{ permissions: { contents: "read", "pull-requests": "read" } }],
  });
  expect(logOf(only("check")[0])).toMatch(/^\[\] hers$[\s\S]*refused/m);
  expect(only("comment")[0]).toMatchObject({ event: "workflow_run", ref: "refs/heads/main", conclusion: "success" });
  const { data } = await personOf(github, "alice").rest.issues.listComments({ ...here, issue_number: 1 });
  expect(data.map(({ body, user }) => [body, user?.login])).toEqual([
    [`head ${sha} of carol/productions 0`, "github-actions[bot]"],
    [`head ${sha} of carol/productions 0`, "github-actions[bot]"],
  ]);
  const table = github
    .tokens()
    .flatMap(({ label, permissions, calls }) =>
      calls.map(
        (call) =>
          `${label} (${JSON.stringify(permissions)}) ${call.method} ${call.route} ${call.permission} ${call.status}`,
      ),
    );
  expect(table).toContain(
    'comment.yml post ({"pull-requests":"write"}) POST /repos/{owner}/{repo}/issues/{issue_number}/comments pull-requests: write 201',
  );
});

test("The token of a job ends with the job", async () => {
  const { github, runner, only } = await aScene({
    one: "on: workflow_dispatch\njobs: { a: { runs-on: ubuntu-24.04, steps: [ { run: 'echo \"$T\" | rev', env: { T: '${{ github.token }}' } } ] } }",
  });

  runner.dispatch({ workflow: "one.yml" });
  await runner.idle();

  const token = logOf(only("one")[0]).split("").toReversed().join("");
  await expect(octokitOf(github, token).rest.repos.get(here)).rejects.toMatchObject({ status: 401 });
});
