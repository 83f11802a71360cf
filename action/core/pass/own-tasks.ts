import type { Intent } from "../ledger/event.ts";
import { isOurs } from "../ledger/names.ts";
import type { Past } from "../submission/state.ts";

/** A name can be another's by now: ours is what carries our mark, or every task of the names when a person adopted them. */
export const ownTasks = <T extends { readonly mark: string }>(
  tasks: readonly T[],
  repository: string,
  { intent, past }: { readonly intent: Intent; readonly past: Past },
): readonly T[] =>
  tasks.filter(
    ({ mark }) => past.adoptedTasks.length > 0 || isOurs(mark, repository, intent.label, intent.contentDigest),
  );
