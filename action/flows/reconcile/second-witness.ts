import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { intentOfMessage, tagDue, tagFault, tagName } from "../../core/ledger/tag-message.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Pass } from "./pass.ts";

/**
 * The tags say what the ledger intended (SAFETY rule 1): where one of ours has no entry, the branch went back, which a
 * clone that never saw it further on cannot know otherwise. The tags are read first, so that what another process
 * intends meanwhile is no loss. A tag that is not ours says nothing of the ledger; its own version is a conflict.
 */
export const askTags = async ({ ports: { tags, ledger }, reads }: Pick<Pass, "ports" | "reads">): Promise<void> => {
  const names = await reads.git.tagNames();
  const head = await ledger.head();
  const known = new Set((await ledger.submissions(head)).map(tagOf));
  const lacking = names.filter((one) => !known.has(one));
  if (lacking.length === 0) return;
  // Asked together: of another ledger's there may be thousands, and each by itself is a call to the server.
  for (const [name, message] of await (await tags.list()).messages(lacking))
    if (intentOfMessage(message)?.repository === head.repository)
      throw new Failure(`The ledger has lost entries: it has none for the tag ${name}, which records an intent.`, {
        wayOut: "`shrek ledger rebuild` restores what the tags know; nothing is submitted until then.",
      });
};

const tagOf = (key: SubmissionKey): string => tagName(partsOfKey(key));

/**
 * Of what is followed and was checked, the tags that somebody moved or deleted: one line each. They stop nothing, since
 * each call derives from git and GitHub anyway; but whoever may do that is not SHREK alone.
 */
export const movedTags = async ({ ports: { tags, ledger } }: Pick<Pass, "ports">): Promise<readonly string[]> => {
  const head = await ledger.head();
  const followed = [...(await ledger.read(head, head.live)).values()].flatMap((lines) => {
    const name = tagDue(lines);
    return name === undefined ? [] : [{ name, lines }];
  });
  if (followed.length === 0) return [];
  const there = await (await tags.list()).messages(followed.map(({ name }) => name));
  return followed.flatMap(({ name, lines }) => tagFault(name, there.get(name), lines) ?? []);
};
