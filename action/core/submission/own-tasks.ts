import type { Intent } from "../ledger/event.ts";
import { isOurs } from "../ledger/names.ts";
import type { Past } from "./state.ts";

type Marked = { readonly id: number; readonly mark: string };

/** A name can be another's by now: ours is what carries our mark, and what a person adopted. */
export const ownTasks = <T extends Marked>(
  tasks: readonly T[],
  repository: string,
  { intent, past }: { readonly intent: Intent; readonly past: Past },
): readonly T[] =>
  tasks.filter(
    ({ id, mark }) => past.adoptedTasks.includes(id) || isOurs(mark, repository, intent.label, intent.contentDigest),
  );
