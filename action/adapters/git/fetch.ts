import { Failure } from "../../core/problems/failure.ts";
import { gitOutcome } from "./run.ts";

/**
 * How git gets a token of GitHub: by the environment of the one child that needs it, because an argument would show in
 * the list of processes, and a file would stay. Only for this address.
 */
export const tokenEnvironment = (token: string, url: string): Readonly<Record<string, string>> => ({
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
  GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
});

/** What such an environment sends there. */
export const authorizationIn = (env: Readonly<Record<string, string>>): string | undefined =>
  /^Authorization: (.*)$/.exec(env["GIT_CONFIG_VALUE_0"] ?? "")?.[1];

/** Brings the objects of a pull request's head, a fork's too, without checking anything out; and the branch that it is for. */
export const fetchPullRequest = async (
  dir: string,
  { url, token }: { readonly url: string; readonly token: string },
  number: number,
  into?: string,
): Promise<void> => {
  const env = tokenEnvironment(token, url);
  const base = into === undefined ? [] : [`+refs/heads/${into}:refs/remotes/origin/${into}`];
  const what = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", url, `refs/pull/${number}/head`, ...base];
  const { code, stderr } = await gitOutcome(dir, what, { env });
  if (code !== 0)
    throw new Failure(`The head of pull request ${number} cannot be fetched: ${stderr.split("\n")[0] ?? ""}`, {
      wayOut: 'The job needs the permission "contents: read".',
    });
};
