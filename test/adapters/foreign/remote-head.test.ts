import { expect, test } from "vitest";
import { gitNewerCommit, gitRemoteHead } from "../../../action/adapters/foreign/remote-head.ts";
import { emptyFolder } from "../../contracts/git-place.ts";
import { gitHost, reach } from "./git-host.ts";

test("The newest commit of a branch of another repository is read from that repository itself", async () => {
  const host = await gitHost();
  reach(host);
  const release = await host.commit({ "a.C": "one" });
  await host.git("branch", "release");
  const head = await host.commit({ "a.C": "two" });
  const told: string[] = [];
  const remote = gitRemoteHead({ hosts: async () => ["git.example.org"], tell: (detail) => void told.push(detail) });
  const newest = (git: string, branch?: string) => remote.newest("productions/p", { git, branch, commit: release });

  expect(await newest(host.url)).toEqual({ kind: "found", commit: head });
  expect(await newest(host.url, "release")).toEqual({ kind: "found", commit: release });
  expect(await newest(host.url, "absent")).toEqual({ kind: "missing", message: `${host.url} has no branch absent.` });
  const nowhere = "https://git.example.org/nowhere.git";
  expect(await newest(nowhere, "main")).toEqual({
    kind: "missing",
    message: `${nowhere} could not be fetched from git.example.org.`,
  });
  expect(told).toEqual([`${nowhere} does not exist or is not public.`]);
  expect(await newest(host.repository)).toEqual({ kind: "not-in-force" });
});

test("Only a commit whose history holds the named one is newer", async () => {
  const host = await gitHost();
  reach(host);
  const first = await host.commit({ "a.C": "one" });
  const second = await host.commit({ "a.C": "two" });
  await host.git("checkout", "--quiet", "-b", "beside", first);
  const beside = await host.commit({ "b.C": "three" });
  await host.git("checkout", "--quiet", "main");
  const remote = gitNewerCommit({ cache: await emptyFolder(), hosts: async () => ["git.example.org"] });
  const newer = (commit: string, branch?: string) => remote.newest("productions/p", { git: host.url, branch, commit });

  expect(await newer(first, "main")).toEqual({ kind: "found", commit: second });
  expect(await newer(first, "beside")).toEqual({ kind: "found", commit: beside });
  expect(await newer(second, "main")).toEqual({ kind: "found", commit: second });
  expect(await newer(beside, "main")).toEqual({ kind: "aside" });
  expect(await newer("f".repeat(40), "main")).toEqual({ kind: "aside" });
  await host.git("branch", "--force", "beside", second);
  expect(await newer(beside, "beside")).toEqual({ kind: "aside" });
});
