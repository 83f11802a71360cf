import type { GithubHandle } from "../github/handle.ts";
import { type JsonObject, objectOf } from "../github/json.ts";
import { example, overlay } from "../github/payloads.ts";
import type { RunRecord } from "./records.ts";

const numberOf = (file: string): number =>
  [...file].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000_007, 11);

const endOf = (end: JsonObject): JsonObject => {
  const { id, url, name } = objectOf(end["repo"]);
  return { ref: end["ref"], sha: end["sha"], repo: { id, url, name } };
};

/** `workflow_run` completed, of a run of ours. A fork's pull request is not named in it, as at GitHub. */
export const runEvent = (github: GithubHandle, run: RunRecord, payload: JsonObject, now: string): JsonObject => {
  const from = example("workflow_run", "completed");
  const pull = objectOf(payload["pull_request"]);
  const head = objectOf(pull["head"]);
  const isPull = head["sha"] !== undefined;
  const api = `${github.url}/repos/${github.owner}/${github.repo}`;
  const url = `${api}/actions/runs/${run.id}`;
  const workflow = {
    id: numberOf(run.file),
    name: run.workflow,
    path: run.file,
    state: "active",
    url: `${api}/actions/workflows/${numberOf(run.file)}`,
    html_url: `${github.url}/${github.owner}/${github.repo}/blob/main/${run.file}`,
    badge_url: "",
  };
  const repository = payload["repository"];
  const actor = payload["sender"];
  const near = {
    id: pull["id"],
    number: pull["number"],
    url: pull["url"],
    head: endOf(head),
    base: endOf(objectOf(pull["base"])),
  };
  const ours = {
    id: run.id,
    name: run.workflow,
    node_id: `WFR_${run.id}`,
    path: run.file,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion ?? null,
    head_branch: isPull ? head["ref"] : run.ref.replace(/^refs\/(heads|tags)\//, ""),
    head_sha: isPull ? head["sha"] : run.sha,
    head_commit: null,
    head_repository: isPull ? head["repo"] : repository,
    repository,
    actor,
    triggering_actor: actor,
    run_number: run.number,
    run_attempt: run.attempt,
    workflow_id: workflow.id,
    workflow_url: workflow.url,
    display_title: run.title,
    pull_requests: isPull && !run.fork ? [near] : [],
    url,
    html_url: `${github.url}/${github.owner}/${github.repo}/actions/runs/${run.id}`,
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    check_suite_url: `${api}/check-suites/${run.id}`,
    check_suite_id: run.id,
    created_at: now,
    updated_at: now,
    run_started_at: now,
  };
  return github.payload(
    "workflow_run",
    run.actor,
    {
      action: "completed",
      workflow: overlay(from, "workflow", workflow),
      workflow_run: overlay(from, "workflow_run", ours),
    },
    "completed",
  );
};
