import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { cut } from "../../markdown/doc.ts";
import type { Content } from "../../production/content.ts";
import type { Json } from "../../text/canonical-json.ts";
import { stated } from "../../text/mapping.ts";
import { compareNatural } from "../../text/natural-order.ts";
import type { SourceFile } from "../../text/source-file.ts";
import { groupReasons, leastBump } from "../../versioning/least-bump.ts";
import type { SubmissionStatus } from "../status/status-text.ts";
import type { ChangeRow, RunsPart, SubmissionData, TagData, VersionData } from "./site-data.ts";
import { jsonFile } from "./site-totals.ts";
import { submissionData, type WholeSubmission } from "./submission-data.ts";

/** Submissions that stand in one file: those without runs of a tag, and of a version's runs a hundred. */
export type DataPart = { readonly tag: string; readonly keys: readonly SubmissionKey[] };

/** In an order in which all parts of a tag follow one another. */
export const dataParts = (keys: readonly SubmissionKey[]): readonly DataPart[] =>
  [...Map.groupBy(keys, (key) => partsOfKey(key).tag)].flatMap(([tag, own]) =>
    [...Map.groupBy(own, partNameOf).values()].map((some) => ({ tag, keys: some })),
  );

const partNameOf = (key: SubmissionKey): string => {
  const { version, run } = partsOfKey(key);
  return run === undefined ? "" : `${version}/${Math.floor(run / 100)}xx`;
};

/** What is kept of a tag until all of its parts were read. */
export type TagSoFar = {
  readonly tag: string;
  /** Names of campaigns of main that name it. */
  readonly campaigns: readonly string[];
  readonly versions: Map<string, VersionSoFar>;
  /** Of what a campaign names. */
  readonly statuses: SubmissionStatus[];
};
type VersionSoFar = { content: Content | undefined; submission?: SubmissionData; readonly runs: RunsPart[] };

/** Adds a part of a tag, and gives the file of its runs, if it has any. */
export const addPart = (tag: TagSoFar, read: readonly WholeSubmission[]): readonly SourceFile[] => {
  const [first] = read;
  if (first === undefined) return [];
  if (tag.campaigns.length > 0) tag.statuses.push(...read.map(({ key, state }) => ({ key, state })));
  const data = read.map((one) => ({ one, parts: partsOfKey(one.key), data: submissionData(one) }));
  for (const { one, parts, data: submission } of data) {
    const version = tag.versions.get(parts.version) ?? { content: undefined, runs: [] };
    version.content ??= contentIn(one);
    if (parts.run === undefined) version.submission = submission;
    tag.versions.set(parts.version, version);
  }
  if (partsOfKey(first.key).run === undefined) return [];
  const { version } = partsOfKey(first.key);
  const path = `data/runs/${tag.tag}/${partNameOf(first.key)}.json`;
  tag.versions.get(version)?.runs.push({ path, runs: data.map(({ one, parts }) => [parts.run ?? 0, one.state.kind]) });
  return [
    jsonFile(path, Object.fromEntries(data.map(({ parts, data: submission }) => [String(parts.run), submission]))),
  ];
};

const contentIn = ({ state }: WholeSubmission): Content | undefined => {
  if ("intent" in state) return state.intent.content;
  return state.kind === "skipped" ? state.held?.content : undefined;
};

/** The newest version first, each with what differs from the one before it. */
export const tagFile = ({ tag, campaigns, versions }: TagSoFar): SourceFile => {
  const inOrder = [...versions].toSorted(([a], [b]) => compareNatural(a, b));
  const made = inOrder.map(([version, { content, submission, runs }], index): VersionData => {
    const [against, before] = inOrder[index - 1] ?? [];
    const changes =
      against === undefined || before?.content === undefined || content === undefined
        ? undefined
        : { against, rows: changeRows(before.content, content) };
    return { version, ...stated({ changes, submission }), ...(runs.length === 0 ? {} : { runs }) };
  });
  return jsonFile(`data/of/${tag}.json`, { tag, campaigns, versions: made.toReversed() } satisfies TagData);
};

const maxSide = 400;
const maxChanges = 100;

/** What differs between two versions, as `shrek diff` says it. */
const changeRows = (from: Content, to: Content): readonly ChangeRow[] =>
  groupReasons(leastBump(from, to).reasons)
    .flatMap(({ title, reasons }) =>
      reasons.map(({ name, change, bump, because }) => ({
        place: title,
        what: name,
        ...{ was: sideText(change.from), is: sideText(change.to), needs: `${bump}: ${because}` },
      })),
    )
    .slice(0, maxChanges);

const sideText = (side: Json | undefined): string =>
  side === undefined ? "" : cut(typeof side === "string" ? side : JSON.stringify(side), maxSide);
