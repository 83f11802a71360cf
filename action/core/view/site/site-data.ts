import type { CampaignNow, CampaignProduction } from "../../outcomes/campaign-sums.ts";
import type { StateKind } from "../../submission/state.ts";
import type { Phase } from "../../submission/states.ts";
import type { Card } from "../ledger/card.ts";

/** The first file that the pages read: of which ledger it is a picture, and where the rest is. */
export type SiteIndex = {
  readonly format: 1;
  readonly ledger: { readonly commit: string; readonly repository: string };
  /** The newest event, by SHREK's clock; empty on a ledger without one. */
  readonly at: string;
  /** The repository's page, for links; `null`: on no server. */
  readonly page: string | null;
  readonly submissions: number;
  /** Rows, the newest part last. */
  readonly parts: readonly RowsPart[];
  readonly facets: Readonly<Record<Facet, readonly string[]>>;
};

/** Values that a filter can offer. */
export type Facet = "state" | "person" | "site" | "campaign" | "group";

/** Submissions that were entered in one month, at most so many in a file. */
export type RowsPart = { readonly path: string; readonly month: string; readonly rows: number };

export type SiteRow = {
  readonly tag: string;
  readonly version: string;
  readonly run?: number;
  readonly state: StateKind;
  readonly phase: Phase;
  readonly asks: boolean;
  readonly words: string;
  readonly entered: string;
  readonly since: string;
  readonly by: string;
  readonly approved: string;
  readonly contact: readonly string[];
  readonly group: string;
  /** Names of those of main that name it. */
  readonly campaigns: readonly string[];
  readonly build: string;
  /** Its outDS, what of it is in Rucio, and what it was made of. */
  readonly data: readonly string[];
  readonly sites: readonly string[];
  /** Inputs of its tasks, as PanDA counts them. */
  readonly done: number;
  readonly inputs: number;
};

/** All of a tag but its runs, which are by the hundred in files of their own. */
export type TagData = {
  readonly tag: string;
  readonly campaigns: readonly string[];
  readonly versions: readonly VersionData[];
};

export type VersionData = {
  readonly version: string;
  /** With what it is compared, and what differs; left out: it is the first, or nothing is known of one of them. */
  readonly changes?: { readonly against: string; readonly rows: readonly ChangeRow[] };
  readonly submission?: SubmissionData;
  readonly runs?: readonly RunsPart[];
};

export type RunsPart = { readonly path: string; readonly runs: readonly (readonly [run: number, state: StateKind])[] };

export type ChangeRow = {
  readonly place: string;
  readonly what: string;
  readonly was: string;
  readonly is: string;
  readonly needs: string;
};

export type SubmissionData = {
  readonly key: string;
  readonly state: StateKind;
  readonly phase: Phase;
  readonly asks: boolean;
  readonly means: string;
  readonly words: string;
  readonly since: string;
  readonly notes: readonly string[];
  readonly commands: readonly { readonly line: string; readonly does: string }[];
  readonly history: readonly HistoryRow[];
  /** Left out: it was never intended. */
  readonly asked?: AskedData;
  readonly steps: readonly StepData[];
  readonly card?: Card;
};

export type HistoryRow = { readonly at: string; readonly what: string };

export type AskedData = {
  readonly folder: string;
  readonly commit: string;
  readonly pullRequest: number | null;
  readonly by: string;
  readonly approved: string;
  readonly contact: readonly string[];
  readonly panda: string;
  readonly group: string;
  readonly outDS: string;
  readonly monitor: string;
  readonly attempt: number;
  readonly jobs: number | null;
  readonly coreHoursForeseen: number | null;
  readonly parents: readonly string[];
};

export type StepData = {
  readonly step: string;
  /** Steps that it reads. */
  readonly after: readonly string[];
  readonly jobs: number | null;
  readonly task?: { readonly id: number; readonly status: string; readonly site: string; readonly dialog: string };
  readonly done: number;
  readonly inputs: number;
  readonly failed: number;
  /** When how much was done, as it was seen. */
  readonly course: readonly (readonly [at: string, done: number, inputs: number, failed: number])[];
  readonly failures: readonly FailureRow[];
  readonly datasets: readonly { readonly dataset: string; readonly files: number; readonly bytes: number | null }[];
};

export type FailureRow = { readonly failure: string; readonly jobs: number; readonly said?: string };

/** What was asked and delivered of all that has the same `value` of what it is grouped by. */
export type DeliveredRow = {
  /** `part` and its number in the tag; `release` or `group`. */
  readonly by: string;
  readonly value: string;
  readonly states: Readonly<Record<string, number>>;
  /** Without those that were given up or replaced, bad data, and trials. */
  readonly requested: Amount;
  readonly delivered: Amount;
};

/** `unknown`: submissions of whose events nobody knows the number. */
export type Amount = { readonly submissions: number; readonly events: number; readonly unknown: number };

/** A campaign of main, with those of its productions that the ledger has, in its order. */
export type CampaignData = CampaignNow & { readonly made: readonly CampaignProduction[] };

export type AccountRow = {
  readonly group: string;
  /** Of the tag. */
  readonly firstPart: string;
  readonly month: string;
  readonly submissions: number;
  readonly jobs: number;
  readonly hoursForeseen: number;
  readonly hoursUsed: number;
  /** Submissions whose request estimates no time of each step. */
  readonly unforeseen: number;
  /** Submissions that have ended at PanDA, of which it is not known what they used. */
  readonly unknown: number;
  readonly files: number;
  readonly bytes: number;
  readonly failedJobs: number;
};

export type SiteFailures = {
  readonly site: string;
  readonly jobs: number;
  readonly failed: number;
  readonly failures: readonly FailureRow[];
};
