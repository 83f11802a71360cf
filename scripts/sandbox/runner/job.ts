import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Permissions, readOnly } from "../github/permissions.ts";
import { unresolvedAction } from "./action.ts";
import { githubContext, inputsContext, type RunFacts, scopeOf } from "./contexts.ts";
import { fill } from "./expression/template.ts";
import { matchesAny } from "./glob.ts";
import { type JobRequest, openRoom, type Room } from "./open-room.ts";
import type { JobRecord, StepRecord } from "./records.ts";
import type { Setting } from "./setting.ts";
import { runStep } from "./step.ts";
import { environmentOf, variablesOf } from "./stored-settings.ts";
import { UnknownConstruct } from "./workflow/strict.ts";
import type { Job } from "./workflow/workflow.ts";

/** Reading contents: what GitHub gives where neither workflow nor job says anything. */
const defaultPermissions: Permissions = { contents: "read" };

export const permissionsOf = ({ workflow, occasion }: RunFacts, job: Job): Permissions => {
  const asked = job.permissions ?? workflow.permissions ?? defaultPermissions;
  return occasion.fork ? readOnly(asked) : asked;
};

export const runJob = async (request: JobRequest): Promise<JobRecord> => {
  const { setting, facts, job } = request;
  const permissions = permissionsOf(facts, job);
  const scope = scopeOf({
    github: githubContext(setting, facts),
    inputs: inputsContext(facts),
    vars: variablesOf(setting),
    needs: request.needs,
  });
  const environment = job.environment && fill(job.environment.name, scope);
  const deployed = job.environment !== undefined && fill(job.environment.deployment, scope) !== "false";
  const noStart = missingRunner(setting, job) ?? unresolvedAction(setting, job.steps);
  const record = { id: job.id, name: job.name, permissions, environment, deployed, steps: [], outputs: {} };
  const refusal = environment === undefined ? undefined : refusedEnvironment(setting, facts, environment);
  if (noStart !== undefined) return { ...record, deployed: false, result: "failure", message: noStart };
  if (refusal !== undefined) return { ...record, deployed: false, result: "failure", message: refusal };
  const token = setting.github.mintToken({
    login: "github-actions[bot]",
    kind: "workflow",
    permissions,
    label: `${facts.workflow.file.split("/").at(-1) ?? ""} ${job.id}`,
    repository: `${setting.github.owner}/${setting.github.repo}`,
  });
  const folder = join(setting.dir, `run-${facts.id}-${facts.attempt}-${job.id}`);
  try {
    const room = await openRoom(
      request,
      folder,
      token,
      environment === undefined ? {} : environmentOf(setting, environment),
    );
    const { steps, outputs, status } = await runSteps(room, job, facts.workflow.file);
    return {
      ...record,
      steps,
      outputs,
      result: status.cancelled ? "cancelled" : status.failed ? "failure" : "success",
      message: undefined,
    };
  } finally {
    setting.github.revokeToken(token);
    await rm(folder, { recursive: true, force: true });
  }
};

const missingRunner = ({ github }: Setting, { runsOn }: Job): string | undefined =>
  runsOn.length === 0 || github.hasRunner(runsOn)
    ? undefined
    : `no runner has the labels ${runsOn.join(", ")} (GitHub would wait for one for 24 hours)`;

const refusedEnvironment = ({ github }: Setting, { occasion }: RunFacts, name: string): string | undefined => {
  const branches = github.environmentBranches(name);
  if (branches === "absent") return `environment ${name} does not exist (GitHub would make an empty one)`;
  const branch = occasion.ref.replace(/^refs\/(heads\/)?/, "");
  if (branches === undefined || matchesAny(branches, branch)) return undefined;
  return `Branch "${branch}" is not allowed to deploy to ${name} due to environment protection rules.`;
};

/** Whatever goes wrong while a step is prepared is told with the place in the workflow file. */
const placed = async <T>(file: string, key: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw new UnknownConstruct(`${file}: ${key}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};

const runSteps = async (room: Room, job: Job, file: string) => {
  const steps: StepRecord[] = [];
  for (const [index, step] of job.steps.entries()) {
    const record = await placed(file, step.key, () => runStep(room, step, index));
    steps.push(record);
    if (step.id !== undefined) room.done.set(step.id, record);
    if (record.conclusion === "failure") room.failed.value = true;
  }
  const outputs = Object.fromEntries(
    Object.entries(job.outputs).flatMap(([name, text]) => {
      const value = fill(text, scopeOf(room.contexts({})));
      if (room.masks.hide(value) === value) return [[name, value]];
      room.onLine(`##[warning]Skip output '${name}' since it may contain secret.`, "Complete job");
      return [];
    }),
  );
  return { steps, outputs, status: room.status() };
};
