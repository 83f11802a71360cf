import { type Collection, didOf, didText, type KeepRule } from "../../core/catalogue/data-seen.ts";
import type { WantedArrival } from "../../core/ledger/arrival.ts";
import type { GivenCommand, SubmissionKey } from "../../core/ledger/event.ts";
import {
  type KeptState,
  keepingRules,
  liveReaders,
  lockedFault,
  namedData,
  whyStays,
} from "../../core/pass/commands/may-expire.ts";
import { openIn, type Planned } from "../../core/pass/planned.ts";
import { namesIn, stateIn, type View } from "../../core/pass/view.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import type { DataKeeper } from "../../ports/data-keeper.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import { orRucioFailure } from "./keep-data.ts";
import type { Pass } from "./pass.ts";
import { answeredIn, record } from "./record.ts";

const maxExpired = 20;

type Ending = readonly [SubmissionKey, Observation];
type Expiry = { readonly key: SubmissionKey; readonly command: GivenCommand };

/**
 * Ends rules of ours for what a person's command named. What it named is compared with
 * what Rucio has now; where it differs, where somebody needs the data, or where Rucio cannot be asked, nothing ends.
 */
export const expireData = async (pass: Pass, from: View, planned: Planned): Promise<View> => {
  const due = openIn(planned).flatMap(({ key, state }): readonly Expiry[] =>
    "past" in state ? state.past.expiring.map((command) => ({ key, command })) : [],
  );
  if (due.length === 0) return from;
  const now = due.slice(0, maxExpired);
  const claimed = await claimNamed(pass, from, await pass.each(now, async (one) => findNamed(pass, from, one)));
  // Two commands may name the same data: the second reads that the first has ended them.
  const orders = [...Map.groupBy(now, ({ key }) => key)].map(([key, ones]) => ({ key, ones }));
  const seen = await pass.each(orders, async ({ ones }) => {
    const ended: Ending[] = [];
    for (const one of ones) ended.push(...(await endRules(pass, claimed, one)));
    return ended;
  });
  const view = await record(pass, claimed, seen.flat(), "Data are ended:");
  return { head: view.head, states: new Map([...claimed.states, ...view.states]) };
};

const notObeyed = ({ key, command: { id, by } }: Expiry, why: string): Ending => [
  key,
  { kind: "expiry-refused", id, reason: `expire by ${by} is not obeyed: ${why}` },
];

const isClaimed = (state: SubmissionState, { command }: Expiry): boolean =>
  "past" in state && state.past.ending.some(({ id }) => id === command.id);

type NamedExpiry = { readonly one: Expiry } & ReturnType<typeof namedData>;

/** What Rucio has now of what a command named; what an earlier pass has claimed is not compared again: a part of it may be gone. */
const findNamed = async ({ ports }: Pass, view: View, one: Expiry): Promise<NamedExpiry | undefined> => {
  const state = stateIn(view, one.key);
  if (!("past" in state) || isClaimed(state, one)) return undefined;
  const { past, intent } = state;
  if (intent.arrives === undefined || past.kept === undefined) return { one, fault: "no rule of SHREK keeps its data" };
  const { catalogue } = rucioOf(ports, intent.arrives);
  const known = await catalogue.collections(past.kept.dids.map(didOf));
  const found = namedData(one.command.dids ?? "", [...known.values()]);
  if ("fault" in found) return { one, ...found };
  const locked = await firstLocked(catalogue, state, found.named);
  return locked === undefined ? { one, ...found } : { one, fault: lockedFault(locked) };
};

/** Rucio ends no rule that is locked: it is said before anything is intended. */
const firstLocked = async (
  catalogue: Catalogue,
  state: KeptState,
  named: readonly Collection[],
): Promise<KeepRule | undefined> => {
  for (const { did } of named) {
    const locked = keepingRules(await catalogue.rules(did), state).find(({ isLocked }) => isLocked);
    if (locked !== undefined) return locked;
  }
  return undefined;
};

/**
 * Written before any rule is ended, and only if the ledger still stands where nobody needs the data: from then on
 * nobody begins to read them, and whoever died between two ends is followed by the next pass.
 */
const claimNamed = async (pass: Pass, from: View, found: readonly (NamedExpiry | undefined)[]): Promise<View> => {
  const all = found.flatMap((one) => one ?? []);
  if (all.length === 0) return from;
  const decide = (at: View) => {
    const { events } = answeredIn(
      pass,
      at,
      all.map((one) => claimOf(at, one)),
    );
    return { events, why: `Data are about to be ended: ${namesIn(events)}` };
  };
  const { view } = await decideAndWrite(pass.ports, [...new Set(all.map(({ one }) => one.key))], decide, from);
  return { head: view.head, states: new Map([...from.states, ...view.states]) };
};

const claimOf = (at: View, { one, ...found }: NamedExpiry): Ending => {
  const state = stateIn(at, one.key);
  const why = "past" in state ? whyStays(state, liveReaders(state, at.states)) : undefined;
  if (why !== undefined) return notObeyed(one, why);
  if ("fault" in found) return notObeyed(one, found.fault);
  return [one.key, { kind: "ending", id: one.command.id, dids: found.named.map(({ did }) => didText(did)) }];
};

const endRules = async ({ ports, setting }: Pass, view: View, { key, command }: Expiry): Promise<readonly Ending[]> => {
  const state = stateIn(view, key);
  if (!("past" in state) || state.intent.arrives === undefined) return [];
  const claimed = state.past.ending.find(({ id }) => id === command.id);
  if (claimed === undefined) return [];
  const { catalogue, keeper } = rucioOf(ports, state.intent.arrives);
  // What a pass before has ended may be gone.
  const known = await catalogue.collections(claimed.dids.map(didOf));
  for (const did of claimed.dids.filter((one) => known.has(one))) {
    for (const rule of keepingRules(await catalogue.rules(didOf(did), state.past.kept?.rules), state)) {
      orRucioFailure(await keeper.end(rule.id), `end the rule of ${did}`);
      setting.tell(`${key}: ${did}: its rule ends within an hour, by ${command.by}`);
    }
  }
  return [[key, { kind: "expired", id: command.id, dids: claimed.dids }]];
};

const rucioOf = (ports: Pass["ports"], { place }: WantedArrival): { catalogue: Catalogue; keeper: DataKeeper } => {
  if (ports.catalogue === undefined || ports.keeper === undefined)
    throw new Failure("Data are to be ended, but this pass has no login to Rucio.", {
      wayOut: "Set RUCIO_HOST and the login in the environment panda; `shrek init` prints the commands.",
    });
  return { catalogue: ports.catalogue(place), keeper: ports.keeper(place) };
};
