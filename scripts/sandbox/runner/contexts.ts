import { objectOf, textOf } from "../github/json.ts";
import type { Scope, Status } from "./expression/evaluate.ts";
import type { Occasion } from "./occasion.ts";
import type { Setting } from "./setting.ts";
import type { Input, Workflow } from "./workflow/workflow.ts";

export type RunFacts = {
  readonly id: number;
  readonly number: number;
  readonly attempt: number;
  /** Who started it again; left out, who caused the event. */
  readonly again?: string | undefined;
  readonly workflow: Workflow;
  readonly occasion: Occasion;
};

/** The `github` context; every field that GitHub has and the sandbox does not is an error when named. */
export const githubContext = ({ github }: Setting, facts: RunFacts, more: Readonly<Record<string, unknown>> = {}) => {
  const { occasion, workflow } = facts;
  const full = `${github.owner}/${github.repo}`;
  return {
    event_name: occasion.name,
    event: occasion.payload,
    repository: full,
    repository_id: String(github.repositoryId()),
    repository_owner: github.owner,
    sha: occasion.sha,
    ref: occasion.ref,
    ref_name: occasion.ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    ref_type: occasion.ref.startsWith("refs/tags/") ? "tag" : "branch",
    head_ref: occasion.headRef,
    base_ref: occasion.baseRef,
    actor: occasion.actor,
    triggering_actor: facts.again ?? occasion.actor,
    run_id: String(facts.id),
    run_number: String(facts.number),
    run_attempt: String(facts.attempt),
    workflow: workflow.name,
    workflow_ref: `${full}/${workflow.file}@${occasion.ref}`,
    workflow_sha: occasion.sha,
    api_url: github.url,
    server_url: github.url,
    graphql_url: `${github.url}/graphql`,
    ...more,
  };
};

export const closed: ReadonlySet<string> = new Set(["github", "needs", "runner", "steps"]);

export const scopeOf = (contexts: Readonly<Record<string, unknown>>, status?: Status): Scope => ({
  contexts,
  closed,
  status,
});

/** What `inputs.` holds: of a dispatch, in the declared kinds and with defaults; elsewhere nothing. */
export const inputsContext = ({ workflow, occasion }: RunFacts): Readonly<Record<string, unknown>> => {
  const declared = workflow.on.workflow_dispatch?.inputs ?? [];
  const given = occasion.name === "workflow_dispatch" ? objectOf(occasion.payload["inputs"]) : {};
  if (occasion.name !== "workflow_dispatch") return {};
  return Object.fromEntries(declared.map((input) => [input.name, inputValue(input, given[input.name])]));
};

const inputValue = (input: Input, given: unknown): unknown => {
  const value = given ?? input.default ?? "";
  if (input.type === "choice" && !input.options.includes(String(value)))
    throw new Error(`input ${input.name} is "${String(value)}", not one of ${input.options.join(", ")}`);
  if (input.type === "boolean") return value === true || value === "true";
  return input.type === "number" ? Number(value) : textOf(value, String(value));
};
