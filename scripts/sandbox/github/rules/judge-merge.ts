import { listOf, objectOf, textOf } from "../json.ts";
import type { Review } from "../records.ts";
import type { PullThread, Repository } from "../repository.ts";
import { changesSince } from "../shapes/diff.ts";
import type { Token } from "../tokens.ts";
import { mayPush, roleOf, type World } from "../world.ts";
import { checkFault } from "./check-state.ts";
import { codeOwners } from "./code-owners.ts";
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
