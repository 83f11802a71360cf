import { parseCommand } from "../../action/core/command/parse-command.ts";
import { type Intent, type SubmissionEvent, submissionKey } from "../../action/core/ledger/event.ts";
import type { Rules } from "../../action/core/policy/rules.ts";
import type { Selection } from "../../action/core/submission/selection.ts";
import type { StateKind } from "../../action/core/submission/state.ts";
import type { CommandPorts, CommandRequest, CommandResult } from "../../action/flows/commands/command-request.ts";
import { handleCommand } from "../../action/flows/commands/handle-command.ts";
import { decideAndWrite } from "../../action/flows/ledger-access/ledger-view.ts";
import { anIntent, pastOf } from "../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import { fakePeople } from "../fakes/fake-people.ts";
import { fakeClock } from "./reconcile/a-world.ts";

/** A ledger and what a person sees of it; comments by number. */
export const aDesk = (rules: Rules = { codeOwners: undefined, conventions: [] }, asApp?: CommandPorts["asApp"]) => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const people = fakePeople();
  people.permissions.set("ada", "write").set("bob", "write");
  const shown: string[] = [];
  const given = { answer: false };
  const { comments } = people;
  const main = { rewritten: false };
  const ports: CommandPorts = {
    ledger,
    clock: fakeClock().port,
    main: { head: async () => "a".repeat(40), descends: async () => !main.rewritten },
    answer: {
      noticed: async () => undefined,
      show: async ({ markdown }) => void shown.push(markdown),
      refuse: async (reason) => void shown.push(reason),
      done: async () => undefined,
      wasGiven: async () => given.answer,
    },
    rights: { people, rules: { above: async () => rules } },
    starter: undefined,
    comments: people,
    conversation: undefined,
    ...(asApp === undefined ? {} : { asApp }),
  };
  const append = (version: string, events: readonly SubmissionEvent[]): Promise<void> =>
    appendTo("sP26a-toy", version, events);
  const appendTo = async (tag: string, version: string, events: readonly SubmissionEvent[]): Promise<void> => {
    const key = submissionKey(tag, version, undefined);
    await decideAndWrite(ports, [key], () => ({ events: events.map((event) => [key, event] as const), why: "a test" }));
  };
  const readMain = (commit: string) =>
    decideAndWrite(ports, [], () => ({
      events: [],
      main: [{ event: "main-read", commit, refused: [] }],
      why: "a test",
    }));
  const put = (version: string, kind: StateKind, change: Partial<Intent> = {}): Promise<void> =>
    append(version, pastOf(kind, { intent: anIntent({ version, pullRequest: 7, ...change }) }));
  const putOf = (tag: string, version: string, kind: StateKind, change: Partial<Intent> = {}): Promise<void> =>
    appendTo(tag, version, pastOf(kind, { intent: anIntent({ tag, version, pullRequest: 7, ...change }) }));
  const say = (number: number, body: string, change: Partial<CommandRequest> = {}): Promise<CommandResult> => {
    comments.set(number, { body, login: change.by ?? "ada", pullRequest: change.pullRequest ?? 7 });
    return deliver(number, body, change);
  };
  /** A run that begins now, of a comment that was written so. */
  const deliver = (number: number, body: string, change: Partial<CommandRequest> = {}): Promise<CommandResult> => {
    const by = change.by ?? "ada";
    const commandRequest = { id: `${number}`, by, command: parseCommand(body), pullRequest: 7, confirmed: false };
    return handleCommand(ports, { ...commandRequest, ...change });
  };
  const form = (body: string, selection: Selection, change: Partial<CommandRequest> = {}): Promise<CommandResult> =>
    say(99, body, { id: "run-1", pullRequest: undefined, selection, confirmed: true, ...change });
  const offered = (): string => /shrek yes [0-9a-f-]+/.exec(shown.at(-1) ?? "")?.[0] ?? "no yes";
  return { append, people, given, readMain, put, putOf, say, deliver, form, offered, shown, comments, main, ledger };
};
