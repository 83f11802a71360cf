import { isOfMain, type SubmissionKey } from "../core/ledger/event.ts";
import { livePath, streamsPath } from "../core/ledger/line.ts";
import { lastSeed } from "../core/ledger/streams.ts";
import { compareText } from "../core/problems/problem.ts";
import { BrokenLedger, fold } from "../core/submission/fold.ts";
import type { SubmissionState } from "../core/submission/state.ts";
import { pagesOf, takeSeeds } from "../core/view/pages.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Tags } from "../ports/tags.ts";

export type Verified = { readonly submissions: number; readonly faults: readonly string[] };

/** Reads everything: do the events make states, do the derived files say what the events say, is every tag promised? */
export const verify = async ({ ledger, tags }: { readonly ledger: Ledger; readonly tags: Tags }): Promise<Verified> => {
  const head = await ledger.head();
  const keys = await ledger.submissions(head);
  const events = await ledger.read(head, keys);
  const states = new Map<SubmissionKey, SubmissionState>();
  const faults: string[] = [];
  for (const [key, lines] of events) {
    try {
      states.set(key, fold(lines));
    } catch (error) {
      if (!(error instanceof BrokenLedger)) throw error;
      faults.push(`${key}: ${error.message}`);
    }
    for (const line of lines)
      if (!isOfMain(line) && line.key !== key) faults.push(`${key}: contains an event of ${line.key}`);
  }
  const [live, streams] = await Promise.all([ledger.live(head), ledger.streams(head)]);
  const pages = new Map(
    pagesOf(states, new Map(), takeSeeds(new Map(), states)).map(({ path, bytes }) => [
      path,
      new TextDecoder().decode(bytes),
    ]),
  );
  const listed = (values: readonly unknown[]): string => JSON.stringify(values);
  if (listed(live) !== listed(parsed(pages.get(livePath)))) faults.push(`${livePath} does not match the events`);
  if (listed([...streams].toSorted(([a], [b]) => compareText(a, b))) !== listed(parsed(pages.get(streamsPath))))
    faults.push(`${streamsPath} does not match the events`);
  faults.push(...sharedSeeds(states));
  for (const name of await tags.names()) {
    const [, tag, version] = name.split("/");
    if (!keys.some((key) => key.startsWith(`${tag}/${version}/`)))
      faults.push(`the tag ${name} has no ledger entry: the ledger is incomplete`);
  }
  return { submissions: keys.length, faults };
};

/** Ranges follow each other by construction; what was imported or mended by hand may break that. */
const sharedSeeds = (states: ReadonlyMap<SubmissionKey, SubmissionState>): readonly string[] => {
  const ranges = [...states].flatMap(([key, state]) =>
    "intent" in state ? state.intent.seeds.map((range) => ({ key, ...range, last: lastSeed(range) })) : [],
  );
  const faults: string[] = [];
  for (const ofStream of Map.groupBy(ranges, ({ stream }) => stream).values()) {
    let [before, ...rest] = ofStream.toSorted((a, b) => a.first - b.first);
    for (const range of rest) {
      if (before !== undefined && range.first <= before.last)
        faults.push(
          `${range.key} and ${before.key} share the seeds ${range.first} to ${Math.min(range.last, before.last)} of ${range.stream}`,
        );
      if (before === undefined || range.last > before.last) before = range;
    }
  }
  return faults;
};

const parsed = (text: string | undefined): readonly unknown[] => {
  const value: unknown = JSON.parse(text ?? "[]");
  return Array.isArray(value) ? value : [];
};
