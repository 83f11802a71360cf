import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Permissions, readOnly } from "../github/permissions.ts";
import { githubContext, inputsContext, type RunFacts, scopeOf } from "./contexts.ts";
import type { Status } from "./expression/evaluate.ts";
import { fill } from "./expression/template.ts";
import { matchesAny } from "./glob.ts";
import type { JobRoom } from "./job-room.ts";
import { openMasks } from "./masks.ts";
import type { JobRecord, StepRecord } from "./records.ts";
import type { EnvironmentSetting, Setting } from "./setting.ts";
import { runStep } from "./step.ts";
import { UnknownConstruct } from "./workflow/strict.ts";
import type { Job } from "./workflow/workflow.ts";

export type NeedRecord = { readonly result: string; readonly outputs: Readonly<Record<string, string>> };
export type JobRequest = {
  readonly setting: Setting;
  readonly facts: RunFacts;
  readonly job: Job;
  readonly needs: Readonly<Record<string, NeedRecord>>;
  readonly signal: AbortSignal;
};

/** Reading contents: what GitHub gives where neither workflow nor job says anything. */
const usualPermissions: Permissions = { contents: "read" };

export const permissionsOf = ({ workflow, occasion }: RunFacts, job: Job): Permissions => {
  const asked = job.permissions ?? workflow.permissions ?? usualPermissions;
  return occasion.fork ? readOnly(asked) : asked;
};

export const runJob = async (request: JobRequest): Promise<JobRecord> => {
  const { setting, facts, job } = request;
  const permissions = permissionsOf(facts, job);
  const environment =
    job.environment === undefined
      ? undefined
      : fill(
          job.environment,
          scopeOf({
            github: githubContext(setting, facts),
            inputs: inputsContext(facts),
            vars: setting.variables ?? {},
            needs: request.needs,
          }),
        );
  const record = { id: job.id, name: job.name, permissions, environment, steps: [], outputs: {} };
  const refusal = environment === undefined ? undefined : refusedEnvironment(setting, facts, environment);
  if (refusal !== undefined) return { ...record, result: "failure", message: refusal };
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
      environment === undefined ? {} : (setting.environments?.[environment] ?? {}),
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

const refusedEnvironment = ({ github }: Setting, { occasion }: RunFacts, name: string): string | undefined => {
  const branches = github.environmentBranches(name);
  if (branches === "absent") return `environment ${name} does not exist (GitHub would make an empty one)`;
  const branch = occasion.ref.replace(/^refs\/(heads\/)?/, "");
  if (branches === undefined || matchesAny(branches, branch)) return undefined;
  return `Branch "${branch}" is not allowed to deploy to ${name} due to environment protection rules.`;
};

type Room = JobRoom & { readonly done: Map<string, StepRecord>; readonly failed: { value: boolean } };

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
    Object.entries(job.outputs).map(([name, text]) => [name, room.masks.hide(fill(text, scopeOf(room.contexts({}))))]),
  );
  return { steps, outputs, status: room.status() };
};

const openRoom = async (
  request: JobRequest,
  folder: string,
  token: string,
  environment: EnvironmentSetting,
): Promise<Room> => {
  const { setting, facts, job, signal } = request;
  const { occasion, workflow } = facts;
  const [workspace, temp, home] = [join(folder, "work"), join(folder, "temp"), join(folder, "home")];
  for (const path of [workspace, temp, home]) await mkdir(path, { recursive: true });
  await writeFile(join(temp, "event.json"), JSON.stringify(occasion.payload));
  // A fork's run gets no secret at all, its token aside.
  const secrets = { ...(occasion.fork ? {} : { ...setting.secrets, ...environment.secrets }), GITHUB_TOKEN: token };
  const vars = { ...setting.variables, ...environment.variables };
  const github = githubContext(setting, facts, { token, job: job.id, workspace, event_path: join(temp, "event.json") });
  const done = new Map<string, StepRecord>();
  const failed = { value: false };
  const added: Record<string, string> = {};
  const paths: string[] = [];
  const given: Record<string, string> = {};
  const status = (): Status => ({ failed: failed.value, cancelled: signal.aborted, skipped: false });
  const common = {
    github,
    needs: request.needs,
    inputs: inputsContext(facts),
    secrets,
    vars,
    runner: { os: "Linux", arch: "X64", temp, name: "sandbox", environment: "self-hosted" },
  };
  for (const env of [workflow.env, job.env])
    for (const [name, text] of Object.entries(env)) given[name] = fill(text, scopeOf(common));
  const contexts: JobRoom["contexts"] = (stepEnv) => {
    const env: Record<string, string> = { ...given, ...added };
    const steps = Object.fromEntries(
      [...done].map(([id, { outputs, outcome, conclusion }]) => [id, { outputs, outcome, conclusion }]),
    );
    const all = {
      ...common,
      steps,
      job: { status: signal.aborted ? "cancelled" : failed.value ? "failure" : "success" },
    };
    for (const [name, text] of Object.entries(stepEnv)) env[name] = fill(text, scopeOf({ ...all, env }));
    return { ...all, env };
  };
  const runnerEnv = environmentOf(github, {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_EVENT_PATH: join(temp, "event.json"),
    GITHUB_WORKSPACE: workspace,
    GITHUB_JOB: job.id,
    RUNNER_TEMP: temp,
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
    RUNNER_TOOL_CACHE: temp,
  });
  return {
    setting,
    occasion,
    workspace,
    temp,
    token,
    masks: openMasks(Object.values(secrets)),
    signal,
    timeoutMinutes: job.timeoutMinutes,
    shell: job.shell,
    done,
    failed,
    status,
    contexts,
    baseEnv: () => ({
      PATH: [...paths.toReversed(), dirname(process.execPath), process.env["PATH"] ?? "/usr/bin:/bin"].join(":"),
      HOME: home,
      LANG: "C.UTF-8",
      GIT_CONFIG_NOSYSTEM: "1",
      ...setting.env,
      ...given,
      ...added,
      ...runnerEnv,
    }),
    addEnv: (values, more) => {
      Object.assign(added, values);
      paths.push(...more);
    },
    onLine: (line, step) => setting.onLine?.(line, { run: facts.id, job: job.id, step }),
  };
};

const asVariables = [
  "actor",
  "api_url",
  "base_ref",
  "event_name",
  "graphql_url",
  "head_ref",
  "ref",
  "ref_name",
  "ref_type",
  "repository",
  "repository_id",
  "repository_owner",
  "run_attempt",
  "run_id",
  "run_number",
  "server_url",
  "sha",
  "triggering_actor",
  "workflow",
  "workflow_ref",
  "workflow_sha",
] as const;

/** GITHUB_SHA and its kin, as the runner sets them. */
const environmentOf = (
  github: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(asVariables.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? "")])),
  ...more,
});
