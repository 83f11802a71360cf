import type { Intent } from "../../ledger/event.ts";
import { inputNeeds } from "../../ledger/input-needs.ts";
import { allotSeeds, type Bound, makeIntent, trialSeeds } from "../../ledger/make-intent.ts";
import type { Streams } from "../../ledger/streams.ts";
import type { Production } from "../../production/production.ts";
import { type ValidProduction } from "../../production/valid-production.ts";
import { inputSymbol } from "../../render/cwl.ts";
import type { Bindings } from "../../render/rendering.ts";
import { sha256 } from "../../text/canonical-json.ts";
import { countOnMain } from "../counting.ts";
import type { Packed, Planning } from "../planned.ts";
import type { Reads } from "../reads.ts";

/** How a production came to main: the commit, its author, and who approved. */
export type Brought = Pick<Intent, "commit" | "validatedAt" | "requester" | "pullRequest" | "approval" | "trial"> &
  Partial<Pick<Intent, "supersedes">>;

export type Preparing = Reads &
  Pick<Planning, "ledgerHead" | "mainHead" | "setting"> & {
    readonly notes: Pick<Planning["notes"], "keep">;
  };

/** What would be intended today for a production of main, with its first seeds or with those it has already. */
export async function prepare(
  preparing: Preparing,
  { production, content }: ValidProduction,
  from: Brought & ({ readonly streams: Streams } | Bound),
): Promise<Packed> {
  const { ledgerHead, setting, notes } = preparing;
  const bound =
    "streams" in from
      ? { seeds: seedsOf(production, from.streams, from.trial), needs: inputNeeds(production) }
      : { seeds: from.seeds, needs: inputNeeds(production, from.needs) };
  const { renderingDigest, archive } = await preparing.machine.packed(production, bindingsOf(bound));
  const { commit, validatedAt, requester, pullRequest, approval, trial, supersedes } = from;
  const { panda, monitor, address } = setting;
  const came = { commit, validatedAt, requester, pullRequest, approval, trial, supersedes };
  const origin = { repository: ledgerHead.repository, ...came, panda, monitor, address };
  const planned = await countOnMain(preparing, production);
  const intent = makeIntent(planned, content, { ...bound, renderingDigest, archive: sha256(archive) }, origin);
  const made = { intent, archive };
  notes.keep(made);
  return made;
}

const seedsOf = (production: Production, streams: Streams, trial: Brought["trial"]): Bound["seeds"] =>
  trial === undefined ? allotSeeds(production, streams) : trialSeeds(production, streams);

/** What is not bound yet keeps its symbol: nothing is sent while one stands. */
const bindingsOf = ({ seeds, needs }: Bound): Bindings => ({
  seeds: Object.fromEntries(seeds.map(({ step, first }) => [step, first])),
  inputs: Object.fromEntries(needs.map(({ input, dataset }) => [input, dataset ?? inputSymbol(input)])),
});
