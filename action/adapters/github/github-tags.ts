import pLimit from "p-limit";
import { Failure } from "../../core/problems/failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Tags } from "../../ports/tags.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

/** A campaign asks for all of its tags at once, and GitHub refuses who asks too much at a time. */
const atOnce = 6;

/** Annotated tags through GitHub's API. Creating a ref that exists is refused with 422: once made, a tag stays. */
export const githubTags = ({ octokit, owner, repo }: Repo, clock: Clock): Tags => {
  const at = { owner, repo };
  const limit = pLimit(atOnce);
  const tags: Tags = {
    all: async () =>
      new Map(
        await Promise.all((await tags.names()).map(async (name) => [name, (await tags.message(name)) ?? ""] as const)),
      ),
    message: (name) =>
      asking("read tags", "contents: read", async () => {
        try {
          const { object } = (await octokit.rest.git.getRef({ ...at, ref: `tags/${name}` })).data;
          if (object.type !== "tag")
            throw new Failure(`The tag ${name} is not an annotated tag.`, {
              wayOut: "It was created by hand; check it before anything is submitted.",
            });
          return (await octokit.rest.git.getTag({ ...at, tag_sha: object.sha })).data.message;
        } catch (error) {
          if (statusOf(error) === 404) return undefined;
          throw error;
        }
      }),
    names: () =>
      asking("read tags", "contents: read", async () => {
        const refs = await octokit.paginate(octokit.rest.git.listMatchingRefs, { ...at, ref: "tags/production/" });
        return refs.map(({ ref }) => ref.replace("refs/tags/", ""));
      }),
    create: (name, commit, message) =>
      limit(asking, "make tags", "contents: write", async () => {
        const tag = await octokit.rest.git.createTag({
          ...at,
          tag: name,
          message,
          object: commit,
          type: "commit",
          tagger: { name: "shrek", email: "shrek@localhost", date: clock.now().toISOString() },
        });
        try {
          await octokit.rest.git.createRef({ ...at, ref: `refs/tags/${name}`, sha: tag.data.sha });
          return "created";
        } catch (error) {
          if (statusOf(error) === 422) return "exists";
          throw error;
        }
      }),
  };
  return tags;
};
