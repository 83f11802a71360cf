import { cut } from "../../core/markdown/doc.ts";
import { deliveredText } from "../../core/outcomes/delivered-text.ts";
import type { DriftLooked } from "../../core/outcomes/drift-looked.ts";
import { questionsOf } from "../../core/outcomes/news.ts";
import type { NewsMemory } from "../../core/outcomes/news-memory.ts";
import type { Sample } from "../../core/outcomes/samples.ts";
import type { LedgerHead } from "../../core/pass/view.ts";
import { compareText } from "../../core/problems/problem.ts";
import { isFinal } from "../../core/submission/states.ts";
import { isOver } from "../../core/submission/ways-out.ts";
import { declaredNotes, inputNotes } from "../../core/view/status/notes-text.ts";
import { overviewMarkdown } from "../../core/view/status/overview-markdown.ts";
import {
  type Ended,
  type Memory,
  maxEnded,
  maxSamples,
  maxWhyLength,
  type OverviewView,
} from "../../core/view/status/overview-memory.ts";
import { describeState } from "../../core/view/status/state-text.ts";
import type { SubmissionStatus } from "../../core/view/status/status-text.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { Overview } from "../../ports/overview.ts";
import { readableState } from "../ledger-access/history.ts";
import { withRemakes } from "../ledger-access/remakes-of.ts";
import { samplesBehind } from "../ledger-access/samples-of.ts";
import type { StatusPlace } from "../ledger-access/words-on-pull.ts";
import type { Reconciled } from "./reconcile.ts";

export type OverviewPorts = Pick<StatusPlace, "hasApp"> & {
  readonly ledger: Ledger;
  readonly overview: Overview;
  readonly clock: Clock;
};

/** What a pass gave, or why PanDA could not be asked. */
export type PassEnd =
  | {
      readonly kind: "done";
      readonly done: Reconciled;
      readonly reported?: string | undefined;
      readonly unreported?: readonly number[];
      readonly asked?: string | undefined;
      readonly news?: NewsMemory | undefined;
      readonly drift?: DriftLooked | undefined;
    }
  | { readonly kind: "outage"; readonly words: string };

/** Brings the overview issue up to date. `page`: the repository's, for people; `before`: what it remembered. */
export const keepOverview = async (
  { ledger, overview, clock, hasApp }: OverviewPorts,
  page: string,
  before: Memory,
  end: PassEnd,
): Promise<void> => {
  const now = clock.now().toISOString();
  const head = await ledger.head();
  const events = await ledger.read(head, head.live);
  const read = [...events].map(([key, lines]) => ({ key, ...questionsOf(lines) }));
  const live = await withRemakes(ledger, head, read, hasApp);
  const followed = end.kind === "done" ? [...end.done.submissions, ...live] : [];
  const samples = (await samplesBehind(ledger, head, followed)).flatMap(rememberedSample);
  const view: OverviewView = {
    page,
    ranAt: now,
    live: live.filter(({ state }) => !isOver(state)),
    troubles: end.kind === "done" ? end.done.troubles : new Map(),
    refused: end.kind === "done" ? end.done.refused : head.refused.map((folder) => ({ folder, problems: [] })),
    postponed: end.kind === "done" ? end.done.postponed : [],
    memory: memoryAfter(before, await withEnded(ledger, head, before, end), { now, samples }),
    outage: end.kind === "outage" ? end.words : undefined,
  };
  await overview.keep(overviewMarkdown(view));
};

/** What ended is followed no more, and something else may have become of it: a release supersedes its trials. */
const withEnded = async (
  ledger: Pick<Ledger, "read">,
  head: LedgerHead,
  { ended }: Memory,
  end: PassEnd,
): Promise<PassEnd> => {
  if (end.kind === "outage") return end;
  const followed = new Set(end.done.submissions.map(({ key }) => key));
  const keys = ended.map(({ key }) => key).filter((key) => !followed.has(key));
  const read = keys.length === 0 ? [] : [...(await ledger.read(head, keys))];
  const late = read.flatMap(([key, lines]) => {
    const state = lines.length === 0 ? undefined : readableState(lines);
    return state === undefined ? [] : [{ key, state }];
  });
  return { ...end, done: { ...end.done, submissions: [...end.done.submissions, ...late] } };
};

type Samples = NonNullable<Memory["samples"]>;

const rememberedSample = (sample: Sample): Samples => {
  const said = deliveredText(sample);
  return said === undefined
    ? []
    : [{ of: `${sample.tag} ${sample.versions[0].version}`, words: cut(said, maxWordsOfSample) }];
};
const maxWordsOfSample = 200;

/** What is known anew comes first. */
const samplesAfter = ({ samples: before = [] }: Memory, now: Samples): Pick<Memory, "samples"> => {
  const all = [...now, ...before.filter(({ of }) => now.every((one) => one.of !== of))].slice(0, maxSamples);
  return all.length === 0 ? {} : { samples: all };
};

const memoryAfter = (
  before: Memory,
  end: PassEnd,
  { now, samples }: { readonly now: string; readonly samples: Samples },
): Memory => {
  if (end.kind === "outage") return { ...before, outage: before.outage ?? now };
  const { submissions, rewritten } = end.done;
  const fresh = submissions.flatMap((one) => endedOf(one, before, now));
  const kept = before.ended.filter(({ key }) => !submissions.some((one) => one.key === key));
  return {
    ...(rewritten === undefined ? {} : { rewritten: true }),
    ...(end.reported === undefined ? {} : { reported: end.reported }),
    ...(end.unreported === undefined || end.unreported.length === 0 ? {} : { unreported: end.unreported }),
    ...(end.asked === undefined ? {} : { asked: end.asked }),
    ...samplesAfter(before, samples),
    ...(end.drift === undefined ? {} : { drift: end.drift }),
    ...(end.news === undefined ? {} : { news: end.news }),
    ended: [...fresh, ...kept].toSorted((a, b) => compareText(b.at, a.at)).slice(0, maxEnded),
  };
};

/** When it was first seen to have ended: some go on being followed. */
const endedOf = ({ key, state }: SubmissionStatus, before: Memory, now: string): readonly Ended[] => {
  if (!isOver(state) || !("intent" in state)) return [];
  const known = before.ended.find((one) => one.key === key && one.kind === state.kind);
  const said = [
    ...(isFinal(state.kind) ? [describeState(state)] : []),
    ...declaredNotes(state.past),
    ...inputNotes(state.past),
  ].join("; ");
  const why = said === "" ? {} : { why: cut(said, maxWhyLength - "...".length) };
  if (known !== undefined && known.why === why.why) return [known];
  return [{ key, kind: state.kind, ...why, at: known?.at ?? now, pullRequest: state.intent.pullRequest }];
};
