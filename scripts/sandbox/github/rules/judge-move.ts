import { isAncestor, noObject, resolveRevision } from "../git.ts";
import { listOf, objectOf, textOf } from "../json.ts";
import type { Move } from "../refs.ts";
import { Refusal } from "../refusal.ts";
import type { Repository } from "../repository.ts";
import type { Token } from "../tokens.ts";
import type { World } from "../world.ts";
import { checkFault } from "./check-state.ts";
import { rulesFor } from "./covers.ts";
import type { Rule } from "./rule.ts";

/** What a rule says against a move or a merge. */
export type RuleFault = { readonly by: Rule["by"]; readonly words: string };

/** What the rules in force say against a move of a ref; the objects that it needs are there. */
export const moveFaults = async (
  world: World,
  repository: Repository,
  token: Token,
  move: Move,
): Promise<readonly RuleFault[]> =>
  eachFault(rulesFor(world, repository, token, move.ref), (rule) => faultsOf(repository, rule, move));

/** The faults of all rules, the same words of one kind once. */
export const eachFault = async (
  rules: readonly Rule[],
  ask: (rule: Rule) => Promise<readonly string[]>,
): Promise<readonly RuleFault[]> => {
  const faults = await Promise.all(
    rules.map(async (rule) => (await ask(rule)).map((words) => ({ by: rule.by, words }))),
  );
  return [...new Map(faults.flat().map((fault) => [`${fault.by} ${fault.words}`, fault])).values()];
};

const faultsOf = async (
  repository: Repository,
  { by, type, parameters }: Rule,
  move: Move,
): Promise<readonly string[]> => {
  const [created, deleted] = [move.before === noObject, move.after === noObject];
  switch (type) {
    case "creation":
      return created ? ["Cannot create ref due to creations being restricted."] : [];
    case "update":
      return created || deleted ? [] : ["Cannot update this protected ref."];
    case "deletion":
      return deleted
        ? [by === "ruleset" ? "Cannot delete this protected ref." : "Cannot delete this protected branch"]
        : [];
    case "restricted":
      return [notAuthorized];
    case "non_fast_forward":
      return created || deleted || (await isForward(repository, move)) ? [] : ["Cannot force-push to this branch"];
    case "pull_request":
      return created || deleted ? [] : ["Changes must be made through a pull request."];
    case "required_status_checks":
      if (deleted || (created && parameters["do_not_enforce_on_create"] === true)) return [];
      return listOf(parameters["required_status_checks"]).flatMap(
        (one) => checkFault(repository, textOf(objectOf(one)["context"]), move.after) ?? [],
      );
    default:
      throw new Error(`the sandbox knows no rule ${type}`);
  }
};

/** A tag that moves goes nowhere forward; of an object that is not there yet a person's push makes a new commit on the tip. */
const isForward = async ({ dir }: Repository, { ref, before, after }: Move): Promise<boolean> =>
  ref.startsWith("refs/heads/") &&
  ((await resolveRevision(dir, `${after}^{commit}`)) === undefined || isAncestor(dir, before, after));

/** Where the protection of a branch names who may push. */
export const notAuthorized =
  "You're not authorized to push to this branch. Visit https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches for more information.";

/** As REST says it: what rulesets refuse has a heading, what the protection of a branch refuses has none. */
export const refuseByRules = (status: number, faults: readonly RuleFault[]): void => {
  const words = faults.map((fault) => fault.words);
  if (faults.some(({ by }) => by === "ruleset"))
    throw new Refusal(status, `Repository rule violations found\n\n${words.join("\n\n")}\n\n`);
  if (words.length > 0) throw new Refusal(status, words.join(" "));
};
