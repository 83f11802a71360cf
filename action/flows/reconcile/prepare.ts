import { acceptedRun, validateOne } from "../../core/cross-checks/check-sources.ts";
import type { Intent } from "../../core/ledger/event.ts";
import { inputNeeds } from "../../core/ledger/input-needs.ts";
import { allotSeeds, type Bound, makeIntent, trialSeeds } from "../../core/ledger/make-intent.ts";
import type { Streams } from "../../core/ledger/streams.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import type { Production } from "../../core/production/production.ts";
import { packArchive } from "../../core/render/archive.ts";
import { inputSymbol } from "../../core/render/cwl.ts";
import { type Bindings, bindRendering, renderProduction } from "../../core/render/rendering.ts";
import { sha256 } from "../../core/text/canonical-json.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import type { Packed } from "./packed.ts";
import type { Pass } from "./pass.ts";

/** How a production came to main: the commit, its author, and who approved. */
export type Brought = Pick<Intent, "commit" | "validatedAt" | "requester" | "pullRequest" | "approval" | "trial"> &
  Partial<Pick<Intent, "supersedes">>;

/** What would be promised today for a production of main, with its first seeds or with those it has already. */
export const prepare = async (
  { setting, packed }: Pass,
  head: LedgerHead,
  accepted: Accepted,
  from: Brought & ({ readonly streams: Streams } | Bound),
): Promise<Packed> => {
  const { production, content } = accepted;
  const bound =
    "streams" in from
      ? { seeds: seedsOf(production, from.streams, from.trial), needs: inputNeeds(production) }
      : { seeds: from.seeds, needs: inputNeeds(production, from.needs) };
  const rendering = renderProduction(production);
  const archive = await packArchive(bindRendering(rendering.sent, bindingsOf(bound)));
  const { commit, validatedAt, requester, pullRequest, approval, trial } = from;
  const origin = {
    repository: head.repository,
    commit,
    validatedAt,
    requester,
    pullRequest,
    approval,
    trial,
    supersedes: from.supersedes,
    panda: setting.panda,
    monitor: setting.monitor,
  };
  const intent = makeIntent(production, content, { ...bound, rendering, archive: sha256(archive) }, origin);
  const made: Packed = { intent, archive };
  packed.keep(made);
  return made;
};

const seedsOf = (production: Production, streams: Streams, trial: Brought["trial"]): Bound["seeds"] =>
  trial === undefined ? allotSeeds(production, streams) : trialSeeds(production, streams);

/** What is not bound yet keeps its symbol: nothing is sent while one stands. */
const bindingsOf = ({ seeds, needs }: Bound): Bindings => ({
  seeds: Object.fromEntries(seeds.map(({ step, first }) => [step, first])),
  inputs: Object.fromEntries(needs.map(({ input, dataset }) => [input, dataset ?? inputSymbol(input)])),
});

/** The same thing for a promise whose inputs are there: rendered again from the commit it names. `undefined`: it is not acceptable any more. */
export const prepareAgain = async (
  pass: Pass,
  head: LedgerHead,
  promised: Intent,
  source: () => Promise<ProductionSource>,
): Promise<Packed | undefined> => {
  const archive = pass.packed.of(promised);
  if (archive !== undefined) return { intent: promised, archive };
  const accepted = acceptedRun(validateOne(await source()), promised);
  return accepted === undefined ? undefined : prepare(pass, head, accepted, promised);
};
