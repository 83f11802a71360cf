import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { githubContext, inputsContext, type RunFacts, scopeOf } from "./contexts.ts";
import type { Status } from "./expression/evaluate.ts";
import { fill } from "./expression/template.ts";
import type { JobRoom } from "./job-room.ts";
import { openMasks } from "./masks.ts";
import type { StepRecord } from "./records.ts";
import type { EnvironmentSetting, Setting } from "./setting.ts";
import { variablesOf } from "./stored-settings.ts";
import type { Job } from "./workflow/workflow.ts";

export type NeedRecord = { readonly result: string; readonly outputs: Readonly<Record<string, string>> };
export type JobRequest = {
  readonly setting: Setting;
  readonly facts: RunFacts;
  readonly job: Job;
  readonly needs: Readonly<Record<string, NeedRecord>>;
  readonly signal: AbortSignal;
};

export type Room = JobRoom & { readonly done: Map<string, StepRecord>; readonly failed: { value: boolean } };

/** Folders, secrets and variables of one job, and what its children see. */
export const openRoom = async (
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
  const vars = { ...variablesOf(setting), ...environment.variables };
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
    runner: { os: "Linux", arch: "X64", temp, name: "sandbox", environment: machineOf(job) },
  };
  for (const env of [workflow.env, job.env])
    for (const [name, text] of Object.entries(env)) given[name] = fill(text, scopeOf(common));
  const contexts: JobRoom["contexts"] = (stepEnv) => {
    const env: Record<string, string> = { ...given, ...added };
    const all = { ...common, steps: outcomesOf(done), job: { status: statusWord(status()) } };
    for (const [name, text] of Object.entries(stepEnv)) env[name] = fill(text, scopeOf({ ...all, env }));
    return { ...all, env };
  };
  const runnerEnv = environmentOf(github, { workspace, temp, job });
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

/** Whose machine it is, in the runner's words. */
const machineOf = ({ runsOn }: Job): string => (runsOn.length === 0 ? "github-hosted" : "self-hosted");

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
  { workspace, temp, job }: { readonly workspace: string; readonly temp: string; readonly job: Job },
): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(asVariables.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? "")])),
  CI: "true",
  GITHUB_ACTIONS: "true",
  GITHUB_EVENT_PATH: join(temp, "event.json"),
  GITHUB_WORKSPACE: workspace,
  GITHUB_JOB: job.id,
  RUNNER_TEMP: temp,
  RUNNER_ENVIRONMENT: machineOf(job),
  RUNNER_OS: "Linux",
  RUNNER_ARCH: "X64",
  RUNNER_TOOL_CACHE: temp,
});

/** What `steps` holds of the steps that ended. */
const outcomesOf = (done: ReadonlyMap<string, StepRecord>) =>
  Object.fromEntries([...done].map(([id, { outputs, outcome, conclusion }]) => [id, { outputs, outcome, conclusion }]));

const statusWord = ({ cancelled, failed }: Status): string =>
  cancelled ? "cancelled" : failed ? "failure" : "success";
