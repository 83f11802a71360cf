import { type Changed, changedBy } from "../../core/policy/asked.ts";
import type { Rules } from "../../core/policy/rules.ts";
import { type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import type { People } from "../../ports/people.ts";
import type { ApprovedRules } from "./approved-rules.ts";
import { type AtMain, type MergedPull, readPull } from "./merged-pull.ts";
import { sourcesAt } from "./sources.ts";

/** How a commit came to main. */
export type Merge = Omit<MergedPull, "here"> & {
  readonly paths: readonly string[];
  readonly changed: Changed;
  /**
   * Of main before the last commit of the merge: what the pull request itself says of them does not count. A rebase has
   * earlier commits of the pull request there; if they changed rules, so do `paths`.
   */
  readonly rules: Rules;
  /** `undefined`: it cannot be had. */
  readonly head: Head | undefined;
};

/** `undefined`: it came another way. */
export const readMerge = async (
  pass: AtMain,
  { people, rules: approved }: { readonly people: People; readonly rules: ApprovedRules },
  commit: string,
  folders: readonly string[],
): Promise<Merge | undefined> => {
  const found = await readPull(pass, people, commit);
  if (found === undefined) return undefined;
  const { pull, here, reviews, writers } = found;
  const merged = await pass.ports.main.merged(pull.mergedAs ?? commit, here ? pull.head : undefined);
  if (merged === undefined) return undefined;
  const [rules, head] = await Promise.all([
    approved.upTo(merged.base, folders),
    here ? readHead(pass, pull.head, folders) : undefined,
  ]);
  return { pull, paths: merged.paths, changed: changedBy(merged.paths), rules, reviews, writers, head };
};

export type Head = { readonly folders: ReadonlySet<string>; source(folder: string): Promise<ProductionSource> };

const readHead = async (pass: AtMain, head: string, folders: readonly string[]): Promise<Head> => {
  const there = new Set(await pass.ports.main.at(head).productions(productionsFolder));
  return {
    folders: there,
    source: sourcesAt(
      pass,
      head,
      folders.filter((folder) => there.has(folder)),
    ),
  };
};
