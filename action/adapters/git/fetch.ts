import { Failure } from "../../core/problems/failure.ts";
import { remoteFailure } from "./remote-failure.ts";
import { git, gitOutcome } from "./run.ts";

/**
 * How git is told a token of GitHub's: by the environment of the one child that needs it, because an argument would
 * show in the list of processes, and a file would stay. Only for this address.
 */
export const tokenEnvironment = (token: string, url: string): Readonly<Record<string, string>> => ({
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
  GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
});

/** Brings the objects of a pull request's head, a fork's too, without checking anything out. */
export const fetchPullRequest = async (dir: string, url: string, number: number, token: string): Promise<void> => {
  const env = tokenEnvironment(token, url);
  const what = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", url, `refs/pull/${number}/head`];
  const { code, stderr } = await gitOutcome(dir, what, { env });
  if (code !== 0)
    throw new Failure(`The head of pull request ${number} cannot be fetched: ${stderr.split("\n")[0] ?? ""}`, {
      wayOut: 'The job needs the permission "contents: read".',
    });
};

/** A repository of its own with the end of one branch, for a job without a checkout. Later fetches bring what came since. */
export const openBranch = async (
  dir: string,
  url: string,
  ref: string,
  env: Readonly<Record<string, string>>,
): Promise<void> => {
  await git(dir, ["init", "--quiet", "--bare", "--template="]);
  const fetched = ["fetch", "--quiet", "--no-tags", "--depth=1", url, ref];
  const { code, stderr } = await gitOutcome(dir, fetched, { env });
  // That it is missing is told by whoever reads it.
  if (code !== 0 && !stderr.includes("couldn't find remote ref"))
    throw remoteFailure(url, { kind: "read", ref }, stderr);
};
