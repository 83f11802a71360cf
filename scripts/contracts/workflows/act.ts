import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import type { GithubHandle } from "../../sandbox/github/handle.ts";
import type { JsonObject } from "../../sandbox/github/json.ts";

/** A machine on which nektos `act` runs workflows, without containers. */
export type ActMachine = {
  /** The folder of the program `act`. */
  readonly bin: string;
  /** A new folder for each run. */
  readonly dir: string;
  readonly github: GithubHandle;
  /** `OWNER/REPOSITORY@COMMIT`, as workflows name actions, to the folder that has them. */
  readonly actions: Readonly<Record<string, string>>;
  /** A folder whose programs come first on the PATH of a run. */
  readonly programs?: string;
};

export type ActRequest = {
  /** `check`, of `.github/workflows/check.yml`. */
  readonly workflow: string;
  readonly event: string;
  readonly payload: JsonObject;
  readonly ref: string;
  readonly token: string;
  /** Of the environment that the job names: act knows no environments. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
};

/** act 0.2.89 refuses files with these, which GitHub has since spring 2026: neither changes what a job does. */
const withoutNewKeys = (workflow: string): string =>
  workflow.replace(/^ +queue: max\n/gm, "").replaceAll(", deployment: false }", " }");

export type ActRun = { readonly exitCode: number; readonly log: string };

/**
 * One run of a workflow as the commit of `ref` has it. The action comes from a folder instead of GitHub; secrets go by
 * the environment; `using: node24` is the first `node` on PATH, so it is ours.
 */
export const runByAct = async (machine: ActMachine, request: ActRequest): Promise<ActRun> => {
  const { github, bin } = machine;
  const place = await mkdtemp(join(machine.dir, `${request.workflow}-`));
  const work = join(place, "work");
  await execa("git", ["clone", "--quiet", "--no-checkout", "--template=", github.gitDir(), work]);
  await execa("git", ["-C", work, "fetch", "--quiet", "origin", request.ref]);
  await execa("git", ["-C", work, "checkout", "--quiet", "--detach", "FETCH_HEAD"]);
  const { stdout: sha } = await execa("git", ["-C", work, "rev-parse", "HEAD"]);
  const file = join(work, `.github/workflows/${request.workflow}.yml`);
  await writeFile(file, withoutNewKeys(await readFile(file, "utf8")));
  await writeFile(join(place, "event.json"), JSON.stringify(request.payload));
  const secrets = { ...request.secrets, GITHUB_TOKEN: request.token };
  const surroundings = {
    GITHUB_REPOSITORY: `${github.owner}/${github.repo}`,
    GITHUB_REPOSITORY_ID: String(github.repositoryId()),
    GITHUB_SERVER_URL: github.url,
    GITHUB_API_URL: github.url,
    GITHUB_REF: request.ref,
    GITHUB_SHA: sha,
  };
  const path = [machine.programs, dirname(process.execPath), process.env["PATH"]].filter((each) => each !== undefined);
  const { all, exitCode } = await execa(
    join(bin, "act"),
    [
      request.event,
      ...["--workflows", `.github/workflows/${request.workflow}.yml`],
      ...["--eventpath", join(place, "event.json")],
      ...["--platform", "ubuntu-latest=-self-hosted"],
      ...Object.entries(machine.actions).flatMap(([action, folder]) => ["--local-repository", `${action}=${folder}`]),
      ...Object.keys(secrets).flatMap((name) => ["--secret", name]),
      ...Object.entries(surroundings).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
      ...Object.entries(request.variables ?? {}).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
      ...["--action-cache-path", join(place, "cache"), "--no-cache-server"],
    ],
    { cwd: work, all: true, reject: false, extendEnv: false, env: { PATH: path.join(":"), HOME: place, ...secrets } },
  );
  return { exitCode: exitCode ?? -1, log: all };
};
