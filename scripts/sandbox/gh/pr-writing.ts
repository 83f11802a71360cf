import { bodyFlags, bodyOf, type Given, is, readFlags } from "./flags.ts";
import type { Github } from "./github.ts";
import { No, Refused } from "./no.ts";
import { tell } from "./print.ts";
import { branchHere, type Pull, pullFrom, thePull } from "./the-pull.ts";

const nameOf = (github: Github, { number }: Pull): string => `${github.repo}#${number}`;

const create = async (github: Github, args: readonly string[]): Promise<void> => {
  const flags = {
    title: is.text("t"),
    base: is.text("B"),
    head: is.text("H"),
    fill: is.flag("f"),
    draft: is.flag("d"),
  };
  const given = readFlags(args, { ...flags, ...bodyFlags });
  const head = given.text("head") ?? branchHere();
  const base = given.text("base") ?? "main";
  const title = given.text("title") ?? (given.isSet("fill") ? head : undefined);
  const body = bodyOf(given) ?? (given.isSet("fill") ? "" : undefined);
  if (title === undefined || body === undefined)
    throw new No("must provide `--title` and `--body` (or `--fill`) when not running interactively");
  try {
    const made = await github.call("POST", "pulls", { head, base, title, body, draft: given.isSet("draft") });
    console.log(pullFrom(made).url);
  } catch (error) {
    throw error instanceof Refused ? new No(whyNotCreated(error.said, head, base)) : error;
  }
};

/** REST's words in gh's, which come from GraphQL. */
const whyNotCreated = (said: string, head: string, base: string): string => {
  if (said === "head is invalid")
    return "aborted: you must first push the current branch to a remote, or use the --head flag";
  if (said.startsWith("A pull request already exists"))
    return `a pull request for branch "${head}" into branch "${base}" already exists`;
  return `pull request create failed: GraphQL: ${said} (createPullRequest)`;
};

const comment = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, bodyFlags);
  const body = bodyOf(given);
  if (body === undefined) throw new No("flags required when not running interactively: --body or --body-file");
  const { number } = await thePull(github, given.words[0]);
  console.log((await github.call("POST", `issues/${number}/comments`, { body }))["html_url"]);
};

const events = {
  approve: ["APPROVE", "✓ Approved pull request"],
  "request-changes": ["REQUEST_CHANGES", "+ Requested changes to pull request"],
  comment: ["COMMENT", "- Reviewed pull request"],
} as const;

const review = async (github: Github, args: readonly string[]): Promise<void> => {
  const flags = { approve: is.flag("a"), "request-changes": is.flag("r"), comment: is.flag("c") };
  const given = readFlags(args, { ...flags, ...bodyFlags });
  const [chosen, ...more] = Object.entries(events).filter(([name]) => given.isSet(name));
  if (chosen === undefined)
    throw new No("--approve, --request-changes, or --comment required when not running interactively");
  if (more.length > 0) throw new No("need exactly one of --approve, --request-changes, or --comment");
  const [name, [event, done]] = chosen;
  const body = bodyOf(given) ?? "";
  if (name !== "approve" && body === "") throw new No(`body cannot be blank for ${name} review`);
  const pull = await thePull(github, given.words[0]);
  try {
    await github.call("POST", `pulls/${pull.number}/reviews`, { event, body });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new No(`failed to create review: GraphQL: Review ${error.said} (addPullRequestReview)`);
  }
  tell(`${done} ${nameOf(github, pull)}`);
};

const merge = async (github: Github, args: readonly string[]): Promise<void> => {
  const ways = { merge: is.flag("m"), squash: is.flag("s"), rebase: is.flag("r") };
  const given = readFlags(args, { ...ways, "delete-branch": is.flag("d") });
  const [way, ...more] = Object.keys(ways).filter((name) => given.isSet(name));
  if (way === undefined) throw new No("--merge, --rebase, or --squash required when not running interactively");
  if (more.length > 0) throw new No("only one of --merge, --rebase, or --squash can be enabled");
  const pull = await thePull(github, given.words[0]);
  const name = nameOf(github, pull);
  if (pull.state === "MERGED") return tell(`! Pull request ${name} was already merged`);
  if (!pull.isClean)
    throw new No(`X Pull request ${name} is not mergeable: the merge commit cannot be cleanly created.`);
  try {
    await github.call("PUT", `pulls/${pull.number}/merge`, { merge_method: way });
  } catch (error) {
    if (!(error instanceof Refused) || ![405, 409, 422].includes(error.status)) throw error;
    throw new No(
      `X Pull request ${name} is not mergeable: the base branch policy prohibits the merge. ${error.said.replace(/^Repository rule violations found /, "")}`,
    );
  }
  const done = { merge: "Merged", squash: "Squashed and merged", rebase: "Rebased and merged" }[way];
  tell(`✓ ${done} pull request ${name} (${pull.title})`);
  if (given.isSet("delete-branch")) await github.call("DELETE", `git/refs/heads/${pull.branch}`);
};

const turn =
  (to: "open" | "closed") =>
  async (github: Github, args: readonly string[]): Promise<void> => {
    const [verb, done] = to === "open" ? ["reopen", "Reopened"] : ["close", "Closed"];
    const given: Given = readFlags(args, { comment: is.text("c") });
    if (given.words.length === 0) throw new No(`cannot ${verb} pull request: number, url, or branch required`);
    const pull = await thePull(github, given.words[0]);
    const name = `pull request ${nameOf(github, pull)} (${pull.title})`;
    if (pull.state === "MERGED")
      throw new No(`X P${name.slice(1)} can't be ${done.toLowerCase()} because it was already merged`);
    if (pull.state.toLowerCase() === to) return tell(`! P${name.slice(1)} is already ${to}`);
    const body = given.text("comment");
    if (body !== undefined) await github.call("POST", `issues/${pull.number}/comments`, { body });
    await github.call("PATCH", `pulls/${pull.number}`, { state: to });
    tell(`✓ ${done} ${name}`);
  };

export const prWriting = { create, comment, review, merge, close: turn("closed"), reopen: turn("open") };
