import { thousands } from "../text/amounts.ts";
import type { EventsCountedBy } from "./delivered.ts";
import { deliveredOfSample, type Sample, type SampleVersion } from "./samples.ts";

/** What was delivered of what a request wants, and how that is counted; `undefined`: it does not say what it wants. */
export const deliveredText = (sample: Sample): string | undefined => {
  const { requested, versions } = sample;
  if (requested === undefined) return undefined;
  const { events, isWhole } = deliveredOfSample(sample);
  if (!isWhole && events === 0)
    return `how many of ${thousands(requested)} events were delivered is not known: ${versions.map(unknownOf).join("; ")}`;
  const share = ` (${Math.floor((events / requested) * 100)} %)`;
  const [only] = versions;
  const each =
    versions.length === 1 ? wordsOf(only) : versions.map((one) => `${one.version} ${amountOf(one)}`).join("; ");
  return `delivered ${isWhole ? "" : "at least "}${thousands(events)} of ${thousands(requested)} events${share}: ${each}`;
};

const unknownOf = (one: SampleVersion): string =>
  one.delivered.kind === "unknown" ? one.delivered.why : `${one.version} ${amountOf(one)}`;

const amountOf = (one: SampleVersion): string =>
  one.delivered.kind === "known" && one.unread === undefined
    ? `${thousands(one.delivered.events)}, ${wordsOf(one)}`
    : wordsOf(one);

const wordsOf = ({ delivered, isOver, unread }: SampleVersion): string => {
  if (unread !== undefined) return `does not count, it ${unread}`;
  const soFar = isOver ? "" : " so far";
  return delivered.kind === "unknown" ? `not known, because ${delivered.why}` : `${countedBy[delivered.by]}${soFar}`;
};

const countedBy: Readonly<Record<EventsCountedBy, string>> = {
  files: "files times events of a file",
  check: "counted by its checks",
  rucio: "counted in Rucio",
};

export const deliveredJson = (sample: Sample): object => {
  const { events, isWhole } = deliveredOfSample(sample);
  return {
    tag: sample.tag,
    requested: sample.requested ?? null,
    delivered: events,
    isAll: isWhole,
    versions: sample.versions.map(({ version, delivered, asked, isOver, unread }) => ({
      version,
      delivered: delivered.kind === "known" && unread === undefined ? delivered.events : null,
      countedBy: delivered.kind === "known" && unread === undefined ? delivered.by : null,
      why: unread ?? (delivered.kind === "unknown" ? delivered.why : null),
      asked: asked ?? null,
      hasEnded: isOver,
    })),
  };
};
