import { placeInCampaign } from "../core/conventions/campaign.ts";
import type { LedgerEvent, SubmissionKey } from "../core/ledger/event.ts";
import {
  type CampaignNow,
  type CampaignProduction,
  campaignProduction,
  inCampaignOrder,
} from "../core/outcomes/campaign-sums.ts";
import type { LedgerHead } from "../core/pass/view.ts";
import { compareText } from "../core/problems/problem.ts";
import { fold } from "../core/submission/fold.ts";
import { type SourceFile, textFile } from "../core/text/source-file.ts";
import { indexPage } from "../core/view/site/index-page.ts";
import { overviewPage } from "../core/view/site/overview-page.ts";
import type { CampaignData, SiteIndex } from "../core/view/site/site-data.ts";
import {
  addToTotals,
  emptyTotals,
  facetsOf,
  jsonFile,
  rowsFiles,
  type SiteTotals,
  sumFiles,
} from "../core/view/site/site-totals.ts";
import type { WholeSubmission } from "../core/view/site/submission-data.ts";
import { addPart, type DataPart, dataParts, type TagSoFar, tagFile } from "../core/view/site/tag-data.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { SiteFolder } from "../ports/site-folder.ts";
import { withRemakes } from "./ledger-access/remakes-of.ts";
import { type CampaignsRead, campaignsNow } from "./validation/campaigns-now.ts";

type SitePorts = { readonly ledger: Ledger; readonly main: CampaignsRead["main"]; readonly folder: SiteFolder };

export type SiteWritten = {
  readonly commit: string;
  readonly submissions: number;
  readonly written: number;
  readonly same: number;
  readonly removed: number;
};

/** The ledger at its present commit as pages. `page`: the repository's, for links; `app`: what shows the data. */
export const writeSite = async (
  { ledger, main, folder }: SitePorts,
  { page, app }: { readonly page: string | null; readonly app: readonly SourceFile[] },
): Promise<SiteWritten> => {
  const head = await ledger.head();
  const campaigns = await campaignsNow({ ledger, main });
  const made = new Map<string, CampaignProduction>();
  const totals = emptyTotals();
  const counts = { written: 0, same: 0 };
  const put = async (files: readonly SourceFile[]): Promise<void> => {
    for (const file of files) counts[await folder.write(file)] += 1;
  };
  // First: a folder that has it is ours, also where this ends in between.
  await put(app);
  const end = async (one: TagSoFar): Promise<void> => {
    if (one.campaigns.length > 0) made.set(one.tag, campaignProduction(one.tag, one.statuses));
    await put([tagFile(one)]);
  };
  let tag: TagSoFar | undefined;
  for await (const { part, read } of readParts(ledger, head)) {
    if (tag !== undefined && tag.tag !== part.tag) await end(tag);
    if (tag?.tag !== part.tag)
      tag = { tag: part.tag, campaigns: campaignsOf(campaigns, part.tag), versions: new Map(), statuses: [] };
    for (const one of read) addToTotals(totals, one, tag.campaigns);
    await put(addPart(tag, read));
  }
  if (tag !== undefined) await end(tag);
  await put([
    jsonFile(
      "data/campaigns.json",
      campaigns.map((one) => campaignData(one, made)),
    ),
  ]);
  await put(lastFiles(head, totals, page));
  return { commit: head.commit, submissions: totals.rows.length, ...counts, removed: await folder.tidy() };
};

const campaignsOf = (campaigns: readonly CampaignNow[], tag: string): readonly string[] =>
  campaigns.flatMap(({ name, names }) => (placeInCampaign(names, tag) === undefined ? [] : [name]));

const campaignData = (one: CampaignNow, made: ReadonlyMap<string, CampaignProduction>): CampaignData => {
  const own = [...made.values()].filter(({ tag }) => placeInCampaign(one.names, tag) !== undefined);
  return { ...one, made: inCampaignOrder(one.names, own) };
};

/** Submissions whose events are in memory at one time. */
const together = 500;

/** Parts are small or a hundred runs, so several are asked for at once. */
async function* readParts(
  ledger: Ledger,
  head: LedgerHead,
): AsyncGenerator<{ readonly part: DataPart; readonly read: readonly WholeSubmission[] }> {
  const parts = dataParts(await ledger.submissions(head));
  for (let from = 0; from < parts.length; ) {
    const some: DataPart[] = [];
    for (let size = 0; size < together && from < parts.length; from += 1) {
      const part = parts[from];
      if (part === undefined) break;
      some.push(part);
      size += part.keys.length;
    }
    const events = await ledger.read(
      head,
      some.flatMap(({ keys }) => keys),
    );
    const read = await withRemakes(
      ledger,
      head,
      [...events].map(([key, lines]) => readOf(key, lines)),
    );
    const byKey = new Map(read.map((one) => [one.key, one]));
    for (const part of some) yield { part, read: part.keys.map((key) => byKey.get(key) ?? readOf(key, [])) };
  }
}

const readOf = (key: SubmissionKey, events: readonly LedgerEvent[]): WholeSubmission => ({
  key,
  events,
  state: fold(events),
});

/** What is made of all of it; the index last, so that it names only what is there. */
const lastFiles = (head: LedgerHead, totals: SiteTotals, page: string | null): readonly SourceFile[] => {
  const { rows, active, states, newest } = totals;
  const { parts, files } = rowsFiles(rows);
  const index: SiteIndex = {
    format: 1,
    ledger: { commit: head.commit, repository: head.repository },
    ...{ at: newest, page, submissions: rows.length, parts, facets: facetsOf(rows) },
  };
  const ended = rows
    .filter(({ phase, asks }) => !asks && (phase === "ended" || phase === "succeeded"))
    .toSorted((a, b) => compareText(b.since, a.since));
  const overview = overviewPage({ active, states, refused: head.refused, ended });
  return [
    ...files,
    ...sumFiles(totals),
    textFile("index.html", indexPage(index, overview)),
    jsonFile("data/site.json", index),
  ];
};
