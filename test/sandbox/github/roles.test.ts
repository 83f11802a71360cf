import { expect, test } from "vitest";
import { aGithub, aPull, git, here, personOf, tempDir } from "./githubs.ts";

const roles = ["read", "triage", "write", "maintain", "admin"] as const;

test("Each role on GitHub is named with its older word, and with its permissions", async () => {
  const github = await aGithub();
  for (const role of roles) github.addUser(role, role);
  const { rest } = personOf(github, "alice");

  const told = await Promise.all(
    roles.map(async (username) => (await rest.repos.getCollaboratorPermissionLevel({ ...here, username })).data),
  );

  expect(told.map(({ permission, role_name }) => [permission, role_name])).toEqual([
    ["read", "read"],
    ["read", "triage"],
    ["write", "write"],
    ["write", "maintain"],
    ["admin", "admin"],
  ]);
  const may = told.map(({ user }) =>
    Object.entries(user?.permissions ?? {}).flatMap(([name, can]) => (can ? [name] : [])),
  );
  expect(may.map((names) => names.length)).toEqual([1, 2, 3, 4, 5]);
});

test("A person with triage may label and close, and not push or merge; one with maintain may, but changes no rule", async () => {
  const github = await aGithub();
  for (const role of roles) github.addUser(role, role);
  const { number } = await aPull(github);
  const at = { ...here, issue_number: number };
  const pull = { ...here, pull_number: number };
  const as = (role: (typeof roles)[number]) => personOf(github, role).rest;
  const no = (words: string) => ({ status: 403, message: expect.stringContaining(words) });

  await expect(as("read").issues.addLabels({ ...at, labels: ["x"] })).rejects.toMatchObject(
    no("Must have admin rights"),
  );
  await expect(as("read").pulls.update({ ...pull, state: "closed" })).rejects.toMatchObject(
    no("Must have admin rights"),
  );
  await as("triage").issues.addLabels({ ...at, labels: ["x"] });
  await expect(as("triage").issues.update({ ...at, title: "Theirs" })).rejects.toMatchObject(
    no("Must have admin rights"),
  );
  await expect(as("triage").pulls.merge(pull)).rejects.toMatchObject(no("Must have push access"));
  const dir = await tempDir();
  await git(dir, "clone", "--quiet", github.cloneUrl(github.mintToken({ login: "triage" })), ".");
  await expect(git(dir, "push", "--quiet", "origin", "HEAD:refs/heads/theirs")).rejects.toThrow(/403/);
  await as("triage").pulls.update({ ...pull, state: "closed" });
  await as("triage").pulls.update({ ...pull, state: "open" });

  await git(dir, "push", "--quiet", github.cloneUrl(github.mintToken({ login: "maintain" })), "HEAD:refs/heads/theirs");
  await as("maintain").pulls.merge(pull);
  await expect(
    as("maintain").repos.createRepoRuleset({ ...here, name: "r", enforcement: "active" }),
  ).rejects.toMatchObject(no("Must have push access"));
});
