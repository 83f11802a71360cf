import { describe, expect, test } from "vitest";
import { githubDeployments } from "../../action/adapters/github/github-deployments.ts";
import { openRepo } from "../../action/adapters/github/octokit.ts";
import type { VersionShown } from "../../action/core/view/deployment-of.ts";
import type { Deployments } from "../../action/ports/deployments.ts";
import type { Permissions } from "../../scripts/sandbox/github/permissions.ts";
import { fakeDeployments } from "../fakes/fake-deployments.ts";
import { aGithub, here, personOf } from "../sandbox/github/githubs.ts";

type Place = { readonly deployments: Deployments; readonly commit: string };

const onGithub = async (permissions: Permissions = { deployments: "write" }) => {
  const github = await aGithub();
  const commit = await github.commit({ branch: "main", login: "ada", message: "Begin", files: { "a.txt": "a" } });
  const token = github.mintToken({ login: "github-actions[bot]", kind: "workflow", permissions });
  const repo = openRepo(token, `${here.owner}/${here.repo}`, github.url);
  return { github, commit, deployments: githubDeployments(repo, "https://github.example/o/r/blob/ledger") };
};

const places: Readonly<Record<string, () => Promise<Place>>> = {
  "in memory": async () => ({ deployments: fakeDeployments(), commit: "c".repeat(40) }),
  "on the sandbox GitHub": onGithub,
};

const shown = (commit: string, change: Partial<VersionShown> = {}): VersionShown => ({
  ...{ tag: "sP26a-toy", version: "1.0.0", commit, state: "queued", description: "intended: waits" },
  ...{ log: "https://monitor.example.org/task/5/", page: "submissions/toy.md", isWorthNew: true },
  ...change,
});

describe.each(Object.entries(places))("deployments %s", (_, open) => {
  test("what was made is found again by its tag, with what it says last, and another tag's is not", async () => {
    const { deployments, commit } = await open();
    const first = await deployments.make(shown(commit));
    await deployments.make(shown(commit, { tag: "sP26a-other" }));
    await deployments.say(first, shown(commit));
    await deployments.say(first, shown(commit, { state: "in_progress", description: "running: it runs" }));

    expect(await deployments.of(["sP26a-toy", "sP26a-none"])).toEqual([
      {
        ...{ id: first, tag: "sP26a-toy", version: "1.0.0", made: expect.stringMatching(/^20/) },
        says: {
          ...{ state: "in_progress", description: "running: it runs", log: "https://monitor.example.org/task/5/" },
          at: expect.stringMatching(/^20/),
        },
      },
    ]);
    expect(await deployments.of([])).toEqual([]);
  });

  test("one of which nothing was said yet says nothing", async () => {
    const { deployments, commit } = await open();
    await deployments.make(shown(commit));

    expect(await deployments.of(["sP26a-toy"])).toMatchObject([{ says: undefined }]);
  });
});

test("deployments of others are not ours, in whatever environment; and more than one page is read", async () => {
  const { github, commit, deployments } = await onGithub();
  const { rest } = personOf(github, "alice");
  const other = { ...here, ref: commit, required_contexts: [], environment: "sP26a-toy" };
  for (let count = 0; count < 100; count++) await rest.repos.createDeployment({ ...other, description: `x ${count}` });
  await rest.repos.createDeployment({ ...other, task: "shrek", description: "sP26a-other 1.0.0" });
  await rest.repos.createDeployment({ ...other, description: "sP26a-toy 1.0.0" });
  const id = await deployments.make(shown(commit));

  expect((await deployments.of(["sP26a-toy"])).map((one) => one.id)).toEqual([id]);
});

test("a token that may not is told which permission it lacks, at reading as at writing", async () => {
  const { commit, deployments } = await onGithub({ contents: "read" });

  await expect(deployments.of(["sP26a-toy"])).rejects.toMatchObject({ wayOut: expect.stringContaining("deployments") });
  await expect(deployments.make(shown(commit))).rejects.toMatchObject({
    wayOut: 'It needs the permission "deployments: write".',
  });
});
