import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { getCompileCacheDir } from "node:module";
import { basename, join } from "node:path";
import { writeFolder } from "../../action/adapters/disk/folder-writer.ts";
import { openRepo, type Repo } from "../../action/adapters/github/octokit.ts";
import { workflowNames } from "../../action/core/init/repository-files.ts";
import { releaseTree } from "../release/tree.ts";
import type { GithubHandle } from "../sandbox/github/handle.ts";
import { start as startGithub } from "../sandbox/github/start.ts";
import type { SandboxOptions as PandaOptions, SandboxHandle } from "../sandbox/panda/handle.ts";
import { start as startPanda } from "../sandbox/panda/start.ts";
import { type RunnerHandle, type RunnerOptions, start as startRunner } from "../sandbox/runner/start.ts";
import { releasedCommit } from "./admin-steps.ts";
import { root, shrek } from "./scene.ts";
import { mainRules, passChecks, setRules } from "./set-rules.ts";

/** GitHub, its runner and PanDA on this machine, with the shipped workflows and the release just built. */
export type World = AsyncDisposable & {
  readonly github: GithubHandle;
  readonly runner: RunnerHandle;
  readonly panda: SandboxHandle;
  /** What the environment `ledger` holds. */
  readonly ledger: {
    readonly variables?: Readonly<Record<string, string>>;
    readonly secrets?: Readonly<Record<string, string>>;
  };
  /** GitHub as this person sees it. */
  as(login: string): Repo;
  close(): Promise<void>;
};

export const author = "ada";
export const reviewer = "grace";
export const stranger = "mallory";
/** The repository of productions. */
export const home = { owner: "sPHENIX-Collaboration", repo: "productions" };

const defaultApp = { slug: "shrek-ledger", permissions: { contents: "write" } } as const;

export type WorldOptions = {
  readonly tickEvery?: number;
  readonly productions?: readonly string[];
  /** What main begins with, in place of this repository's workflows, conventions and productions. */
  readonly files?: Readonly<Record<string, string>>;
  readonly parallelJobs?: number;
  /** The workflow files that run, such as `check.yml`; all when left out. */
  readonly workflows?: readonly string[];
  /** Added to what every step sees. */
  readonly env?: Readonly<Record<string, string>>;
  /** Variables of the repository, which every workflow sees. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Another login than an ID token, as the environment `panda` holds it; and the PanDA it is for. */
  readonly login?: {
    readonly secrets: Readonly<Record<string, string>>;
    readonly variables?: Readonly<Record<string, string>>;
  };
  readonly panda?: Partial<PandaOptions>;
  /** The release, when somebody has written it already. */
  readonly releaseTree?: string;
  /** The repository of another world in its first state, as this one's first state. */
  readonly begun?: string;
  /** The experiment's Rucio: what the conventions say of it, and what the environment `panda` holds. */
  readonly rucio?: {
    readonly rules: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, string>>;
  };
  /** The secret of the channels that main's conventions name. */
  readonly news?: string;
  /** The App that alone writes the ledger, if not the usual one; "none": every collaborator may write it. */
  readonly app?:
    | { readonly slug: string; readonly permissions: Parameters<GithubHandle["addApp"]>[0]["permissions"] }
    | "none";
  /** Main has no rules, as where an administrator switched them off: what SHREK itself holds against is seen then. */
  readonly unruled?: true;
  /** Actions that are not ours: the folder of each. */
  readonly actions?: RunnerOptions["actions"];
  /** What looks at the steps of actions, before and behind each. */
  readonly around?: RunnerOptions["around"];
  readonly start?: RunnerOptions["start"];
  /** "none": an administrator sets rules himself, and the App, but for one that `app` names. Otherwise they are those that `shrek init` prints. */
  readonly settings?: "none";
};

