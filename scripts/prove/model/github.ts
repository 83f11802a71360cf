import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { keyOf, submissionKey } from "../../../action/core/ledger/event.ts";
import { intentIn } from "../../../action/core/ledger/intent-in.ts";
import type { TrialCommand } from "../../../action/core/ledger/main-event.ts";
import { submissionLabel } from "../../../action/core/ledger/names.ts";
import { trialConfirmation } from "../../../action/core/submission/trial-confirmation.ts";
import type { Clock } from "../../../action/ports/clock.ts";
import type { Ledger } from "../../../action/ports/ledger.ts";
import type { FakeMain } from "../../../test/fakes/fake-main.ts";
import { aMergedPull, fakePeople } from "../../../test/fakes/fake-people.ts";

/** What may become of a pull request that is tried, and of its order. */
export type OfTrial =
  | "the confirmation is deleted"
  | "the command is edited"
  | "the pull request is closed"
  | "the branch is pushed to"
  | "the commit is taken out of the branch"
  | "its author loses the right"
  | "its promise is forged a second time"
  | "the order is delivered again";

export const ofTrial: readonly OfTrial[] = [
  "the confirmation is deleted",
  "the command is edited",
  "the pull request is closed",
  "the branch is pushed to",
  "the commit is taken out of the branch",
  "its author loses the right",
  "its promise is forged a second time",
  "the order is delivered again",
];

const [number, asks, confirms] = [7, 11, 12];

/** One open pull request of ada's, with the two comments that order its trial. */
export const modelGithub = (main: FakeMain, base: string, files: Readonly<Record<string, string>>) => {
  const people = fakePeople();
  const head = main.branch(base, files);
  const pull = { head, into: "main", isOwn: true };
  const say = (id: number, body: string): void =>
    void people.comments.set(id, { body, login: "ada", pullRequest: number });
  const asked = parseCommand("/shrek trial");
  if (asked.kind !== "command") throw new Error("the command of a trial is none any more");
  people.permissions.set("ada", "write");
  people.open.set(number, pull);
  say(asks, "/shrek trial");
  const confirmed = trialConfirmation(`${asks}`, asked, { pullRequest: number, head });
  say(confirms, `/shrek yes ${confirmed}`);
  const order: TrialCommand = { pullRequest: number, head, by: "ada", id: `${confirms}`, confirms: confirmed };
  type Desk = { readonly ledger: Ledger; readonly clock: Clock };
  const write = async ({ ledger, clock }: Desk): Promise<void> => {
    const at = clock.now().toISOString();
    await ledger.append(await ledger.head(), [{ event: "trial-ordered", at, ...order }], [], "ada: trial");
  };
  /** Whoever may write the ledger copies the promise under the next number. */
  const forge = async ({ ledger, clock }: Desk): Promise<void> => {
    const at = await ledger.head();
    const key = (await ledger.submissions(at)).find((one) => one.includes("-test.1/"));
    const promised = key === undefined ? undefined : intentIn((await ledger.read(at, [key])).get(key) ?? []);
    if (promised === undefined || !promised.version.endsWith("-test.1")) return;
    const version = promised.version.replace("-test.1", "-test.2");
    const intent = {
      ...promised,
      version,
      outDS: promised.outDS.replace("-test.1", "-test.2"),
      label: submissionLabel(promised.repository, promised.tag, version, 0),
    };
    const own = submissionKey(intent.tag, version, undefined);
    if ((await ledger.submissions(at)).includes(own)) return;
    const line = { event: "intended", intent, attempt: 1, key: keyOf(intent), at: clock.now().toISOString() } as const;
    const live = { path: "live.json", mode: "100644", bytes: listOf([...at.live, own]) } as const;
    await ledger.append(at, [line], [live], "forged");
  };
  const happen = async (what: OfTrial, desk: Desk): Promise<void> => {
    switch (what) {
      case "the confirmation is deleted":
        return void people.comments.delete(confirms);
      case "the command is edited":
        return say(asks, "/shrek trial jobs=1");
      case "the pull request is closed":
        return void people.open.delete(number);
      case "the branch is pushed to":
        return void people.open.set(number, { ...pull, head: main.branch(head, { "notes.md": "later" }) });
      case "the commit is taken out of the branch":
        return void people.open.set(number, { ...pull, head: main.branch(base, files) });
      case "its author loses the right":
        return void people.permissions.set("ada", "read");
      case "its promise is forged a second time":
        return forge(desk);
      case "the order is delivered again":
        return write(desk);
    }
  };
  /** A production that reads the trial's data comes to main, by an approved pull request, before there is a trial. */
  const mergeReader = (reader: Readonly<Record<string, string>>): void => {
    const approved = main.branch(base, reader);
    const merged = main.commit(reader);
    people.permissions.set("bob", "write");
    people.pulls.set(merged, aMergedPull(merged, approved, { number: number + 1 }));
    people.approved = [{ login: "bob", commit: approved }];
  };
  /** Whether this head of the branch holds what was ordered. */
  const holds = (of: string): Promise<boolean> => main.holds(of, head);
  return { people, holds, order: write, happen, confirms, mergeReader };
};

const listOf = (keys: readonly string[]): Uint8Array => new TextEncoder().encode(`${JSON.stringify(keys)}\n`);
