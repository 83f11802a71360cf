import { expect, test, vi } from "vitest";
import { actAsApp, endingTokens, ledgerToken } from "../../../action/adapters/github/app-token.ts";
import type { GithubHandle } from "../../../scripts/sandbox/github/start.ts";
import { aGithub, here, octokitOf } from "../../sandbox/github/githubs.ts";

const name = `${here.owner}/${here.repo}`;

/** An App that may more than any job needs. */
const anApp = (github: GithubHandle) => {
  const { appId, privateKey } = github.addApp({
    slug: "shrek",
    permissions: { contents: "write", "pull-requests": "write", administration: "write" },
  });
  return { id: String(appId), key: privateKey };
};

test("A token of the App can write the ledger and nothing else, no log of the job shows it, and behind the job it is good for nothing", async () => {
  const github = await aGithub();
  vi.stubEnv("GITHUB_API_URL", github.url);
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  let token = "";

  const code = await endingTokens(async () => {
    token = await ledgerToken(anApp(github), "", name, new Date());
    const { rest } = octokitOf(github, token);
    expect((await rest.git.getRef({ ...here, ref: "heads/main" })).status).toBe(200);
    await expect(rest.pulls.list(here)).rejects.toThrow("Resource not accessible by integration");
    return 1;
  })();
  const lines = written.mock.calls.map(([line]) => String(line));
  written.mockRestore();

  expect(code).toBe(1);
  expect(github.tokens().find(({ value }) => value === token)?.permissions).toEqual({ contents: "write" });
  expect(lines.filter((line) => line.includes(token)).map((line) => line.trim())).toEqual([`::add-mask::${token}`]);
  await expect(octokitOf(github, token).rest.repos.get(here)).rejects.toThrow("Bad credentials");
});

test.each([
  [3, "4 320 minutes ahead of"],
  [-3, "4 320 minutes behind"],
])(
  "A machine whose clock is %i days off learns that its clock is wrong, and nothing of permissions",
  async (days, words) => {
    const github = await aGithub();
    vi.stubEnv("GITHUB_API_URL", github.url);
    const now = new Date(Date.now() + days * 24 * 3_600_000);

    await expect(ledgerToken(anApp(github), "", name, now)).rejects.toMatchObject({
      message: `GitHub refuses the GitHub App: the clock of this machine is ${words} GitHub's.`,
      wayOut: "Set the clock, then start the job again.",
    });
  },
);

test("The App's token of a job that fails is revoked too, and the failure is reported as it was", async () => {
  const github = await aGithub();
  vi.stubEnv("GITHUB_API_URL", github.url);
  let token = "";

  const failing = endingTokens(async () => {
    const permissions = { contents: "write", pull_requests: "write" } as const;
    ({ token } = await actAsApp(anApp(github), name, new Date(), { permissions }));
    throw new Error("it broke");
  });

  await expect(failing()).rejects.toThrow("it broke");
  await expect(octokitOf(github, token).rest.repos.get(here)).rejects.toThrow("Bad credentials");
});
