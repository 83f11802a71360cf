import { partsOfKey } from "../../core/ledger/event.ts";
import { writtenIn } from "../../core/ledger/intended-steps.ts";
import { type Sample, samplesOf } from "../../core/outcomes/samples.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readableState } from "./history.ts";

/** The samples of those whose request says how many events it wants: all versions that extend each other. */
export const samplesBehind = async (
  ledger: Pick<Ledger, "submissions" | "read">,
  head: LedgerHead,
  statuses: readonly SubmissionStatus[],
): Promise<readonly Sample[]> => {
  const tags = new Set(statuses.flatMap(({ key, state }) => (wantsEvents(state) ? [partsOfKey(key).tag] : [])));
  if (tags.size === 0) return [];
  return samplesWith(await everyOf(ledger, head, tags), statuses).filter(({ requested }) => requested !== undefined);
};

/** Other versions of these samples whose pull requests say what was delivered: what moves here changes that. */
export const sampleMates = async (
  ledger: Pick<Ledger, "submissions" | "read">,
  head: LedgerHead,
  statuses: readonly SubmissionStatus[],
): Promise<readonly SubmissionStatus[]> => {
  const tags = new Set(statuses.flatMap(({ key, state }) => (isOfSample(state) ? [partsOfKey(key).tag] : [])));
  if (tags.size === 0) return [];
  const all = await everyOf(ledger, head, tags);
  const own = new Set(statuses.map(({ key }) => key));
  const versions = new Set(
    samplesWith(all, statuses).flatMap((sample) => sample.versions.map(({ version }) => `${sample.tag} ${version}`)),
  );
  return all.filter(({ key, state }) => !own.has(key) && wantsEvents(state) && versions.has(versionOf(key)));
};

const wantsEvents = (state: SubmissionState): boolean => "intent" in state && state.intent.events !== undefined;
const isOfSample = (state: SubmissionState): boolean =>
  wantsEvents(state) || ("intent" in state && writtenIn(state.intent, "extends") !== undefined);

export const everyOf = async (
  ledger: Pick<Ledger, "submissions" | "read">,
  head: LedgerHead,
  tags: ReadonlySet<string>,
): Promise<readonly SubmissionStatus[]> =>
  [...(await ledger.read(head, await ledger.submissions(head, ...tags)))].flatMap(([key, lines]) => {
    const state = readableState(lines);
    return state === undefined ? [] : [{ key, state }];
  });

const samplesWith = (all: readonly SubmissionStatus[], statuses: readonly SubmissionStatus[]): readonly Sample[] => {
  const named = new Set(statuses.map(({ key }) => versionOf(key)));
  return samplesOf(all).filter(({ tag, versions }) => versions.some(({ version }) => named.has(`${tag} ${version}`)));
};

const versionOf = (key: SubmissionStatus["key"]): string => {
  const { tag, version } = partsOfKey(key);
  return `${tag} ${version}`;
};
