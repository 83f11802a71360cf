import { getOctokit } from "@actions/github";
import { Failure, RepositoryOutage } from "../../core/problems/failure.ts";

export type Octokit = ReturnType<typeof getOctokit>;
export type Repo = { readonly octokit: Octokit; readonly owner: string; readonly repo: string };

/** `api` is the address of another GitHub than the one whose runner this is. */
export const openRepo = (token: string, repository: string, api?: string): Repo => {
  const [owner, repo] = repository.split("/");
  if (owner === undefined || repo === undefined) throw new Failure(`"${repository}" is not OWNER/REPOSITORY.`);
  return { octokit: getOctokit(token, api === undefined ? {} : { baseUrl: api }), owner, repo };
};

/**
 * Runs a call to GitHub. Whatever GitHub answers, or does not, becomes a Failure with the answer as its cause; a
 * missing permission is told by its name, so that the workflow file can be mended.
 */
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
  if (status === 429 || (status === 403 && isLimit(cause)))
    return new RepositoryOutage(`GitHub allows no more calls for now, and this job wanted to ${what}.`, { cause });
  if (status === 403 || status === 401 || isForbiddenQuery(cause))
    return new Failure(`GitHub does not allow this job to ${what}.`, {
      wayOut: `It needs the permission "${permission}".`,
      cause,
    });
  if (status !== undefined && status < 500)
    return new Failure(`GitHub refused to ${what}: ${status} ${firstWords(cause.message)}`, { cause });
  if (cause.name === queryError)
    return new Failure(`GitHub refused to ${what}: ${firstWords(cause.message)}`, { cause });
  return new RepositoryOutage(`GitHub cannot be reached to ${what}.`, { wayOut: "Try again later.", cause });
};

/** The status of GitHub's answer, also behind the Failure that it became. */
export const statusOf = (error: unknown): number | undefined => {
  if (error instanceof Failure) return statusOf(error.cause);
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;
};

/** A limit on calls is answered with the status of a missing permission. */
const isLimit = (error: Error): boolean => /rate limit|abuse/i.test(error.message);

/** GraphQL refuses with status 200 and the reasons in the body. */
const queryError = "GraphqlResponseError";
const isForbiddenQuery = (error: Error): boolean =>
  error.name === queryError && "errors" in error && Array.isArray(error.errors) && error.errors.some(isForbidden);
const isForbidden = (one: unknown): boolean =>
  typeof one === "object" && one !== null && "type" in one && one.type === "FORBIDDEN";

const longestWords = 200;
const firstWords = (message: string): string => message.replace(/\s+/g, " ").slice(0, longestWords);
