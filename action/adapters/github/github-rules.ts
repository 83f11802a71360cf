import { readRules, rulePlaces } from "../../core/policy/rules.ts";
import type { FolderEntry } from "../../core/text/source-file.ts";
import type { MainRules } from "../../ports/main-rules.ts";
import { asking, type Repo, statusOf } from "./octokit.ts";

/** The rules of main, read through GitHub: the command job has no checkout. */
export const githubRules = (place: Repo): MainRules => ({
  above: async (folders) => {
    const entries = await Promise.all(rulePlaces(folders).map((path) => entryAt(place, path)));
    return readRules(entries.flatMap((entry) => entry ?? []));
  },
});

const entryAt = ({ octokit, owner, repo }: Repo, path: string): Promise<FolderEntry | undefined> =>
  asking("read the conventions on main", "contents: read", async () => {
    try {
      const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref: "main" });
      if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return { kind: "link", path };
      return { kind: "file", path, mode: "100644", bytes: Buffer.from(data.content, "base64") };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
