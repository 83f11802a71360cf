import { type Changed, changedBy } from "../../core/policy/asked.ts";
import type { Rules } from "../../core/policy/rules.ts";
import type { Review } from "../../core/policy/voices.ts";
import type { Writers } from "../../core/policy/writers.ts";
import { type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import type { People, PullRequest } from "../../ports/people.ts";
import { rulesAt } from "../gather/rules-at.ts";
import type { ReconcilePorts } from "./ports.ts";
import { sourcesAt } from "./sources.ts";

/** Of a pass, what the way to main is read from. */
export type AtMain = { readonly ports: Pick<ReconcilePorts, "main" | "people"> };

/** How a commit came to main. */
export type Merge = {
  readonly pull: PullRequest;
  readonly paths: readonly string[];
  readonly changed: Changed;
  /** Of main before the merge: what the pull request itself says of them does not count. */
  readonly rules: Rules;
  readonly reviews: readonly Review[];
  readonly writers: Writers;
  /** `undefined`: it cannot be had. */
  readonly head: Head | undefined;
};

/** `undefined`: it came another way. A head that was pushed to main has no main before it: an earlier commit of it stands there. */
export const readMerge = async (
  pass: AtMain,
  people: People,
  commit: string,
  folders: readonly string[],
): Promise<Merge | undefined> => {
  const { main } = pass.ports;
  const pull = await people.pullRequestOf(commit);
  if (pull === undefined || pull.into !== "main" || pull.head === commit) return undefined;
  const here = await main.bring(pull.head, pull.number);
  const merged = await main.merged(commit, here ? pull.head : undefined);
  if (merged === undefined) return undefined;
  const [rules, reviews, writers, head] = await Promise.all([
    rulesAt(main.at(merged.base), folders),
    people.reviews(pull.number),
    people.writers(pull),
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
