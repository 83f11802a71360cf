import { didOf, didText } from "../../core/catalogue/did.ts";
import type { GivenCommand, SubmissionKey } from "../../core/ledger/event.ts";
import { ruleComment } from "../../core/ledger/names.ts";
import { liveReaders, namedData, whyStays } from "../../core/pass/commands/may-expire.ts";
import { openIn, type Planned } from "../../core/pass/planned.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Observation } from "../../core/submission/observation.ts";
import { orRucioFailure } from "./keep-data.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

/** Commands that one pass carries out. */
const maxExpired = 20;

type Expiry = { readonly key: SubmissionKey; readonly command: GivenCommand };

/**
 * Ends rules of ours for what a person's command named, which this pass found on GitHub. What it named is compared with
 * what Rucio has now; where it differs, where somebody needs the data, or where Rucio cannot be asked, nothing ends.
 */
export const expireData = async (pass: Pass, from: View, planned: Planned): Promise<View> => {
  const due = openIn(planned).flatMap(({ key, state }): readonly Expiry[] =>
    "past" in state ? state.past.expiring.map((command) => ({ key, command })) : [],
  );
  if (due.length === 0) return from;
  const seen = await pass.each(
    due.slice(0, maxExpired),
    async (one) => [one.key, await expireOne(pass, from, one)] as const,
  );
  const view = await record(pass, from, seen, "Data are ended:");
  return { head: view.head, states: new Map([...from.states, ...view.states]) };
};

const expireOne = async ({ ports, setting }: Pass, view: View, { key, command }: Expiry): Promise<Observation> => {
  const { id } = command;
  const refused = (why: string): Observation => ({
    kind: "command-unconfirmed",
    id,
    reason: `expire by ${command.by} is not obeyed: ${why}`,
  });
  const state = stateIn(view, key);
  if (!("past" in state) || state.intent.arrives === undefined || state.past.kept === undefined)
    return refused("no rule of SHREK keeps its data");
  const why = whyStays(state, liveReaders(state, view.states));
  if (why !== undefined) return refused(why);
  if (ports.catalogue === undefined || ports.keeper === undefined)
    throw new Failure("Data are to be ended, but this pass has no login to Rucio.", {
      wayOut: "Set RUCIO_HOST and the login in the environment panda; `shrek init` prints the commands.",
    });
  const { place } = state.intent.arrives;
  const [catalogue, keeper] = [ports.catalogue(place), ports.keeper(place)];
  const known = await catalogue.collections(state.past.kept.dids.map(didOf));
  const found = namedData(command.dids ?? "", [...known.values()]);
  if ("fault" in found) return refused(found.fault);
  const now = ports.clock.now();
  for (const { did } of found.named) {
    const rules = await catalogue.rules(did);
    const own = rules.filter(
      ({ comment, until }) => comment === ruleComment(state.intent) && (until === undefined || until > now),
    );
    for (const rule of own) {
      orRucioFailure(await keeper.end(rule.id), `end the rule of ${didText(did)}`);
      setting.tell(`${key}: ${didText(did)}: its rule ends, by ${command.by}`);
    }
  }
  return { kind: "expired", id, dids: found.named.map(({ did }) => didText(did)) };
};
