import { readRules, rulePlaces } from "../../core/policy/rules.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { FolderEntry } from "../../core/text/source-file.ts";
import type { MainRules } from "../../ports/main-rules.ts";
import { asking, type Repo } from "./octokit.ts";
import { statusOf } from "./waits.ts";

/** The rules of main, read through GitHub: the command job has no checkout. */
export const githubRules = (place: Repo): MainRules => ({
  above: async (folders) => {
    const entries = await Promise.all(rulePlaces(folders).map((path) => entryAt(place, path)));
    return readRules(entries.flatMap((entry) => entry ?? []));
  },
});

const entryAt = (place: Repo, path: string): Promise<FolderEntry | undefined> =>
  asking("read the conventions on main", "contents: read", async () => {
    const { octokit, owner, repo } = place;
    try {
      const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref: "main" });
      if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return { kind: "link", path };
      // Of a file above 1 MB this call gives no content (docs.github.com, "Get repository content"); above 100 MB it refuses.
      const { content } = data.encoding === "base64" ? data : await blobOf(place, data.sha);
      return { kind: "file", path, mode: "100644", bytes: Buffer.from(content, "base64") };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });

/** Whatever is not read to the end allows nothing. */
const blobOf = async ({ octokit, owner, repo }: Repo, sha: string): Promise<{ readonly content: string }> => {
  const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha });
  if (data.encoding === "base64") return data;
  throw new Failure(`GitHub gives the content of ${sha.slice(0, 12)} as ${data.encoding}, which is not known here.`, {
    wayOut: "Make the file smaller than 1 MB.",
  });
};
