import { setTimeout as sleep } from "node:timers/promises";
import { Failure, RepositoryOutage } from "../../core/problems/failure.ts";
import type { Allowance } from "../../ports/allowance.ts";
import { watchAllowance } from "./allowance.ts";
import { fetchFrom, GithubCalls, type Octokit } from "./github-calls.ts";
import { refusalText } from "./refusal-text.ts";
import { type GithubRefusal, githubRefusal, isLimit, secondsToWait, statusOf, waitAskedFor } from "./waits.ts";

export type Repo = { readonly octokit: Octokit; readonly owner: string; readonly repo: string };
type WatchedRepo = Repo & { readonly allowance: Allowance };

/** Calls wait as long as GitHub asks, up to two minutes. `api`: another GitHub than the runner's. */
export const openRepo = (token: string, repository: string, api?: string): Repo => {
  const place = openHastyRepo(token, repository, api);
  place.octokit.hook.wrap("request", (request, options) => patiently(async () => request(options)));
  return place;
};

/** A limit is an answer here, and nothing waits for its end. `now`: milliseconds. */
export const openHastyRepo = (
  token: string,
  repository: string,
  api?: string,
  now: () => number = Date.now,
): WatchedRepo => {
  const [owner, repo] = repository.split("/");
  if (owner === undefined || repo === undefined)
    throw new Failure(`"${repository}" is not the name of a repository on GitHub.`, {
      wayOut: "Write OWNER/REPOSITORY; on a runner GITHUB_REPOSITORY holds it.",
    });
  const baseUrl = api ?? (process.env["GITHUB_API_URL"] || "https://api.github.com");
  const octokit = new GithubCalls({ auth: token, baseUrl, request: { fetch: fetchFrom(baseUrl) } });
  octokit.hook.before("request", ({ headers }) => {
    headers["x-github-api-version"] ??= apiVersion;
  });
  return { octokit, owner, repo, allowance: watchAllowance(octokit, now) };
};

/** Of the REST API. GitHub answers in this version until March 2028; what the next one takes away is not relied upon. */
const apiVersion = "2022-11-28";

/** The most tries of one call; each time GitHub says when. */
const maxTries = 4;

/** A limit and a conflict say that nothing was done: the call is made again, writing ones too. */
const patiently = async <T>(call: () => Promise<T>, tries = 1): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    const refused = githubRefusal(error);
    const seconds = refused === undefined || tries >= maxTries ? undefined : secondsToWait(refused, new Date());
    if (seconds === undefined) throw error;
    await sleep(seconds * 1000);
    return patiently(call, tries + 1);
  }
};

/** Runs a call to GitHub. Any error becomes a Failure with GitHub's answer, which names a missing permission. */
export const asking = async <T>(what: string, permission: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw failureOf(error, what, permission);
  }
};

const failureOf = (cause: unknown, what: string, permission: string): unknown => {
  if (cause instanceof Failure || !(cause instanceof Error)) return cause;
  const status = statusOf(cause);
  const refused = githubRefusal(cause);
  if (refused !== undefined && isLimit(refused))
    return new RepositoryOutage(`GitHub allows no more calls for now, and this job wanted to ${what}.`, {
      wayOut: `The limit ends at ${endOf(refused)} UTC: try again then.`,
      cause,
    });
  if (status === 401 || (status === 403 && isForbidden(cause.message)) || isForbiddenQuery(cause))
    return new Failure(`GitHub does not allow this job to ${what}.`, {
      wayOut: `It needs the permission "${permission}".`,
      cause,
    });
  if (status !== undefined && status < 500)
    return new Failure(`GitHub refused to ${what}: ${status} ${refusalText(cause)}`, {
      wayOut: status === 404 ? gone : byHand,
      cause,
    });
  if (cause.name === queryError)
    return new Failure(`GitHub refused to ${what}: ${refusalText(cause)}`, { wayOut: byHand, cause });
  return unreachable(cause, what);
};

const endOf = (refused: GithubRefusal): string =>
  new Date(Date.now() + waitAskedFor(refused, new Date()) * 1000).toISOString().slice(11, 16);

const gone =
  "It may have been deleted, or this login may not see it: look at it in the browser, and check the login's permissions.";
const byHand = "Correct what GitHub names; `shrek doctor --github` compares the settings of the repository.";

/** What has no answer of GitHub's. A proxy that wants a login does not end by itself. */
const unreachable = (cause: Error, what: string): Failure => {
  const why = reasonOf(cause);
  return /\b407\b/.test(why)
    ? new Failure(`The proxy does not let this job through to ${what}: ${why}`, {
        wayOut: "Write user and password of the proxy into https_proxy, or ask who runs it.",
        cause,
      })
    : new RepositoryOutage(`GitHub cannot be reached to ${what}: ${why}`, { wayOut: "Try again later.", cause });
};

/** The innermost error says what broke; the outer ones only say that a fetch failed. */
const reasonOf = (error: Error): string => (error.cause instanceof Error ? reasonOf(error.cause) : refusalText(error));

/** GitHub's words for a permission that a token or a person lacks; other 403s are refusals of their own. */
const isForbidden = (message: string): boolean =>
  /Resource not accessible|Must have (?:push|admin|write|pull|triage)|permission|not authorized|Bad credentials/i.test(
    message,
  );

/** GraphQL refuses with status 200 and the reasons in the body. */
const queryError = "GraphqlResponseError";
const isForbiddenQuery = (error: Error): boolean =>
  error.name === queryError && "errors" in error && Array.isArray(error.errors) && error.errors.some(isForbiddenError);
const isForbiddenError = (one: unknown): boolean =>
  typeof one === "object" && one !== null && "type" in one && one.type === "FORBIDDEN";
