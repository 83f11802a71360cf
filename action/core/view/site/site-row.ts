import { type Intent, type LedgerEvent, partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { parentsOf, writtenIn } from "../../ledger/intended-steps.ts";
import { cut } from "../../markdown/doc.ts";
import { lastTasks } from "../../submission/orders.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { stateTable } from "../../submission/states.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { progressOfTasks } from "../status/progress.ts";
import { describeState } from "../status/state-text.ts";
import type { SiteRow } from "./site-data.ts";

export type PromisedSubmission = Extract<SubmissionState, { readonly intent: Intent }>;

/** A submission with all that the ledger has of it. */
export type WholeSubmission = {
  readonly key: SubmissionKey;
  readonly events: readonly LedgerEvent[];
  readonly state: SubmissionState;
};

const maxRowWords = 200;

/** `campaigns`: the names of those that name it. */
export const rowOf = ({ key, events, state }: WholeSubmission, campaigns: readonly string[] = []): SiteRow => {
  const { tag, version, run } = partsOfKey(key);
  const { done, inputs } = progressOfTasks(lastTasks(state));
  return {
    ...{ tag, version, ...(run === undefined ? {} : { run }) },
    ...{ state: state.kind, phase: stateTable[state.kind].phase, asks: asksPerson(state) },
    words: cut(describeState(state), maxRowWords),
    entered: events[0]?.at ?? "",
    since: "since" in state ? state.since : (events[0]?.at ?? ""),
    campaigns,
    ...askedOfRow(state),
    data: dataOf(state),
    sites: sitesOf(state),
    ...{ done, inputs },
  };
};

/** The ledger has no template of tags: what stands before the first hyphen. */
export const firstPart = (tag: string): string => tag.replace(/-.*/, "");

export const askedOfRow = (state: SubmissionState): ReturnType<typeof ofIntent> =>
  "intent" in state ? ofIntent(state.intent) : ofNobody;

const ofIntent = (intent: Intent) => ({
  by: intent.requester,
  approved: intent.approval,
  contact: intent.contact,
  group: intent.panda.workingGroup,
  build: writtenIn(intent, "build") ?? writtenIn(intent, "container") ?? "",
});
const ofNobody = { by: "", approved: "", contact: [], group: "", build: "" };

const dataOf = (state: SubmissionState): readonly string[] => {
  if (!("intent" in state)) return [];
  const { intent, past } = state;
  return [...new Set([intent.outDS, ...(past.arrival?.outputs ?? []).map(({ did }) => did), ...parentsOf(intent)])];
};

/** Where its jobs ran, and where its tasks are sent. */
const sitesOf = (state: SubmissionState): readonly string[] => {
  const ran = "past" in state ? (state.past.completion?.steps ?? []) : [];
  const jobs = ran.flatMap((step) => (step.kind === "not-known" ? [] : Object.keys(step.sites)));
  return [...new Set([...jobs, ...lastTasks(state).flatMap(({ site }) => site || [])])];
};
