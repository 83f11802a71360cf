import type { Past } from "../../core/judge/judge-version.ts";
import type { LedgerEvent, SubmissionKey } from "../../core/ledger/event.ts";
import type { Ledger, LedgerHead } from "../../ports/ledger.ts";

/** The ledger as it stood when it was asked; `undefined`: it cannot be. */
export type History = { readonly ledger: Ledger; readonly head: LedgerHead } | undefined;

/** So many tags are asked for one by one; more are found in the list of everything. */
const fewTags = 4;

/** Every submission of these tags. */
export const submissionsOf = async (
  { ledger, head }: NonNullable<History>,
  tags: ReadonlySet<string>,
): Promise<readonly SubmissionKey[]> => {
  if (tags.size <= fewTags) return (await Promise.all([...tags].map((tag) => ledger.submissions(head, tag)))).flat();
  return (await ledger.submissions(head)).filter((key) => tags.has(key.slice(0, key.indexOf("/"))));
};

/** What the ledger says of earlier versions, by tag; a tag without any has an empty list. */
export const pastOf = async (
  history: History,
  tags: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Past[]> | undefined> => {
  if (history === undefined) return undefined;
  const events = await history.ledger.read(history.head, await submissionsOf(history, tags));
  const past = new Map<string, Past[]>([...tags].map((tag) => [tag, []]));
  for (const lines of events.values()) {
    const intent = promisedIn(lines);
    if (intent === undefined) continue;
    const { tag, version, contentDigest, content } = intent;
    const submitted = lines.some(({ event }) => event === "checking");
    past.get(tag)?.push({ version, contentDigest, content, submitted });
  }
  return past;
};

export const promisedIn = (lines: readonly LedgerEvent[]) => {
  const last = lines.findLast((line) => line.event === "intended");
  return last?.event === "intended" ? last.intent : undefined;
};
