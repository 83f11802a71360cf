import { noObject, tryGit } from "../git.ts";
import { type Move, moveRef } from "../refs.ts";
import type { Repository } from "../repository.ts";
import type { Token } from "../tokens.ts";
import type { World } from "../world.ts";
import { moveFaults, type RuleFault } from "./judge-move.ts";
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

/** What a client of git sends to `git-receive-pack`: moves of refs, and a pack with their objects. */
type Push = { readonly moves: readonly Move[]; readonly capabilities: string; readonly pack: Buffer };

/** Why a ref did not move: its line in the report, and what the server says beside it. */
type Refused = { readonly reason: string; readonly said: readonly string[] };

type Packets = { readonly packets: readonly Buffer[]; readonly end: number };

/** Packets up to the empty one that ends their list. */
const packetsOf = (bytes: Buffer, start = 0): Packets => {
  const packets: Buffer[] = [];
  let at = start;
  for (;;) {
    const length = Number.parseInt(bytes.toString("latin1", at, at + 4), 16);
    if (!(length >= 4)) return { packets, end: at + 4 };
    packets.push(bytes.subarray(at + 4, at + length));
    at += length;
  }
};

const packet = (content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
};
const flush = Buffer.from("0000");

/** `OLD NEW REF`, and behind the first what the client can. A clone without all history names its ends before them. */
const command = /^([0-9a-f]{40}) ([0-9a-f]{40}) ([^\0]+)(?:\0(.*))?$/;

const readPush = (bytes: Buffer): Push => {
  const { packets, end } = packetsOf(bytes);
  const commands = packets.flatMap((one) => {
    const [, before = "", after = "", ref, capabilities = ""] = command.exec(one.toString("utf8").trimEnd()) ?? [];
    return ref === undefined ? [] : [{ move: { ref, before, after }, capabilities }];
  });
  const [{ capabilities } = { capabilities: "" }] = commands;
  return { moves: commands.map(({ move }) => move), capabilities, pack: bytes.subarray(end) };
};

/** What became of each move, as git's own server reports it. */
const reportOf = ({ moves, capabilities }: Push, unpacked: string, refused: ReadonlyMap<string, Refused>): Buffer => {
  const lines = moves.map(({ ref }) => {
    const reason = refused.get(ref)?.reason;
    return reason === undefined ? `ok ${ref}\n` : `ng ${ref} ${reason}\n`;
  });
  const report = Buffer.concat([packet(`unpack ${unpacked}\n`), ...lines.map(packet), flush]);
  if (!/\bside-band-64k\b/.test(capabilities)) return report;
  const said = [...refused.values()].flatMap((one) => one.said).map((line) => Buffer.from(`\x02${line}\n`));
  return Buffer.concat([...said.map(packet), packet(Buffer.concat([Buffer.from("\x01"), report])), flush]);
};
