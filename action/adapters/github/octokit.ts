import { getOctokit } from "@actions/github";
import { Failure, Outage } from "../../core/problems/failure.ts";

export type Octokit = ReturnType<typeof getOctokit>;
export type Repo = { readonly octokit: Octokit; readonly owner: string; readonly repo: string };

/** `api` is the address of another GitHub than the one whose runner this is. */
export const openRepo = (token: string, repository: string, api?: string): Repo => {
  const [owner, repo] = repository.split("/");
  if (owner === undefined || repo === undefined) throw new Failure(`"${repository}" is not OWNER/REPOSITORY.`);
  return { octokit: getOctokit(token, api === undefined ? {} : { baseUrl: api }), owner, repo };
};

/** Runs a call to GitHub. A missing permission is told by its name, so that the workflow file can be mended. */
export const asking = async <T>(what: string, permission: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const status = statusOf(error);
    if (status === 403 || status === 401)
      throw new Failure(`GitHub does not allow this job to ${what}.`, {
        wayOut: `It needs the permission "${permission}".`,
        cause: error,
      });
    if (status === undefined || status >= 500)
      throw new Outage(`GitHub cannot be reached to ${what}.`, { wayOut: "Try again later.", cause: error });
    throw error;
  }
};

export const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;
