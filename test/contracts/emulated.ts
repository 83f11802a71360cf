import { createEmulator } from "emulate";
import { onTestFinished } from "vitest";
import { openRepo, type Repo } from "../../action/adapters/github/octokit.ts";

/** A GitHub that others wrote (vercel-labs/emulate), of this test alone. Nobody but the owner of a repository may push there. */
export type Emulated = {
  readonly url: string;
  readonly appKey: string;
  as(login: "alice" | "bob" | "robot[bot]"): Repo;
};

const people = ["alice", "bob", "robot[bot]"] as const;
export const app = { id: "4711", installation: 12 };

export const anEmulated = async (): Promise<Emulated> => {
  const installations = [{ installation_id: app.installation, account: "alice", permissions: { contents: "write" } }];
  const github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      tokens: Object.fromEntries(people.map((login) => [`secret of ${login}`, { login, scopes: ["repo"] }])),
      github: {
        users: people.map((login) => ({ login })),
        repos: [{ owner: "alice", name: "productions", auto_init: true }],
        apps: [{ app_id: Number(app.id), slug: "shrek", name: "shrek", installations }],
      },
    },
  });
  onTestFinished(() => github.close());
  const key = github.generatedSecrets.find(({ id }) => id === app.id)?.value ?? "";
  return {
    url: github.url,
    appKey: key,
    as: (login) => openRepo(`secret of ${login}`, "alice/productions", github.url),
  };
};

/** A pull request of alice's, with one commit. */
export const aPullOf = async ({ as }: Emulated): Promise<{ readonly number: number; readonly head: string }> => {
  const { octokit, owner, repo } = as("alice");
  const at = { owner, repo };
  const { data: main } = await octokit.rest.git.getRef({ ...at, ref: "heads/main" });
  await octokit.rest.git.createRef({ ...at, ref: "refs/heads/change", sha: main.object.sha });
  const file = { path: "new.txt", message: "Add", content: Buffer.from("new\n").toString("base64"), branch: "change" };
  await octokit.rest.repos.createOrUpdateFileContents({ ...at, ...file });
  const { data } = await octokit.rest.pulls.create({ ...at, head: "change", base: "main", title: "A change" });
  return { number: data.number, head: data.head.sha };
};
