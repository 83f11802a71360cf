import type { PullPlace } from "../core/markdown/pull-place.ts";

/** A pull request as people find it. */
export const placeOf = (
  { page, problems }: PullPage,
  { number, head }: { readonly number: number; readonly head: string },
): PullPlace => ({
  repository: page,
  number,
  head,
  ...(problems === undefined ? {} : { problems }),
});

type PullPage = { readonly page: string; readonly problems: string | undefined };

/** In the repository and at the ref of this action, as the runner names them; one of the work folder has neither. */
export const problemsPageOf = (env: Readonly<Record<string, string | undefined>>): string | undefined => {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  return server === undefined || repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository)
    ? undefined
    : `${server}/${repository}/blob/${ref === undefined || ref === "" ? "HEAD" : ref}/docs/problems.md`;
};
