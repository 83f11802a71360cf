import type { CommandAsked } from "../../core/command/parse-command.ts";
import { givenSettings } from "../../core/command/settings.ts";
import type { GivenCommand, SubmissionKey } from "../../core/ledger/event.ts";
import { fewNames, type KeyedEvent, stateIn } from "../../core/pass/view.ts";
import { next } from "../../core/submission/next.ts";
import { stated } from "../../core/text/mapping.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";

export type RecordedCommand = {
  /** What follows the command now, and what followed it already. */
  readonly accepted: readonly SubmissionKey[];
  readonly refusals: readonly string[];
  /** Their statuses after the command. */
  readonly statuses: readonly SubmissionStatus[];
};

/** One command of a person becomes one event of each production, with the command's id: once, however often it is delivered. */
export const recordCommand = async (
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  said: GivenCommand,
  keys: readonly SubmissionKey[],
): Promise<RecordedCommand> => {
  const { decided, view } = await decideAndWrite(ports, keys, async (view) => {
    const before = await ports.ledger.read(view.head, keys);
    const known = keys.filter((key) => before.get(key)?.some((line) => line.event === "person" && line.id === said.id));
    const decisions = keys
      .filter((key) => !known.includes(key))
      .map((key) => ({ key, ...next(stateIn(view, key), { ...said, kind: "person" }, nobody) }));
    const events = decisions.flatMap(({ key, events: made }) => made.map((event): KeyedEvent => [key, event]));
    const refusals = decisions.flatMap(({ refusal }) => refusal ?? []);
    return { events, known, refusals, why: `${said.by}: ${said.verb} ${fewNames(keys)}` };
  });
  const accepted = [...decided.known, ...new Set(decided.events.map(([key]) => key))];
  const statuses = accepted.flatMap((key) => {
    const state = view.states.get(key);
    return state === undefined ? [] : [{ key, state }];
  });
  return { accepted, refusals: decided.refusals, statuses };
};

/** A command holds no right to call PanDA. */
const nobody = { owner: { run: "command", nonce: "" } };

export const commandRecord = (asked: CommandAsked, by: string, id: string): GivenCommand => {
  const { verb, reason, target } = asked;
  return { verb, by, id, reason, ...stated({ step: target.step }), ...givenSettings(asked) };
};