export const openWorld = async (dir: string, options: WorldOptions = {}): Promise<World> => {
  const { tickEvery, parallelJobs = 2 } = options;
  const tree = options.releaseTree ?? join(dir, "release");
  if (options.releaseTree === undefined) await writeFolder(tree, releaseTree());
  for (const folder of ["github", "runner"]) mkdirSync(join(dir, folder), { recursive: true });
  const panda = await startPanda({ ...options.panda, dir: join(dir, "panda"), tickEvery });
  const github = await startGithub({ dir: join(dir, "github"), ...home, begun: options.begun });
  github.addUser(author, "write");
  github.addUser(reviewer, "write");
  github.addUser(stranger, "read");
  const withApp = options.app !== "none" && (options.settings !== "none" || options.app !== undefined);
  const app = withApp ? github.addApp(options.app ?? defaultApp) : undefined;
  const ledger =
    app === undefined
      ? { variables: {}, secrets: {} }
      : { variables: { SHREK_APP_ID: String(app.appId) }, secrets: { SHREK_APP_KEY: app.privateKey } };
  const idToken = { PANDA_AUTH_ID_TOKEN: await panda.token() };
  const runner = startRunner({
    github,
    dir: join(dir, "runner"),
    releaseTree: tree,
    // An unreleased build's workflows name no commit but noughts.
    releaseCommits: [releasedCommit, "0".repeat(40)],
    parallelJobs,
    files: options.workflows,
    around: options.around,
    start: options.start,
    actions: options.actions ?? {},
    // What one step compiled the next one does not.
    env: { NODE_COMPILE_CACHE: getCompileCacheDir() ?? join(dir, "compiled"), ...options.env },
    variables: options.variables ?? {},
    environments: {
      ledger: { branches: ["main"], ...ledger },
      panda: {
        branches: ["main"],
        secrets: { ...ledger.secrets, ...besideLogin(options), ...(options.login?.secrets ?? idToken) },
        variables: {
          ...ledger.variables,
          PANDA_URL_SSL: `${panda.url}/server/panda`,
          PANDA_AUTH_VO: "sphenix",
          SHREK_MONITOR: panda.url,
          ...options.login?.variables,
          ...options.rucio?.variables,
        },
      },
    },
  });
  if (options.begun === undefined) {
    const files = options.files ?? firstFiles(withApp, options);
    await github.commit({ branch: "main", login: reviewer, message: "Begin", files });
    await initLedger(github, dir);
    await runner.idle();
  }
  if (options.workflows?.includes("check.yml") === false) passChecks(github);
  if (options.settings !== "none") setRules(github, app?.appId);
  if (options.unruled === true) github.enforceRuleset(mainRules, false);
  const close = async (): Promise<void> => {
    await runner.close();
    await github.close();
    await panda.close();
  };
  return {
    github,
    runner,
    panda,
    ledger,
    as: (login) => openRepo(github.mintToken({ login }), `${home.owner}/${home.repo}`, github.url),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const besideLogin = ({ rucio, news }: WorldOptions): Readonly<Record<string, string>> => ({
  ...rucio?.secrets,
  ...(news === undefined ? {} : { SHREK_NEWS: news }),
});

const firstFiles = (withApp: boolean, { rucio, productions = [] }: WorldOptions): Readonly<Record<string, string>> => ({
  ...workflowFiles(),
  ...conventions(withApp, rucio?.rules),
  ...productionFiles(productions),
});

const initLedger = async (github: GithubHandle, dir: string): Promise<void> => {
  const { code, stderr } = await shrek(github.gitDir(), ["ledger", "init"], { HOME: dir });
  if (code !== 0) throw new Error(stderr);
};

/** The workflows as this repository ships them, by path; or with their texts changed. */
export const workflowFiles = (
  rewrite: (name: string, text: string) => string = (_, text) => text,
  names: readonly string[] = workflowNames.map((name) => basename(name, ".yml")),
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.map((name) => [
      `.github/workflows/${name}.yml`,
      rewrite(name, readFileSync(join(root, `action/workflows/${name}.yml`), "utf8")),
    ]),
  );

/** Those of this repository; where an App alone writes the ledger they do not say that everybody may. */
const conventions = (withApp: boolean, more = ""): Readonly<Record<string, string>> => {
  const [path = "", text = ""] = Object.entries(productionFiles(["conventions.yaml"]))[0] ?? [];
  return { [path]: `${withApp ? text.replace(/^# No GitHub App .*\nledger: .*\n\n/m, "") : text}${more}` };
};

/** Files of this repository's `productions/`, by path. */
export const productionFiles = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    names.flatMap((name) => {
      if (name.endsWith(".yaml"))
        return [[`productions/${name}`, readFileSync(join(root, "productions", name), "utf8")]];
      const folder = join(root, "productions", name);
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(root.length), readFileSync(path, "utf8")]);
    }),
  );
