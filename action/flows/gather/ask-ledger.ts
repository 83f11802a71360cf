import type { Beside } from "../../core/index/beside.ts";
import type { Facts } from "../../core/index/facts.ts";
import { factsOfIntent } from "../../core/index/facts-of-intent.ts";
import { partsOf } from "../../core/index/supersedes.ts";
import { block } from "../../core/judge/names.ts";
import type { Ledgered } from "../../core/judge/together/around.ts";
import { type SubmissionKey, submissionKey } from "../../core/ledger/event.ts";
import { type History, promisedIn, submissionsOf } from "./history.ts";

/** What the ledger knows of everything that these name, and of who shares a stream of seeds with them. */
export const askLedger = async (
  history: History,
  judged: readonly Facts[],
  beside: Beside,
): Promise<Ledgered | undefined> => {
  if (history === undefined) return undefined;
  const { ledger, head } = history;
  const read = judged.flatMap(({ needs }) => needs);
  const named = [
    ...read.map(({ of }) => of),
    ...judged.flatMap(({ supersedes }) => supersedes.map((one) => partsOf(one).tag)),
  ];
  const seeded = judged.filter(({ seeds }) => seeds.length > 0);
  const streams = new Set(seeded.flatMap(({ seeds }) => seeds.map(({ stream }) => stream)));
  const sharing = [...streams].flatMap((stream) => beside.usingStream(stream));
  const tags = new Set([...named, ...[...seeded, ...sharing].map(({ tag }) => tag)]);
  const [keys, free] = await Promise.all([
    submissionsOf(history, tags),
    streams.size === 0 ? new Map<string, number>() : ledger.streams(head),
  ]);
  const known = new Set(keys);
  const promised = [...new Set(read.map(({ of, version }) => submissionKey(of, version, block)))].filter((key) =>
    known.has(key),
  );
  const facts = await factsIn(history, promised);
  const versions = new Map<string, Map<string, Facts | undefined>>();
  for (const key of keys) {
    const [tag = "", version = ""] = key.split("/");
    const ofTag = versions.get(tag) ?? new Map<string, Facts | undefined>();
    versions.set(tag, ofTag.set(version, facts.get(key)));
  }
  const strange = named.some((tag) => !versions.has(tag) && beside.tagged(tag).length === 0);
  return { versions, free, tags: strange ? tagsOf(await ledger.submissions(head)) : [] };
};

const factsIn = async (
  { ledger, head }: NonNullable<History>,
  keys: readonly SubmissionKey[],
): Promise<ReadonlyMap<SubmissionKey, Facts | undefined>> =>
  new Map(
    [...(await ledger.read(head, keys))].map(([key, lines]) => {
      const intent = promisedIn(lines);
      return [key, intent === undefined ? undefined : factsOfIntent(intent)];
    }),
  );

const tagsOf = (keys: readonly SubmissionKey[]): readonly string[] => [
  ...new Set(keys.map((key) => key.slice(0, key.indexOf("/")))),
];
