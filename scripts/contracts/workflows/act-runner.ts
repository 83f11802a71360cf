import type { GithubHandle } from "../../sandbox/github/handle.ts";
import { type JsonObject, objectOf } from "../../sandbox/github/json.ts";
import type { Permissions } from "../../sandbox/github/permissions.ts";
import { changedFiles, type Occasion, occasionOf } from "../../sandbox/runner/occasion.ts";
import { recordHead } from "../../sandbox/runner/records.ts";
import { runEvent } from "../../sandbox/runner/run-event.ts";
import type { EnvironmentSetting } from "../../sandbox/runner/setting.ts";
import { starts } from "../../sandbox/runner/triggers.ts";
import type { Workflow } from "../../sandbox/runner/workflow/workflow.ts";
import { openWorkflowFiles } from "../../sandbox/runner/workflow-files.ts";
import { type ActMachine, type ActRun, runByAct } from "./act.ts";

export type WorkflowRun = ActRun & { readonly workflow: string; readonly event: string };

/**
 * Runs by `act` what events of the sandbox GitHub start. Which workflows an event starts, what a token may and what an
 * environment holds is our runner's to say, because act asks none of it; all that happens in a run is act's.
 */
export const startActRunner = (machine: ActMachine, environments: Readonly<Record<string, EnvironmentSetting>>) => {
  const { github } = machine;
  const workflowsAt = openWorkflowFiles(
    () => github.gitDir(),
    () => true,
  );
  const endedRuns: WorkflowRun[] = [];
  let active: Promise<void> = Promise.resolve();
  let last = 0;

  const onEvent = async (name: string, payload: JsonObject, actor: string): Promise<void> => {
    const occasion = await occasionOf(github.gitDir(), github.defaultBranch, name, payload, actor, 0);
    if (occasion === undefined) return;
    for (const { workflow, error } of await workflowsAt(occasion.sha)) {
      if (workflow === undefined) throw new Error(error);
      const changed = () => changedFiles(github.gitDir(), github.defaultBranch, occasion);
      if (await starts(workflow, occasion, changed)) await launch(workflow, occasion);
    }
  };

  const launch = async (workflow: Workflow, occasion: Occasion): Promise<void> => {
    const held = workflow.jobs.flatMap(({ environment }) => environments[environment?.name ?? ""] ?? []);
    const run = await runByAct(machine, {
      workflow: workflow.name,
      event: occasion.name,
      payload: occasion.payload,
      ref: occasion.ref,
      token: tokenFor(github, workflow),
      secrets: Object.assign({}, ...held.map(({ secrets }) => secrets)),
      variables: Object.assign({}, ...held.map(({ variables }) => variables)),
    });
    endedRuns.push({ ...run, workflow: workflow.name, event: occasion.name });
    github.emit("workflow_run", ended(workflow, occasion, run), { actor: occasion.actor, startsWorkflows: true });
  };

  const ended = (workflow: Workflow, occasion: Occasion, { exitCode }: ActRun): JsonObject => {
    const record = {
      ...recordHead(++last, workflow.name, workflow.file, occasion),
      number: last,
      attempt: 1,
      title: workflow.name,
      status: "completed",
      conclusion: exitCode === 0 ? "success" : "failure",
      jobs: [],
      error: undefined,
    } as const;
    const event = runEvent(github, record, occasion.payload, new Date().toISOString().replace(/\.\d{3}Z$/, "Z"));
    github.knowRun(objectOf(event["workflow_run"]));
    return event;
  };

  // One after the other: each run ends before the next event is looked at, as it came.
  const take = (name: string, payload: JsonObject, actor: string): void => {
    active = active.then(() => onEvent(name, payload, actor));
  };
  const silence = github.onEvent((name, payload, { startsWorkflows, actor }) => {
    if (startsWorkflows) take(name, payload, actor);
  });
  return {
    ended: (): readonly WorkflowRun[] => endedRuns,
    /** Until no event waits. Throws what went wrong around a run; a run that failed is no error of its own. */
    idle: async (): Promise<void> => {
      for (let seen: unknown; seen !== active; ) {
        seen = active;
        await active;
      }
    },
    schedule: (): void => {
      const payload = github.payload("schedule", github.owner, { schedule: "4,19,34,49 * * * *" });
      github.emit("schedule", payload, { actor: github.owner, startsWorkflows: true });
    },
    [Symbol.dispose]: () => void silence(),
  };
};

/** One for all jobs of a run, as act has it: with what any of them asks for. */
const tokenFor = (github: GithubHandle, workflow: Workflow): string =>
  github.mintToken({
    login: "github-actions[bot]",
    kind: "workflow",
    label: `act ${workflow.name}`,
    repository: `${github.owner}/${github.repo}`,
    permissions: workflow.jobs.reduce<Permissions>((all, { permissions }) => ({ ...all, ...permissions }), {}),
  });
