import type { PullRequest } from "../../core/policy/pull-request.ts";
import type { Review } from "../../core/policy/reviews.ts";
import type { Writers } from "../../core/policy/writers.ts";
import type { People } from "../../ports/people.ts";
import type { ReconcilePorts } from "./ports.ts";

/** Why a rule that stands on main may not be used, and what ends that. */
export type RuleFault = { readonly why: string; readonly wayOut: string };

/** Of a pass, what the way to main is read from. */
export type AtMain = {
  readonly ports: Pick<ReconcilePorts, "main" | "people"> & { readonly ledger: Pick<ReconcilePorts["ledger"], "head"> };
  /** What is wrong with the way of a rule to main, by commit and path; asked once in a pass. */
  readonly rulesAsked: Map<string, Promise<RuleFault | undefined>>;
};

/** The pull request that brought a commit to main, and what people said of it. */
export type MergedPull = {
  readonly pull: PullRequest;
  readonly reviews: readonly Review[];
  readonly writers: Writers;
  /** Whether its head can be read. */
  readonly here: boolean;
};

/** `undefined`: it came another way. A head that was pushed to main has no main before it: an earlier commit of it stands there. */
export const readPull = async (
  { ports: { main } }: AtMain,
  people: People,
  commit: string,
): Promise<MergedPull | undefined> => {
  const pull = await people.pullRequestOf(commit);
  const last = pull?.mergedAs;
  if (pull === undefined || last === undefined || pull.into !== "main" || pull.head === last) return undefined;
  const here = await main.bring(pull.head, pull.number);
  if (last !== commit && !(here && (await main.rebased(commit, last, pull.head)))) return undefined;
  const [reviews, writers] = await Promise.all([people.reviews(pull.number), people.writers(pull)]);
  return { pull, here, reviews, writers };
};
