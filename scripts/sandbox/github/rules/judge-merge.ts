import { listOf, objectOf, textOf } from "../json.ts";
import { readObject } from "../objects.ts";
import type { Review } from "../records.ts";
import type { PullThread, Repository } from "../repository.ts";
import { changesSince } from "../shapes/diff.ts";
import type { Token } from "../tokens.ts";
import { mayPush, roleOf, type World } from "../world.ts";
import { checkFault } from "./check-state.ts";
import { rulesFor } from "./covers.ts";
import { eachFault, notAuthorized, type RuleFault } from "./judge-move.ts";
import type { Rule } from "./rule.ts";

/** What the rules of its base say against the merge of a pull request. */
export const mergeFaults = async (
  world: World,
  repository: Repository,
  token: Token,
  thread: PullThread,
): Promise<readonly RuleFault[]> =>
  eachFault(rulesFor(world, repository, token, `refs/heads/${thread.pull.base.ref}`), (rule) =>
    faultsOf(repository, rule, thread),
  );

const faultsOf = async (
  repository: Repository,
  { type, parameters }: Rule,
  thread: PullThread,
): Promise<readonly string[]> => {
  const { pull } = thread;
  if (type === "required_status_checks")
    return listOf(parameters["required_status_checks"]).flatMap(
      (one) => checkFault(repository, textOf(objectOf(one)["context"]), pull.head.sha) ?? [],
    );
  if (type === "restricted") return [notAuthorized];
  if (type === "update") return ["Cannot update this protected ref."];
  if (type !== "pull_request") return [];
  const words = lastWords(repository, thread);
  const approved = words.filter(({ state }) => state === "APPROVED").map(({ author }) => author);
  const wanted = Number(parameters["required_approving_review_count"] ?? 0);
  return [
    ...(words.some(({ state }) => state === "CHANGES_REQUESTED") ? ["Changes have been requested."] : []),
    ...(approved.length < wanted
      ? [`At least ${wanted} approving review is required by reviewers with write access.`]
      : []),
    ...(parameters["require_last_push_approval"] === true && !approved.some((login) => login !== pull.lastPusher)
      ? ["New changes require approval from someone other than the last pusher."]
      : []),
    ...(parameters["require_code_owner_review"] === true ? await ownersFaults(repository, thread, approved) : []),
  ];
};

/** Of each person who may write the last review that says yes or no. */
const lastWords = (repository: Repository, { pull }: PullThread): readonly Review[] => {
  const said = pull.reviews.filter(({ state }) => state !== "COMMENTED" && state !== "PENDING");
  const last = new Map(said.map((review) => [review.author, review]));
  return [...last.values()].filter(({ author }) => mayPush(roleOf(repository, author)));
};

const ownersFaults = async (
  repository: Repository,
  { pull }: PullThread,
  approved: readonly string[],
): Promise<readonly string[]> => {
  const changes = await changesSince(repository, pull.base.sha, pull.head.sha);
  const files = changes.map(({ filename }) => filename);
  const missing = (await codeOwners(repository, `refs/heads/${pull.base.ref}`, files)).filter(
    (owners) => !owners.some((owner) => approved.includes(owner)),
  );
  return missing.map((owners) => `Waiting on code owner review from ${owners.join(" and/or ")}.`);
};

type Line = { readonly pattern: RegExp; readonly owners: readonly string[] };

const places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
/** A file above this size is not loaded. */
const most = 3 * 1024 * 1024;

/** The owners of each file by the CODEOWNERS of a commit: its last line that fits; files without owners are left out. */
const codeOwners = async (
  { dir }: Repository,
  commit: string,
  files: readonly string[],
): Promise<readonly (readonly string[])[]> => {
  const found = await Promise.all(places.map((place) => readObject(dir, `${commit}:${place}`)));
  const bytes = found.find((one) => one?.type === "blob")?.bytes;
  if (bytes === undefined || bytes.length > most) return [];
  const lines = bytes.toString("utf8").split("\n").flatMap(readLine);
  return files.flatMap((file) => {
    const owners = lines.findLast(({ pattern }) => pattern.test(file))?.owners ?? [];
    return owners.length === 0 ? [] : [owners];
  });
};

const readLine = (line: string): readonly Line[] => {
  const [pattern = "", ...owners] = line.replace(/#.*/, "").trim().split(/\s+/);
  return pattern === "" ? [] : [{ pattern: expressionOf(pattern), owners: owners.map((one) => one.replace(/^@/, "")) }];
};

/** As in `.gitignore`: a slash before the end anchors it, a folder holds all below it, and `x/*` only what is in x. */
const expressionOf = (pattern: string): RegExp => {
  const anchored = pattern.slice(0, -1).includes("/");
  const inner = pattern
    .replace(/^\/|\/$/g, "")
    .replace(/\*\*\/|\/\*\*$|\*|\?|[\\^$.|+(){}[\]]/g, (mark) =>
      mark === "**/"
        ? "(?:.*/)?"
        : mark === "/**"
          ? "/.*"
          : mark === "*"
            ? "[^/]*"
            : mark === "?"
              ? "[^/]"
              : `\\${mark}`,
    );
  const below = pattern.endsWith("/") ? "/.*" : pattern.endsWith("/*") ? "" : "(?:/.*)?";
  return new RegExp(`${anchored ? "^" : "(?:^|/)"}${inner}${below}$`);
};
