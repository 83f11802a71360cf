import type { DataFound } from "../../catalogue/judge-data.ts";
import type { Arrival, ArrivedOutput, LackingOutput } from "../../ledger/arrival.ts";
import type { SubmissionKey } from "../../ledger/event.ts";
import { givenUpDids, untilOf } from "../../ledger/keeping.ts";
import { Failure, orFailure } from "../../problems/failure.ts";
import { type ArrivedState, hasArrived } from "../../submission/arriving.ts";
import { fold } from "../../submission/fold.ts";
import type { Observation } from "../../submission/observation.ts";
import type { PandaDate } from "../../submission/state.ts";
import { canonicalJson } from "../../text/canonical-json.ts";
import { isLaterEnd } from "../../text/keep-time.ts";
import { foundOf } from "../look-up-data.ts";
import { fromChance, type Planned, type Planning, withLoaded, withSeen } from "../planned.ts";

/** With a pass each quarter of an hour some 1,900 a day. */
const maxSought = 20;

type KeptOutputs = { readonly key: SubmissionKey; readonly state: ArrivedState };

/**
 * Outputs that had arrived are looked for again: a few that chance draws, so that each has its turn however many there
 * are. What cannot be asked is not lost; the next passes ask again.
 */
export async function seekLost(planning: Planning, from: Planned): Promise<Planned> {
  const { ledgerHead, setting, chance, notes } = planning;
  if (setting.seeksLost !== true) return from;
  const known = await planning.ledger.submissions(ledgerHead);
  const drawn = fromChance(chance, known).slice(0, maxSought);
  const ended = drawn.filter((key) => !from.view.states.has(key));
  const read = await planning.ledger.events(ledgerHead, ended);
  const kept = drawn.flatMap((key): readonly KeptOutputs[] => {
    const state = from.view.states.get(key) ?? fold(read.get(key) ?? []);
    return hasArrived(state) ? [{ key, state }] : [];
  });
  const seen: (readonly [SubmissionKey, Observation])[] = [];
  const places = new Map(kept.map((one) => [placeName(one), one.state.intent.arrives.place]));
  for (const [name, place] of places) {
    const ones = kept.filter((one) => placeName(one) === name);
    const datasets = ones.flatMap(({ state }) => state.past.arrival.outputs.map(({ did }) => did));
    const found = await orFailure(() => planning.rucio.data(place, datasets));
    if (found instanceof Failure) notes.tell(`Outputs that had arrived were not looked for again: ${found.message}`);
    else
      seen.push(
        ...ones.flatMap(({ key, state }) => lossOf(planning, state, found).map((loss) => [key, loss] as const)),
      );
  }
  const before = await withLoaded(
    planning,
    from,
    seen.map(([key]) => key),
  );
  return withSeen(planning, before, "Lost files of", seen);
}

const placeName = ({ state }: KeptOutputs): string => canonicalJson(state.intent.arrives.place);

const lossOf = (
  { pandaDate }: Planning,
  { past }: ArrivedState,
  found: ReadonlyMap<string, DataFound>,
): readonly Observation[] => {
  const { arrival } = past;
  const mayBeGone = goneAt(past, pandaDate);
  const lacks = arrival.outputs.flatMap((output) =>
    mayBeGone(output.did) ? [] : lostFrom(output, foundOf(found, { dataset: output.did })),
  );
  if (lacks.length === 0) return [];
  const lost: Arrival = { checkedOn: arrival.checkedOn, outputs: arrival.outputs, lacks, wasWhole: true };
  return [{ kind: "arrived", pandaDate, ...lost }];
};

/** What a person let go, or was to be kept until a day that is over by PanDA's clock, nobody has lost. */
const goneAt = (past: ArrivedState["past"], pandaDate: PandaDate): ((did: string) => boolean) => {
  const { kept } = past;
  const until = kept === undefined ? undefined : untilOf(kept);
  const isOver = pandaDate !== undefined && !isLaterEnd(until, new Date(pandaDate));
  const givenUp = givenUpDids(past);
  return (did) => givenUp.includes(did) || (isOver && kept?.dids.includes(did) === true);
};

const lostFrom = ({ did, files }: ArrivedOutput, now: DataFound): readonly LackingOutput[] => {
  if (now.kind === "unknown") return [{ did, files, what: `${did}, which Rucio does not know any more` }];
  const left = now.collection.files - (now.replicas.lost ?? 0);
  return left < files ? [{ did, files: files - left, what: `${files - left} of ${files} files of ${did}` }] : [];
};
