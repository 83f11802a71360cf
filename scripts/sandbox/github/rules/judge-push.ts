import { tryGit } from "../git.ts";
import type { Move } from "../moves.ts";
import type { Repository } from "../repository.ts";
import type { Token } from "../tokens.ts";
import type { World } from "../world.ts";
import { rulesFor } from "./covers.ts";
import { moveFaults, type RuleFault } from "./judge-move.ts";
import { type Push, type Refused, readPush, reportOf, writePush } from "./push.ts";
import { mayWorkflows, workflowFault } from "./workflow-files.ts";

/** A push by git: what rules refuse does not move, the rest does. `receive`: git's own work. */
export const judgedPush = async (
  world: World,
  repository: Repository,
  token: Token,
  bytes: Buffer,
  receive: (bytes: Buffer) => Promise<Buffer>,
): Promise<Buffer> => {
  const push = readPush(bytes);
  await unpack(world, repository, token, push);
  const validated = await Promise.all(
    push.moves.map(async (move) => ({ move, refused: await refusalOf(world, repository, token, move) })),
  );
  const refused = validated.flatMap((one) => one.refused ?? []);
  if (refused.length === 0) return receive(bytes);
  const moves = validated.flatMap((one) => (one.refused === undefined ? [one.move] : []));
  return reportOf(push, moves.length === 0 ? undefined : await receive(writePush(push, moves)), refused);
};

/** Before a ref moves its objects are looked at, where something depends on them. */
const unpack = async (world: World, repository: Repository, token: Token, { moves, pack }: Push): Promise<void> => {
  const asks = moves.some(({ ref }) =>
    rulesFor(world, repository, token, ref).some(({ type }) => type === "non_fast_forward"),
  );
  if (pack.length > 0 && (asks || !mayWorkflows(token)))
    await tryGit(repository.dir, ["unpack-objects", "-q"], { input: pack });
};

const refusalOf = async (
  world: World,
  repository: Repository,
  token: Token,
  move: Move,
): Promise<Refused | undefined> => {
  const { ref } = move;
  const faults = await moveFaults(world, repository, token, move);
  if (faults.length > 0) return refusedByRules(ref, faults);
  const fault = await workflowFault(repository, token, move);
  return fault === undefined ? undefined : { ref, reason: fault, said: [] };
};

/** The older protection of a branch has words of its own. */
const refusedByRules = (ref: string, faults: readonly RuleFault[]): Refused => {
  const byRulesets = faults.some(({ by }) => by === "ruleset");
  const heading = byRulesets
    ? `error: GH013: Repository rule violations found for ${ref}.`
    : `error: GH006: Protected branch update failed for ${ref}.`;
  return {
    ref,
    reason: byRulesets ? "push declined due to repository rule violations" : "protected branch hook declined",
    said: [heading, "", ...faults.map(({ words }) => `- ${words}`), ""],
  };
};
