import type { Intent } from "../../core/ledger/event.ts";
import { intentOfMessage, tagMessage, tagName } from "../../core/ledger/tag-message.ts";
import type { ReconcilePorts } from "./ports.ts";

/** Behind the intent and before the check. A tag that stands for something else is nobody's to overwrite. */
export const ensureTag = async (
  { tags }: Pick<ReconcilePorts, "tags">,
  intent: Intent,
): Promise<string | undefined> => {
  if ((await tags.create(tagName(intent), intent.commit, tagMessage(intent))) === "created") return undefined;
  const there = intentOfMessage((await tags.message(tagName(intent))) ?? "");
  return there?.contentDigest === intent.contentDigest && there.outDS === intent.outDS
    ? undefined
    : `the git tag ${tagName(intent)} stands for other content`;
};
