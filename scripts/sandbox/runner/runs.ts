import type { GithubHandle } from "../github/handle.ts";
import { type JsonObject, objectOf, textOf } from "../github/json.ts";
import { githubContext, inputsContext, type RunFacts, scopeOf } from "./contexts.ts";
import { fill, holds } from "./expression/template.ts";
import type { Occasion } from "./occasion.ts";
import { type RunRecord, recordHead } from "./records.ts";
import { executeRun, type Progress } from "./run.ts";
import { runEvent } from "./run-event.ts";
import type { Setting } from "./setting.ts";
import { variablesOf } from "./stored-settings.ts";
import type { Workflow } from "./workflow/workflow.ts";

type Entry = {
  readonly id: number;
  readonly number: number;
  readonly workflow: Workflow;
  readonly occasion: Occasion;
  attempt: number;
  again?: string | undefined;
  progress: Progress;
  conclusion: RunRecord["conclusion"];
  stop: AbortController;
  error: string | undefined;
  readonly title: string;
};

/** The runs that events started, and GitHub is told of. */
export const openRuns = (setting: Setting, watch: (work: Promise<void>) => void) => {
  const { github } = setting;
  const entries: Entry[] = [];
  const broken: RunRecord[] = [];
  const depths = new Map<number, number>();
  let last = 0;

  const execute = async (entry: Entry): Promise<void> => {
    const { id, number, attempt, again, workflow, occasion, progress, stop } = entry;
    try {
      entry.conclusion = await executeRun(setting, { id, number, attempt, again, workflow, occasion }, progress, stop);
    } catch (error) {
      entry.conclusion = "failure";
      entry.error = error instanceof Error ? error.message : String(error);
      throw new Error(`${workflow.file}: ${entry.error}`, { cause: error });
    } finally {
      progress.status = "completed";
      tellChecks(github, entry, objectOf(eventOf(github, entry)["workflow_run"]));
      tellCompleted(github, entry);
    }
  };
  const begin = (entry: Entry): void => {
    Object.assign(entry, begun());
    watch(execute(entry));
  };
  const entryOf = (id: number): Entry => entryNamed(entries, id);

  return {
    records: (): readonly RunRecord[] =>
      [...entries.map(recordOf), ...broken].toSorted((one, other) => one.id - other.id),
    /** How many runs led to an event, one by the end of the other. */
    depthOf: (name: string, payload: JsonObject): number =>
      name === "workflow_run" ? (depths.get(Number(objectOf(payload["workflow_run"])["id"])) ?? 0) + 1 : 0,
    launch: (workflow: Workflow, occasion: Occasion): void => {
      const number = entries.filter((each) => each.workflow.file === workflow.file).length + 1;
      const id = ++last;
      const title = titleOf(setting, { id, number, attempt: 1, workflow, occasion });
      const entry: Entry = { id, number, workflow, occasion, title, attempt: 1, ...begun() };
      entries.push(entry);
      const run = objectOf(eventOf(github, entry)["workflow_run"]);
      github.knowRun(run);
      tellChecks(github, entry, run);
      depths.set(entry.id, occasion.depth);
      if (awaitsApproval(setting, occasion)) endUnrun(github, entry, "action_required");
      else if (awaitedReview(setting, entry) === undefined) watch(execute(entry));
      else awaitReview(setting, entries, entry);
    },
    review: (id: number, login: string, verdict: "approved" | "rejected"): void => {
      const entry = entryOf(id);
      refuseReview(setting, entry, login);
      if (verdict === "approved") begin(entry);
      else endUnrun(github, entry, "failure");
    },
    approve: (): void => entries.filter(({ conclusion }) => conclusion === "action_required").forEach(begin),
    /** Every event of a commit meets its broken file; it is told once, and whether this was it is the answer. */
    breakAt: (file: string, occasion: Occasion, error: string | undefined): boolean => {
      if (broken.some((run) => run.file === file && run.sha === occasion.sha)) return false;
      broken.push(brokenRecord(++last, file, occasion, error));
      return true;
    },
    rerun: (id: number, login?: string): void => {
      const entry = entryOf(id);
      entry.again = login;
      if (entry.progress.status !== "completed") throw new Error(`run ${id} has not ended`);
      entry.attempt += 1;
      begin(entry);
    },
    cancel: (id: number): void => entryOf(id).stop.abort(),
    stop: (): void => {
      for (const entry of entries) entry.stop.abort();
    },
  };
};

