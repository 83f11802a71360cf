import { git, noObject, resolveRevision } from "../github/git.ts";
import { type JsonObject, objectOf, textOf } from "../github/json.ts";

/** An event in the words a run needs. */
export type Occasion = {
  readonly name: string;
  readonly action: string | undefined;
  readonly payload: JsonObject;
  readonly actor: string;
  readonly ref: string;
  /** Also where the workflow files are read. */
  readonly sha: string;
  /** What `branches:` is about: the base of a pull request. */
  readonly branch: string;
  readonly headRef: string;
  readonly baseRef: string;
  readonly fork: boolean;
  /** How many `workflow_run` events led here. */
  readonly depth: number;
};

/** `undefined`: nothing runs on it, such as a deleted branch or a pull request with conflicts. */
export const occasionOf = async (
  gitDir: string,
  defaultBranch: string,
  name: string,
  payload: JsonObject,
  actor: string,
  depth: number,
): Promise<Occasion | undefined> => {
  const action = typeof payload["action"] === "string" ? payload["action"] : undefined;
  const base = { name, action, payload, actor, headRef: "", baseRef: "", fork: false, depth };
  const at = async (ref: string) => {
    const sha = await resolveRevision(gitDir, `${ref}^{commit}`);
    return sha === undefined ? undefined : { ...base, ref, sha, branch: ref.replace(/^refs\/(heads|tags)\//, "") };
  };
  switch (name) {
    case "push": {
      const [ref, sha] = [textOf(payload["ref"]), textOf(payload["after"])];
      return sha === noObject ? undefined : { ...base, ref, sha, branch: ref.replace(/^refs\/heads\//, "") };
    }
    case "pull_request":
    case "pull_request_review":
      return pullOccasion(base, objectOf(payload["pull_request"]));
    case "pull_request_target": {
      // Always the default branch, whatever the base is; and never as a fork's, so that secrets are there.
      const [pull, main] = [objectOf(payload["pull_request"]), await at(`refs/heads/${defaultBranch}`)];
      const branch = textOf(objectOf(pull["base"])["ref"]);
      return main && { ...main, branch, baseRef: branch, headRef: textOf(objectOf(pull["head"])["ref"]) };
    }
    case "merge_group": {
      const group = objectOf(payload["merge_group"]);
      const branch = textOf(group["base_ref"]).replace(/^refs\/heads\//, "");
      return { ...base, ref: textOf(group["head_ref"]), sha: textOf(group["head_sha"]), branch };
    }
    case "workflow_dispatch":
      return at(textOf(payload["ref"]));
    case "issues":
    case "issue_comment":
    case "workflow_run":
    case "repository_dispatch":
    case "schedule":
      return at(`refs/heads/${defaultBranch}`);
    default:
      return undefined;
  }
};

const pullOccasion = (base: Omit<Occasion, "ref" | "sha" | "branch">, pull: JsonObject): Occasion | undefined => {
  const sha = textOf(pull["merge_commit_sha"]);
  if (sha === "") return undefined;
  const [head, target] = [objectOf(pull["head"]), objectOf(pull["base"])];
  const fork = objectOf(head["repo"])["full_name"] !== objectOf(target["repo"])["full_name"];
  const branch = textOf(target["ref"]);
  return {
    ...base,
    ref: `refs/pull/${String(pull["number"])}/merge`,
    sha,
    branch,
    baseRef: branch,
    headRef: textOf(head["ref"]),
    fork,
  };
};

/** Changed files, for `paths:`: of a push its range, of a pull request its three-dot diff. */
export const changedFiles = async (
  gitDir: string,
  defaultBranch: string,
  { name, payload, sha }: Occasion,
): Promise<readonly string[]> => {
  const pull = objectOf(payload["pull_request"]);
  const [from, to] =
    name === "push"
      ? [textOf(payload["before"]) === noObject ? `refs/heads/${defaultBranch}` : textOf(payload["before"]), sha]
      : [textOf(objectOf(pull["base"])["sha"]), textOf(objectOf(pull["head"])["sha"])];
  const first = name === "push" && from === sha ? undefined : from;
  const listed =
    first === undefined
      ? ""
      : await git(gitDir, [
          "diff",
          "--name-only",
          "-z",
          "--no-renames",
          ...(name === "push" ? [first, to] : [`${first}...${to}`]),
        ]);
  return listed.split("\0").filter((path) => path !== "");
};
