import { execFileSync } from "node:child_process";
import { type JsonObject, objectOf, textOf } from "../github/json.ts";
import type { Github } from "./github.ts";
import { No, Refused } from "./no.ts";

export type Pull = {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly branch: string;
  readonly base: string;
  readonly state: "OPEN" | "MERGED" | "CLOSED";
  readonly body: string;
  readonly url: string;
  readonly createdAt: string;
  readonly isClean: boolean;
};

export const pullFrom = (shape: JsonObject): Pull => ({
  number: Number(shape["number"]),
  title: textOf(shape["title"]),
  author: textOf(objectOf(shape["user"])["login"]),
  branch: textOf(objectOf(shape["head"])["ref"]),
  base: textOf(objectOf(shape["base"])["ref"]),
  state: typeof shape["merged_at"] === "string" ? "MERGED" : shape["state"] === "open" ? "OPEN" : "CLOSED",
  body: textOf(shape["body"]),
  url: textOf(shape["html_url"]),
  createdAt: textOf(shape["created_at"]),
  isClean: shape["mergeable"] !== false,
});

export const branchHere = (): string => {
  try {
    return execFileSync("git", ["branch", "--show-current"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    throw new No("could not determine current branch: not a git repository");
  }
};

/** By number, `#number`, address or branch; without a word that of the branch on which somebody works. */
export const thePull = async (github: Github, word: string | undefined): Promise<Pull> => {
  const number = /^(?:#|.*\/pull\/)?(\d+)(?:\/.*)?$/.exec(word ?? "")?.[1];
  if (number === undefined) return ofBranch(github, word ?? branchHere());
  try {
    return pullFrom(await github.call("GET", `pulls/${number}`));
  } catch (error) {
    if (error instanceof Refused && error.status === 404)
      throw new No(
        `GraphQL: Could not resolve to a PullRequest with the number of ${number}. (repository.pullRequest)`,
      );
    throw error;
  }
};

/** The open one first, as gh has it. */
const ofBranch = async (github: Github, branch: string): Promise<Pull> => {
  const [owner = ""] = github.repo.split("/");
  const head = branch.includes(":") ? branch : `${owner}:${branch}`;
  const found = (await github.list(`pulls?state=all&head=${encodeURIComponent(head)}`)).map(pullFrom);
  const chosen = found.find(({ state }) => state === "OPEN") ?? found[0];
  if (chosen === undefined) throw new No(`no pull requests found for branch "${branch}"`);
  return thePull(github, String(chosen.number));
};
