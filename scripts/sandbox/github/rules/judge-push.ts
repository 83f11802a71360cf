import { noObject, tryGit } from "../git.ts";
import type { Move } from "../refs.ts";
import { moveRef } from "../refs.ts";
import type { Repository } from "../repository.ts";
import type { Token } from "../tokens.ts";
import type { World } from "../world.ts";
import { moveFaults, type RuleFault } from "./judge-move.ts";
import { type Refused, readPush, reportOf } from "./push.ts";
import { workflowFault } from "./workflow-files.ts";

/**
 * A push by git: what rules refuse does not move, the rest does. Its objects are looked at before a ref moves, by the one
 * process that unpacks them: nothing is kept that leads to an object that is not there.
 */
export const judgedPush = async (
  world: World,
  repository: Repository,
  token: Token,
  bytes: Buffer,
): Promise<Buffer> => {
  const push = readPush(bytes);
  // A client that has much to send first asks whether it may.
  if (push.moves.length === 0) return Buffer.alloc(0);
  const unpacked = await unpack(repository, push.pack);
  const refused = new Map<string, Refused>();
  for (const move of push.moves) {
    const reason = unpacked === "ok" ? await refusalOf(world, repository, token, move) : unpackerError;
    const fault = reason ?? (await moveRef(repository.dir, move));
    if (fault !== undefined) refused.set(move.ref, typeof fault === "string" ? { reason: fault, said: [] } : fault);
  }
  return reportOf(push, unpacked, refused);
};

const unpackerError: Refused = { reason: "unpacker error", said: [] };

const unpack = async ({ dir }: Repository, pack: Buffer): Promise<string> => {
  if (pack.length === 0) return "ok";
  const { code, error } = await tryGit(dir, ["unpack-objects", "-q", "--strict"], { input: pack });
  return code === 0 ? "ok" : (error.split("\n")[0] ?? "");
};

const refusalOf = async (
  world: World,
  repository: Repository,
  token: Token,
  move: Move,
): Promise<Refused | undefined> => {
  const { ref } = move;
  if (ref.startsWith("refs/pull/")) return { reason: "deny updating a hidden ref", said: [] };
  const faults = await moveFaults(world, repository, token, move);
  if (faults.length === 0 && move.after === noObject && ref === `refs/heads/${repository.defaultBranch}`)
    return { reason: "refusing to delete the current branch", said: [] };
  if (faults.length > 0) return refusedByRules(ref, faults);
  const fault = await workflowFault(repository, token, move);
  return fault === undefined ? undefined : { reason: fault, said: [] };
};

/** The older protection of a branch has words of its own. */
const refusedByRules = (ref: string, faults: readonly RuleFault[]): Refused => {
  const byRulesets = faults.some(({ by }) => by === "ruleset");
  const heading = byRulesets
    ? `error: GH013: Repository rule violations found for ${ref}.`
    : `error: GH006: Protected branch update failed for ${ref}.`;
  return {
    reason: byRulesets ? "push declined due to repository rule violations" : "protected branch hook declined",
    said: [heading, "", ...faults.map(({ words }) => `- ${words}`), ""],
  };
};
