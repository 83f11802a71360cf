import type { PullThread } from "../records.ts";
import { type Html, html, link, table } from "./html.ts";
import type { Visit } from "./visit.ts";
import { outcome } from "./words.ts";

export type Check = {
  readonly name: string;
  readonly workflow: string;
  /** How it ended, or that it has not. */
  readonly outcome: string;
  readonly url: string;
};

/** The newest run of each workflow for its head, and what Apps say of it. */
export const checksOf = ({ repository, runs, home, world }: Visit, { pull }: PullThread): readonly Check[] => {
  const known = repository.workflowRuns.filter(
    (run) => run["head_sha"] === pull.head.sha && String(run["event"]).startsWith("pull_request"),
  );
  const ids = new Set(known.map(({ id }) => id));
  const newest = new Map(runs.filter(({ id }) => ids.has(id)).map((run) => [`${run.file} ${run.event}`, run]));
  const ofRuns = [...newest.values()].flatMap((run) => {
    const url = `${world.url()}${home}/actions/runs/${run.id}`;
    const whole = { name: run.workflow, workflow: run.workflow, outcome: run.conclusion ?? run.status, url };
    return run.jobs.length === 0
      ? [whole]
      : run.jobs.map(({ name, result }) => ({ name, workflow: run.workflow, outcome: result, url }));
  });
  const ofApps = repository.checkRuns
    .filter(({ headSha }) => headSha === pull.head.sha)
    .map((run) => ({
      name: run.name,
      workflow: "",
      outcome: run.conclusion ?? run.status,
      url: run.detailsUrl ?? `${world.url()}${home}/runs/${run.id}`,
    }));
  return [...ofRuns, ...ofApps];
};

export const checksTable = (visit: Visit, thread: PullThread): Html => {
  const checks = checksOf(visit, thread);
  return checks.length === 0
    ? html`<p class="soft">No workflow ran for its last commit.</p>`
    : table(
        ["check", "workflow", "result"],
        checks.map((check) => [link(check.url, check.name), check.workflow, outcome(check.outcome)]),
      );
};
