import { dirname } from "node:path/posix";
import { type Changed, changedBy } from "../../policy/asked.ts";
import type { Rules } from "../../policy/rules.ts";
import type { AsksPeople, Reads } from "../reads.ts";
import { type ApprovedRules, type MergedPull, readPull } from "./approved-rules.ts";

export type Merge = MergedPull & {
  readonly paths: readonly string[];
  readonly changed: Changed;
  readonly base: string;
  /**
   * Of main before the last commit of the merge: what the pull request itself says of them does not count. A rebase has
   * earlier commits of the pull request there; if they changed rules, so do `paths`.
   */
  readonly rules: Rules;
};

/** Who stands behind what an App wrote: these, as long as it made what they asked for. A text says why nobody can tell. */
export type Behind =
  | string
  | {
      readonly logins: readonly string[];
      readonly unknown?: string | undefined;
      /** Asked only where the head of the merge is here. */
      readonly isMade: () => Promise<boolean>;
      readonly otherwise: string;
    };

/** `undefined`: it came another way. */
export async function readMerge(
  moment: AsksPeople,
  approved: Pick<ApprovedRules, "upTo">,
  commit: string,
  folders: readonly string[],
): Promise<Merge | undefined> {
  const found = await readPull(moment, commit);
  if (found === undefined) return undefined;
  const { pull, here } = found;
  const merged = await moment.git.merged(pull.mergedAs ?? commit, here ? pull.head : undefined);
  if (merged === undefined) return undefined;
  const { base, paths } = merged;
  return { ...found, base, paths, changed: changedBy(paths), rules: await approved.upTo(base, folders) };
}

/** The one request that a merge changes, as main held it, and the bytes of its head; `undefined`: it changes another thing. */
export async function changedRequest(reads: Reads, { base, pull, paths }: Merge) {
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0) return undefined;
  const source = await reads.git.production(base, dirname(path));
  const [merged] = await reads.git.files(pull.head, [path]);
  return source.file === path && merged?.kind === "file" && merged.mode === "100644"
    ? { source, bytes: merged.bytes }
    : undefined;
}
