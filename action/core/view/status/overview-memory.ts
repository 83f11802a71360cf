import type { SubmissionKey } from "../../ledger/event.ts";
import { isKey } from "../../ledger/paths.ts";
import { type DriftLooked, readDriftLooked } from "../../outcomes/drift-looked.ts";
import { type NewsMemory, readNewsMemory } from "../../outcomes/news-memory.ts";
import type { RefusedOnMain } from "../../pass/refused-on-main.ts";
import type { StateKind } from "../../submission/state.ts";
import { stateTable } from "../../submission/states.ts";
import { parseJson } from "../../text/parse-json.ts";
import type { SubmissionStatus } from "./status-text.ts";

/** A submission that ended; `at` is when reconcile saw it, `why` who ended it and why. */
export type Ended = {
  readonly key: SubmissionKey;
  readonly kind: StateKind;
  readonly why?: string;
  readonly at: string;
  readonly pullRequest: number | null;
};

/**
 * What the overview itself remembers between two passes, in a comment that nobody sees: the ledger is not written to
 * while PanDA is away, and holds no list of what ended. Whoever may edit issues can change it, so it is read as
 * strangers' data and decides nothing but what the overview shows and whether a run is red.
 */
export type Memory = {
  /** Since when PanDA does not answer. */
  readonly outage?: string;
  /** Main's history was found rewritten. */
  readonly rewritten?: boolean;
  /** Commit of the ledger up to which the status comments of pull requests were updated. */
  readonly reported?: string;
  /** But for these, what waits longest first. */
  readonly unreported?: readonly number[];
  /** The month in which owners were asked about their data, or the last day on which nobody had to be. */
  readonly asked?: string;
  /** What was delivered of what was wanted, by TAG VERSION of the first one; changed last comes first. */
  readonly samples?: readonly { readonly of: string; readonly words: string }[];
  /** When drift was looked for last. */
  readonly drift?: DriftLooked;
  /** What was sent to channels outside of GitHub. */
  readonly news?: NewsMemory;
  readonly ended: readonly Ended[];
};

export const maxEnded = 20;
export const maxSamples = 20;
const maxSampleWords = 400;
/** More are not remembered by number. */
export const maxUnreported = 1000;
export const maxWhyLength = 200;
const begin = "<!-- shrek:memory ";
const end = " -->";

/** Nothing in it ends the comment early. */
export const memoryLine = (memory: Memory): string =>
  `${begin}${JSON.stringify(memory).replace(/[<>-]/g, escaped)}${end}`;
const escaped = (mark: string): string => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** What cannot be read is forgotten. */
export const memoryIn = (markdown: string | undefined): Memory => {
  const line = (markdown ?? "").split("\n").findLast((one) => one.startsWith(begin) && one.endsWith(end));
  const value = line === undefined ? undefined : parseJson(line.slice(begin.length, -end.length));
  if (typeof value !== "object" || value === null) return { ended: [] };
  return {
    ...("outage" in value && isTime(value.outage) ? { outage: value.outage } : {}),
    ...("rewritten" in value && value.rewritten === true ? { rewritten: true } : {}),
    ...("reported" in value && isCommit(value.reported) ? { reported: value.reported } : {}),
    ...("unreported" in value && isUnreported(value.unreported) ? { unreported: value.unreported } : {}),
    ...("asked" in value && isMonthOrDay(value.asked) ? { asked: value.asked } : {}),
    ...("samples" in value && Array.isArray(value.samples) ? samplesIn(value.samples) : {}),
    ...("drift" in value ? driftIn(value.drift) : {}),
    ...("news" in value ? { news: readNewsMemory(value.news) } : {}),
    ended: "ended" in value && Array.isArray(value.ended) ? value.ended.filter(isEnded).slice(0, maxEnded) : [],
  };
};

const samplesIn = (values: readonly unknown[]): Pick<Memory, "samples"> => ({
  samples: values.filter(isSample).slice(0, maxSamples),
});

const isSample = (value: unknown): value is NonNullable<Memory["samples"]>[number] =>
  typeof value === "object" &&
  value !== null &&
  "of" in value &&
  typeof value.of === "string" &&
  "words" in value &&
  typeof value.words === "string" &&
  value.of.length + value.words.length <= maxSampleWords;

const driftIn = (value: unknown): Pick<Memory, "drift"> => {
  const drift = readDriftLooked(value);
  return drift === undefined ? {} : { drift };
};

const isTime = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(value);

const isCommit = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{40}$/.test(value);

const isMonthOrDay = (value: unknown): value is string =>
  typeof value === "string" && /^\d{4}-\d\d(?:-\d\d)?$/.test(value);

const isUnreported = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.length <= maxUnreported && value.every((one) => Number.isSafeInteger(one) && one > 0);

const isEnded = (value: unknown): value is Ended =>
  typeof value === "object" &&
  value !== null &&
  "key" in value &&
  typeof value.key === "string" &&
  isKey(value.key) &&
  "kind" in value &&
  typeof value.kind === "string" &&
  Object.hasOwn(stateTable, value.kind) &&
  (!("why" in value) || (typeof value.why === "string" && value.why.length <= maxWhyLength)) &&
  "at" in value &&
  isTime(value.at) &&
  "pullRequest" in value &&
  (value.pullRequest === null || Number.isSafeInteger(value.pullRequest));

export type OverviewView = {
  /** The repository's page, for links to pull requests and to the form. */
  readonly page: string;
  readonly ranAt: string;
  /** All that reconcile follows; `since` when it came to ask a person. */
  readonly live: readonly OverviewRow[];
  /** What kept a submission from its next step in this pass. */
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  readonly refused: readonly RefusedOnMain[];
  readonly memory: Memory;
  /** What the pass left to the next one, and why. */
  readonly postponed: readonly string[];
  /** What PanDA's silence looks like from here. */
  readonly outage: string | undefined;
};

export type OverviewRow = SubmissionStatus & { readonly since: string | undefined };
