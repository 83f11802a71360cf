import type { PullRequest } from "../../policy/pull-request.ts";
import type { Review } from "../../policy/reviews.ts";
import type { Writers } from "../../policy/writers.ts";
import { type Asking, ask, both } from "../asking.ts";
import type { Moment } from "../moment.ts";

/** The pull request that brought a commit to main, and what people said of it. */
export type MergedPull = {
  readonly pull: PullRequest;
  readonly reviews: readonly Review[];
  readonly writers: Writers;
  /** Whether its head can be read. */
  readonly here: boolean;
};

/** `undefined`: it came another way. A head that was pushed to main has no main before it: an earlier commit of it stands there. */
export function* readPull({ asOf }: Pick<Moment, "asOf">, commit: string): Asking<MergedPull | undefined> {
  const pull = yield* ask({ ask: "pull-request", commit, ...asOf });
  const last = pull?.mergedAs;
  if (pull === undefined || last === undefined || pull.into !== "main" || pull.head === last) return undefined;
  const { number, opener, head, from } = pull;
  const here = yield* ask({ ask: "bring", head, pullRequest: number });
  if (last !== commit && !(here && (yield* ask({ ask: "rebased", commit, last, head })))) return undefined;
  const [reviews, writers] = yield* both(
    ask({ ask: "reviews", pullRequest: number, ...asOf }),
    ask({ ask: "writers", pull: { number, opener, head, from }, ...asOf }),
  );
  return { pull, here, reviews, writers };
}
