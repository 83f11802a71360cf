import { parseCommand, type Target } from "../core/command/parse-command.ts";
import type { Verb } from "../core/command/verbs.ts";
import type { SubmissionEvent, SubmissionKey } from "../core/ledger/event.ts";
import { mayWrite } from "../core/policy/permission.ts";
import { next } from "../core/submission/next.ts";
import { md } from "../core/view/markdown.ts";
import type { Clock } from "../ports/clock.ts";
import type { Conversation } from "../ports/conversation.ts";
import type { Ledger, LedgerHead } from "../ports/ledger.ts";
import type { People } from "../ports/people.ts";
import type { Starter } from "../ports/starter.ts";
import { decideAndWrite } from "./gather/ledger-view.ts";

export type Comment = {
  readonly id: number;
  readonly body: string;
  readonly login: string;
  readonly pullRequest: number;
};
export type CommandPorts = {
  readonly ledger: Ledger;
  readonly people: People;
  readonly conversation: Conversation;
  readonly starter: Starter;
  readonly clock: Clock;
};
export type CommandDone =
  | { readonly kind: "ignored" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "recorded"; readonly keys: readonly SubmissionKey[] };

/** A comment becomes one event with the comment's id: the same comment has one effect, however often it is delivered. */
export const command = async (ports: CommandPorts, comment: Comment): Promise<CommandDone> => {
  const parsed = parseCommand(comment.body);
  if (parsed.kind === "none") return { kind: "ignored" };
  const refuse = async (reason: string): Promise<CommandDone> => {
    await ports.conversation.react(comment.id, "confused");
    await ports.conversation.reply(comment.pullRequest, md`${reason}`.markdown);
    return { kind: "refused", reason };
  };
  if (parsed.kind === "unclear") return refuse(parsed.reason);
  const permission = await ports.people.permission(comment.login);
  if (!mayWrite(permission)) return refuse(`${parsed.verb} needs write permission on this repository.`);

  const { keys, fault } = await findTarget(ports.ledger, comment.pullRequest, parsed.target);
  if (fault !== undefined) return refuse(fault);
  await ports.conversation.react(comment.id, "eyes");
  const { accepted, state } = await recordEvents(ports, comment, parsed.verb, parsed.reason, keys);
  if (accepted.length === 0)
    return refuse(`${keys.map(asTarget).join(", ")} is ${state}; ${parsed.verb} works on stopped productions.`);
  await ports.starter.startReconcile();
  await ports.conversation.react(comment.id, "rocket");
  return { kind: "recorded", keys: accepted };
};

type Found = { readonly keys: readonly SubmissionKey[]; readonly fault?: string };

/** What the command means: the production that is named, or the one that this pull request brought. */
const findTarget = async (ledger: Ledger, pullRequest: number, { production, version }: Target): Promise<Found> => {
  const head = await ledger.head();
  if (production === undefined) return ofPullRequest(ledger, head, pullRequest);
  const keys = (await ledger.submissions(head, production)).filter(
    (key) => version === undefined || key.split("/")[1] === version,
  );
  return exactlyOne(
    keys,
    `The ledger has no submission of ${production}${version === undefined ? "" : `@${version}`}.`,
  );
};

const ofPullRequest = async (ledger: Ledger, head: LedgerHead, pullRequest: number): Promise<Found> => {
  const live = await ledger.read(head, await ledger.live(head));
  const keys = [...live]
    .filter(([, events]) => events.some((line) => line.event === "intended" && line.intent.pullRequest === pullRequest))
    .map(([key]) => key);
  return exactlyOne(keys, "This pull request has no active submission; name a production as TAG@VERSION.");
};

/** A command acts on one production; what could be meant is listed, never guessed. */
const exactlyOne = (keys: readonly SubmissionKey[], none: string): Found => {
  if (keys.length === 1) return { keys };
  return { keys, fault: keys.length === 0 ? none : `Which one? ${keys.map(asTarget).join(", ")}.` };
};

const asTarget = (key: SubmissionKey): string => key.split("/").slice(0, 2).join("@");

const recordEvents = async (
  ports: CommandPorts,
  comment: Comment,
  verb: Verb,
  reason: string,
  keys: readonly SubmissionKey[],
): Promise<{ readonly accepted: readonly SubmissionKey[]; readonly state: string }> => {
  const id = String(comment.id);
  const { decided } = await decideAndWrite(ports, keys, async (view) => {
    const before = await ports.ledger.read(view.head, keys);
    const heard = keys.filter((key) => before.get(key)?.some((line) => line.event === "person" && line.id === id));
    const events = keys
      .filter((key) => !heard.includes(key))
      .flatMap((key): readonly (readonly [SubmissionKey, SubmissionEvent])[] => {
        const state = view.states.get(key) ?? { kind: "none" };
        const seen = { kind: "person" as const, verb, by: comment.login, id, reason, data: "keep" as const };
        return next(state, seen, { owner: { run: "command", nonce: "" } }).events.map((event) => [key, event]);
      });
    const state = keys.map((key) => view.states.get(key)?.kind ?? "none").join(", ");
    return { events, heard, state, why: `${comment.login}: ${verb} ${keys.join(", ")}` };
  });
  return { accepted: [...decided.heard, ...new Set(decided.events.map(([key]) => key))], state: decided.state };
};
