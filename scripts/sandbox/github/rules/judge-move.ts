import { isAncestor, noObject, resolveRevision } from "../git.ts";
import { listOf, objectOf, textOf } from "../json.ts";
import type { Move } from "../moves.ts";
import { Refusal } from "../refusal.ts";
import type { Repository } from "../repository.ts";
import type { Token } from "../tokens.ts";
import type { World } from "../world.ts";
import { checkFault } from "./check-state.ts";
import { type Rule, rulesFor } from "./covers.ts";

/** What the rules in force say against a move of a ref; the objects that it needs are there. */
export const moveFaults = async (
  world: World,
  repository: Repository,
  token: Token,
  move: Move,
): Promise<readonly string[]> => {
  const faults = await Promise.all(
    rulesFor(world, repository, token, move.ref).map((rule) => faultsOf(repository, rule, move)),
  );
  return [...new Set(faults.flat())];
};

const faultsOf = async (repository: Repository, { type, parameters }: Rule, move: Move): Promise<readonly string[]> => {
  const [created, deleted] = [move.before === noObject, move.after === noObject];
  switch (type) {
    case "creation":
      return created ? ["Cannot create ref due to creations being restricted."] : [];
    case "update":
      return created || deleted ? [] : ["Cannot update this protected ref."];
    case "deletion":
      return deleted ? ["Cannot delete this protected ref."] : [];
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

/** As REST says it. */
export const refuseByRules = (status: number, faults: readonly string[]): void => {
  if (faults.length > 0) throw new Refusal(status, `Repository rule violations found\n\n${faults.join("\n\n")}\n\n`);
};
