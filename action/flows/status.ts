import { targetsFolder } from "../core/command/parse-command.ts";
import { campaignFile, placeInCampaign, readCampaign } from "../core/conventions/campaign.ts";
import { partsOfKey, type SubmissionKey } from "../core/ledger/event.ts";
import {
  type CampaignNow,
  type CampaignProduction,
  campaignProduction,
  inCampaignOrder,
} from "../core/outcomes/campaign-sums.ts";
import type { Sample } from "../core/outcomes/samples.ts";
import type { LedgerHead } from "../core/pass/view.ts";
import { Failure } from "../core/problems/failure.ts";
import { fold } from "../core/submission/fold.ts";
import type { SubmissionStatus } from "../core/view/status/status-text.ts";
import type { Ledger } from "../ports/ledger.ts";
import { withRemakes } from "./ledger-access/remakes-of.ts";
import { samplesBehind } from "./ledger-access/samples-of.ts";
import { type UnknownName, unknownName } from "./ledger-access/unknown-name.ts";
import { type CampaignsRead, campaignsNow } from "./validation/campaigns-now.ts";

export type StatusSeen = {
  readonly commit: string;
  readonly statuses: readonly SubmissionStatus[];
  /** Those of them that wish for a number of events. */
  readonly samples: readonly Sample[];
  /** Folders whose request was refused on main; none where productions are named. */
  readonly refused: readonly string[];
  /** Of each name that finds nothing, why. */
  readonly unknown: readonly UnknownName[];
};

/** The statuses of submissions on the ledger: those under way, or all versions of the productions that are named. Asks nobody else. */
export const status = async (ledger: Ledger, productions: readonly string[]): Promise<StatusSeen> => {
  const head = await ledger.head();
  const named = await Promise.all(
    productions.map(async (production) => ({ production, keys: await keysOf(ledger, head, production) })),
  );
  const keys = productions.length === 0 ? head.live : named.flatMap((one) => one.keys);
  const read = [...(await ledger.read(head, [...new Set(keys)]))].map(([key, events]) => ({
    key,
    state: fold(events),
  }));
  const statuses = await withRemakes(ledger, head, read);
  const refused = productions.length === 0 ? head.refused : [];
  const missing = named
    .filter((one) => one.keys.length === 0)
    .map(({ production }) => production.replace(/[@#].*/, ""));
  const unknown = await Promise.all(missing.map((name) => unknownName(ledger, head, { verb: "status", name })));
  return { commit: head.commit, statuses, samples: await samplesBehind(ledger, head, statuses), refused, unknown };
};

export type CampaignSeen = StatusSeen & {
  readonly campaign: Extract<CampaignNow, { readonly campaign: object }>;
  /** Of all its productions that the ledger has, in its order. */
  readonly made: readonly CampaignProduction[];
};

/** The same of all that a campaign of main names, as far as the ledger has it. */
export const campaignStatus = async (
  { ledger, main }: { readonly ledger: Ledger; readonly main: CampaignsRead["main"] },
  name: string,
): Promise<CampaignSeen> => {
  const file = campaignFile(name);
  const [entry] = await main.at(await main.head()).files([file]);
  if (entry === undefined)
    throw new Failure(`main has no ${file}.`, { wayOut: "Write the name of a file of campaigns/, without .yaml." });
  const read = readCampaign(entry);
  if (read.kind === "unreadable") {
    const [problem] = read.problems;
    throw new Failure(`${file} on main is wrong: ${problem?.message ?? "it cannot be read."}`, {
      wayOut: "Correct it in a pull request.",
    });
  }
  const [now] = await campaignsNow({ ledger, main }, name);
  const campaign = { name, names: read.campaign.productions, asked: { coreHours: 0 }, ...now, campaign: read.campaign };
  const known = new Set((await ledger.submissions(await ledger.head())).map((key) => partsOfKey(key).tag));
  const tags = [...known].filter((tag) => placeInCampaign(campaign.names, tag) !== undefined);
  if (tags.length === 0) return { ...nothingSeen, campaign, made: [], commit: (await ledger.head()).commit };
  const seen = await status(ledger, tags);
  const made = [...Map.groupBy(seen.statuses, ({ key }) => partsOfKey(key).tag)].map((one) =>
    campaignProduction(...one),
  );
  return { ...seen, campaign, made: inCampaignOrder(campaign.names, made) };
};

const nothingSeen = { statuses: [], samples: [], refused: [], unknown: [] } as const;

export type Watcher = {
  show(seen: StatusSeen): void;
  /** The ledger could not be read now; what was shown is still what is known. */
  missed(why: Failure): void;
  /** `false`: nobody watches any more. */
  pause(): Promise<boolean>;
};

/** Shows the status, and again each time the ledger has moved. */
export const watchStatus = async (ledger: Ledger, productions: readonly string[], watcher: Watcher): Promise<void> => {
  let shown = await status(ledger, productions);
  watcher.show(shown);
  let isMissed = false;
  while (await watcher.pause()) {
    try {
      const hasMoved = (await ledger.head()).commit !== shown.commit;
      if (hasMoved) shown = await status(ledger, productions);
      if (hasMoved || isMissed) watcher.show(shown);
      isMissed = false;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      isMissed = true;
      watcher.missed(error);
    }
  }
};

const keysOf = async (ledger: Ledger, head: LedgerHead, production: string): Promise<readonly SubmissionKey[]> => {
  const [, tag = "", version, run] = /^([^@#]*)(?:@([^#]*))?(?:#(.*))?$/.exec(production) ?? [];
  if (targetsFolder(tag)) return [];
  return (await ledger.submissions(head, tag)).filter((key) => {
    const own = partsOfKey(key);
    return (
      (version === undefined || own.version === version) &&
      (run === undefined || run === "*" || run === String(own.run))
    );
  });
};
