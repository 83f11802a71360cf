import type { PullThread } from "../repository.ts";
import { type Html, html, link, table } from "./html.ts";
import type { Visit } from "./visit.ts";
import { outcome } from "./words.ts";

export type Check = {
  readonly name: string;
  /** How it ended, or that it has not. */
  readonly outcome: string;
  readonly url: string;
};

/** The newest of each name that its head has. */
export const checksOf = ({ repository, home, world }: Visit, { pull }: PullThread): readonly Check[] => {
  const runs = repository.checkRuns.filter(({ headSha }) => headSha === pull.head.sha);
  return [...new Map(runs.map((run) => [run.name, run])).values()].map((run) => ({
    name: run.name,
    outcome: run.conclusion ?? "queued",
    url: run.detailsUrl ?? `${world.url()}${home}`,
  }));
};

export const checksTable = (visit: Visit, thread: PullThread): Html => {
  const checks = checksOf(visit, thread);
  return checks.length === 0
    ? html`<p class="soft">No workflow ran for its last commit.</p>`
    : table(
        ["check", "result"],
        checks.map((check) => [link(check.url, check.name), outcome(check.outcome)]),
      );
};