const entryNamed = (entries: readonly Entry[], id: number): Entry => {
  const found = entries.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no run ${id}`);
  return found;
};

const awaitReview = (setting: Setting, entries: readonly Entry[], entry: Entry): void => {
  for (const older of entries) if (isReplaced(setting, older, entry)) endUnrun(setting.github, older, "cancelled");
  entry.progress.status = "waiting";
};

const refuseReview = (setting: Setting, entry: Entry, login: string): void => {
  const review = awaitedReview(setting, entry);
  if (entry.progress.status !== "waiting" || review === undefined) throw new Error(`run ${entry.id} waits for nobody`);
  const isSelf = review.preventSelfReview && login === entry.occasion.actor;
  if (isSelf || !review.reviewers.includes(login)) throw new Error(`${login} may not review run ${entry.id}`);
};

/** A run that no job of began ends so, and GitHub tells of it; one that waits for a maintainer too. */
const endUnrun = (github: GithubHandle, entry: Entry, conclusion: Entry["conclusion"]): void => {
  entry.conclusion = conclusion;
  tellCompleted(github, entry);
};

const tellCompleted = (github: GithubHandle, entry: Entry): void => {
  entry.progress.status = "completed";
  const event = eventOf(github, entry);
  github.knowRun(objectOf(event["workflow_run"]));
  github.emit("workflow_run", event, { actor: entry.occasion.actor, startsWorkflows: true });
};

/** Of a fork's pull request neither who opened it nor who moved it may be new here. */
const awaitsApproval = ({ github }: Setting, { fork, name, actor, payload }: Occasion): boolean => {
  const author = textOf(objectOf(objectOf(payload["pull_request"])["user"])["login"]);
  return fork && ["pull_request", "pull_request_review"].includes(name) && [author, actor].some(github.isFirstTimer);
};

/** What an attempt begins with. */
const begun = (): Pick<Entry, "progress" | "conclusion" | "stop" | "error"> => ({
  progress: { status: "queued", jobs: [] },
  conclusion: undefined,
  stop: new AbortController(),
  error: undefined,
});

/** Each job is a check of the run's commit, as far as it came. */
const tellChecks = (github: GithubHandle, { workflow, progress }: Entry, run: JsonObject): void => {
  for (const { id, name } of workflow.jobs) {
    const ended = progress.jobs.find((job) => job.id === id);
    const conclusion = progress.status === "completed" ? (ended?.result ?? "cancelled") : undefined;
    github.knowCheck({ sha: textOf(run["head_sha"]), name, conclusion, url: textOf(run["html_url"]) });
  }
};

const eventOf = (github: GithubHandle, entry: Entry): JsonObject =>
  runEvent(github, recordOf(entry), entry.occasion.payload, new Date().toISOString().replace(/\.\d{3}Z$/, "Z"));

const brokenRecord = (id: number, file: string, occasion: Occasion, error: string | undefined): RunRecord => ({
  ...recordHead(id, file, file, occasion),
  title: file,
  number: 1,
  attempt: 1,
  status: "completed",
  conclusion: "startup_failure",
  jobs: [],
  error,
});

/** As `run-name` says, else the pull request's, else the workflow's. */
const titleOf = (setting: Setting, facts: RunFacts): string => {
  const { workflow, occasion } = facts;
  const contexts = { github: githubContext(setting, facts), inputs: inputsContext(facts) };
  const named = workflow.runName === undefined ? "" : fill(workflow.runName, scopeOf(contexts)).trim();
  return named === "" ? textOf(objectOf(occasion.payload["pull_request"])["title"], workflow.name) : named;
};

const recordOf = ({
  id,
  number,
  attempt,
  workflow,
  occasion,
  progress,
  conclusion,
  error,
  title,
}: Entry): RunRecord => ({
  ...recordHead(id, workflow.name, workflow.file, occasion),
  title,
  number,
  attempt,
  status: progress.status,
  conclusion,
  jobs: workflow.jobs.flatMap(({ id: job }) => progress.jobs.filter((each) => each.id === job)),
  error,
});

type Facts = Omit<RunFacts, "attempt">;

const scopeAt = (setting: Setting, run: Facts) => {
  const facts = { ...run, attempt: 1 };
  const contexts = { github: githubContext(setting, facts), inputs: inputsContext(facts), vars: variablesOf(setting) };
  return scopeOf({ ...contexts, needs: {} }, { failed: false, cancelled: false, skipped: false });
};

/** Who has to approve this run before it begins, because a job of it that is not passed over names their environment. */
const awaitedReview = (setting: Setting, run: Facts) => {
  const scope = scopeAt(setting, run);
  return run.workflow.jobs
    .filter((job) => job.environment !== undefined && job.needs.length === 0 && holds(job.if, scope))
    .map(({ environment }) => setting.github.environmentReviewers(fill(environment?.name ?? "", scope)))
    .find(({ reviewers }) => reviewers.length > 0);
};

/** A run that waits gives way to a newer one of its group, where the group cancels what is in progress. */
const isReplaced = (
  setting: Setting,
  older: Facts & { readonly progress: { readonly status: string } },
  newer: Facts,
): boolean => {
  if (older.progress.status !== "waiting" || newer.workflow.concurrency === undefined) return false;
  const { group, cancelInProgress } = newer.workflow.concurrency;
  const groupOf = (run: Facts): string => fill(run.workflow.concurrency?.group ?? "", scopeAt(setting, run));
  return (
    groupOf(older) === fill(group, scopeAt(setting, newer)) &&
    fill(cancelInProgress, scopeAt(setting, newer)).trim() === "true"
  );
};
