import { sha256 } from "../../core/canonical-json.ts";
import type { Judgement } from "../../core/judge/judge-production.ts";
import { judgeOne } from "../../core/judge/judge-sources.ts";
import type { Intent, SeedRange } from "../../core/ledger/event.ts";
import { allotSeeds, makeIntent } from "../../core/ledger/make-intent.ts";
import type { Streams } from "../../core/ledger/pages.ts";
import { packArchive } from "../../core/render/archive.ts";
import { bindRendering, renderProduction } from "../../core/render/rendering.ts";
import type { ProductionSource } from "../../core/source-file.ts";
import type { LedgerHead } from "../../ports/ledger.ts";
import type { Setting } from "./ports.ts";

export type Prepared = { readonly intent: Intent; readonly archive: Uint8Array };

/** How a production came to main: the commit, its author, and who approved. */
export type Brought = Pick<Intent, "commit" | "judgedAt" | "requester" | "pullRequest" | "approval">;

/** What would be promised today for a production of main, with its first seeds or with those it has already. */
export const prepare = async (
  setting: Setting,
  head: LedgerHead,
  brought: Brought,
  accepted: NonNullable<Judgement["accepted"]>,
  seedsFrom: Streams | readonly SeedRange[],
): Promise<Prepared> => {
  const { production, content } = accepted;
  const seeds = isRanges(seedsFrom) ? seedsFrom : allotSeeds(production, seedsFrom);
  const rendering = renderProduction(production);
  const archive = await packArchive(
    bindRendering(rendering.sent, { seeds: Object.fromEntries(seeds.map(({ step, from }) => [step, from])) }),
  );
  const { commit, judgedAt, requester, pullRequest, approval } = brought;
  const origin = {
    repository: head.repository,
    commit,
    judgedAt,
    requester,
    pullRequest,
    approval,
    panda: setting.panda,
    monitor: setting.monitor,
  };
  return { intent: makeIntent(production, content, rendering, seeds, sha256(archive), origin), archive };
};

const isRanges = (seeds: Streams | readonly SeedRange[]): seeds is readonly SeedRange[] => Array.isArray(seeds);

/** The same thing for a promise that stands: rendered again from the commit it names. `undefined`: it is not acceptable any more. */
export const prepareAgain = async (
  setting: Setting,
  head: LedgerHead,
  promised: Intent,
  source: ProductionSource,
): Promise<Prepared | undefined> => {
  const { accepted } = judgeOne(source);
  return accepted === undefined ? undefined : prepare(setting, head, promised, accepted, promised.seeds);
};
