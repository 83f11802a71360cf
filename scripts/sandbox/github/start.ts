import { onLoopback } from "../loopback.ts";
import { type CommitRequest, commitFiles } from "./commit-files.ts";
import { createRepository } from "./create-repository.ts";
import { noObject } from "./git.ts";
import type { GithubHandle, GithubOptions, TokenRequest } from "./handle.ts";
import { submitForm } from "./issue-form.ts";
import { appKey } from "./jwt.ts";
import { documentedCalls, documentedLimit, type Spent } from "./limits.ts";
import { landGroup, queueMerge } from "./merge-queue.ts";
import { watchMoves } from "./moves.ts";
import { closeObjects } from "./objects.ts";
import { openDescription } from "./openapi.ts";
import { example, payload } from "./payloads.ts";
import { allPermissions } from "./permissions.ts";
import { allRefs } from "./refs.ts";
import { fullName, type Repository } from "./repository.ts";
import { moveFaults } from "./rules/judge-move.ts";
import { knowCheck } from "./rules/known-checks.ts";
import { refuseUnknown } from "./rules/protection.ts";
import { openServer } from "./server.ts";
import { acting, endOf, openTokens, type Token } from "./tokens.ts";
import { addUser, emit, mayPush, repositoryNamed, roleOf, type World } from "./world.ts";

export type { GithubHandle, GithubOptions } from "./handle.ts";

export const start = async (options: GithubOptions): Promise<GithubHandle> => {
  const world = openWorld(options);
  const defaultBranch = "main";
  const found = async (): Promise<void> => {
    addUser(world, options.owner, "Organization");
    addUser(world, "github-actions[bot]", "Bot");
    addUser(world, "web-flow");
    await addRepository(world, options.owner, options.repo, defaultBranch, undefined, options.begun);
  };
  await found();
  const server = openServer(world, await openDescription());
  const url = await onLoopback(server);
  world.url = () => url;

  const home = (): Repository => repositoryNamed(world, options.owner, options.repo);
  const named = (name?: string): Repository => {
    const [owner = "", repo = ""] = (name ?? fullName(home())).split("/");
    return repositoryNamed(world, owner, repo);
  };
  return {
    url,
    owner: options.owner,
    repo: options.repo,
    defaultBranch,
    repositoryId: () => home().id,
    gitDir: (name) => named(name).dir,
    cloneUrl: (token, name) =>
      `${token === undefined ? url : url.replace("//", `//x-access-token:${token}@`)}/${fullName(named(name))}.git`,
    ...accountsOf(world, home),
    ...settingsOf(world, home),
    ...eventsOf(world, home),
    addFork: async (owner) => {
      addUser(world, owner);
      return fullName(await addRepository(world, owner, options.repo, defaultBranch, home()));
    },
    commit: ({ repository, ...request }) => {
      addUser(world, request.login);
      const target = named(repository);
      return watchMoves(world, target, acting(request.login), async () => {
        await judgeCommit(world, target, request);
        return commitFiles(target, request);
      });
    },
    submitForm: (login, filled) => {
      addUser(world, login);
      return submitForm({ world, repository: home, token: acting(login), body: {} }, filled);
    },
    queueMerge: (number, login, method = "merge") => queueMerge(world, home(), acting(login), { number, method }),
    landGroup: (sha, login) => landGroup(world, home(), acting(login), sha),
    ...limitsOf(world),
    tokens: () => world.tokens.all(),
    violations: () => world.violations,
    close: async () => {
      for (const { dir } of world.repositories.values()) closeObjects(dir);
      server.closeAllConnections();
      server.close();
      if (world.violations.length > 0)
        throw new Error(`the sandbox GitHub misbehaved:\n${world.violations.join("\n")}`);
    },
  };
};

/** How much it allows. */
const limitsOf = (world: World) =>
  ({
    allow: (perHour) => {
      world.callLimits = { ...world.callLimits, perHour: { ...world.callLimits.perHour, ...perHour } };
      world.spent.hours.clear();
    },
    loseNextAnswer: (how) => {
      world.losesNext = how;
    },
    mostAtOnce: () => world.spent.mostAtOnce,
    limitNext: (count, refusal = {}) => {
      world.limit = { left: count, status: refusal.status ?? 403, retryAfter: refusal.retryAfter ?? 1 };
    },
  }) satisfies Partial<GithubHandle>;

/** A push of one commit onto the tip by a person, whom no App's bypass helps. */
const judgeCommit = async (world: World, repository: Repository, { branch, login }: CommitRequest): Promise<void> => {
  const ref = `refs/heads/${branch}`;
  const before = allRefs(repository.dir).get(ref) ?? noObject;
  const faults = await moveFaults(world, repository, acting(login), { ref, before, after: notYet });
  if (faults.length > 0)
    throw new Error(`${login} may not push to ${branch}: ${faults.map(({ words }) => words).join(" ")}`);
};

/** The id of a commit that is not made yet. */
const notYet = "f".repeat(40);

const mint = (world: World, request: TokenRequest): Token => {
  addUser(world, request.login, request.kind === undefined || request.kind === "user" ? "User" : "Bot");
  return world.tokens.mint({
    login: request.login,
    kind: request.kind ?? "user",
    label: request.label ?? request.login,
    permissions: request.permissions ?? allPermissions("write"),
    repository: request.repository,
    ends: endOf(request.kind ?? "user", Date.parse(world.now())),
  });
};

/** Who is known here: people, Apps, and their tokens. */
const accountsOf = (world: World, home: () => Repository) =>
  ({
    mintToken: (request) => mint(world, request).value,
    revokeToken: (token) => world.tokens.revoke(token),
    addUser: (login, role, type) => {
      addUser(world, login, type);
      if (role !== undefined) home().roles.set(login, role);
    },
    renameUser: (login, to) => {
      addUser(world, to);
      world.renamed.set(login, to);
      world.users.delete(login);
      const role = home().roles.get(login);
      if (role !== undefined) home().roles.set(to, role);
      home().roles.delete(login);
    },
    addApp: ({ slug, permissions }) => {
      const { publicKey, privateKey } = appKey(world.apps.length);
      const app = { id: world.nextId(), installationId: world.nextId(), slug, permissions, publicKey };
      world.apps.push(app);
      addUser(world, `${slug}[bot]`, "Bot");
      return { appId: app.id, installationId: app.installationId, privateKey };
    },
  }) satisfies Partial<GithubHandle>;

/** What an administrator sets on the repository's pages. */
const settingsOf = (world: World, home: () => Repository) =>
  ({
    makePrivate: () => void Object.assign(home(), { isPrivate: true }),
    isPrivate: () => home().isPrivate,
    disableWorkflows: (files, by = "disabled_manually") =>
      files.forEach((file) => home().disabledWorkflows.set(file, by)),
    isWorkflowDisabled: (file) => home().disabledWorkflows.has(file),
    makePublic: () => void Object.assign(home(), { isPrivate: false }),
    addEnvironment: (name, branches) =>
      void home().environments.set(name, {
        id: world.nextId(),
        name,
        branches,
        reviewers: [],
        preventSelfReview: false,
        variables: new Map(),
        secrets: new Map(),
      }),
    addRunner: (runner) => void home().runners.push({ id: world.nextId(), ...runner }),
    hasRunner: (labels) => home().runners.some((runner) => labels.every((label) => runner.labels.includes(label))),
    environmentReviewers: (name) => {
      const { reviewers = [], preventSelfReview = false } = home().environments.get(name) ?? {};
      return { reviewers, preventSelfReview };
    },
    environmentBranches: (name) => {
      const environment = home().environments.get(name);
      return environment === undefined ? "absent" : environment.branches;
    },
    settings: (name) => {
      const environment = name === undefined ? undefined : home().environments.get(name);
      const variables = name === undefined ? home().variables : (environment?.variables ?? []);
      return { variables: Object.fromEntries(variables), secrets: Object.fromEntries(environment?.secrets ?? []) };
    },
    protectBranch: (branch, protection) => {
      refuseUnknown(protection);
      home().protections.set(branch, protection);
    },
    addRuleset: ({ apps = [], ...ruleset }) =>
      void home().rulesets.push({
        ...ruleset,
        id: world.nextId(),
        enforced: true,
        exclude: [],
        passes: apps.map((id) => ({ actor_id: id, actor_type: "Integration", bypass_mode: "always" })),
      }),
    enforceRuleset: (name, enforced) => {
      const { rulesets } = home();
      const at = rulesets.findIndex((each) => each.name === name);
      const found = rulesets[at];
      if (found === undefined) throw new Error(`no ruleset ${name}`);
      rulesets[at] = { ...found, enforced };
      return found.enforced;
    },
    runsWorkflows: () => home().actions.enabled,
    allowsAction: (name) => {
      const { allowed, githubOwned, patterns } = home().actions;
      if (allowed !== "selected") return allowed === "all";
      const isGithubs = githubOwned && /^(?:actions|github)\//.test(name);
      return isGithubs || patterns.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i").test(name));
    },
  }) satisfies Partial<GithubHandle>;

/** What happens, for the runner that listens. */
const eventsOf = (world: World, home: () => Repository) =>
  ({
    onEvent: (listener) => {
      world.listeners.add(listener);
      return () => void world.listeners.delete(listener);
    },
    pass: (minutes) => {
      world.spent.later += minutes * 60_000;
    },
    emit: (name, event, { actor, startsWorkflows }) => {
      emit(world, home(), { ...acting(actor), kind: startsWorkflows ? "app" : "workflow" }, name, event);
    },
    isFirstTimer: (login) =>
      !mayPush(roleOf(home(), login)) &&
      !home().threads.some(({ author, pull }) => author === login && pull?.merged !== undefined),
    knowRun: (run) => {
      const known = home().workflowRuns;
      const at = known.findIndex(({ id }) => id === run["id"]);
      if (at < 0) known.push(run);
      else known[at] = run;
    },
    showRuns: (runs) => {
      world.runs = runs;
    },
    knowCheck: (check) => knowCheck(world, home(), check),
    payload: (name, sender, ours, action) =>
      payload(world, home(), sender, name === "schedule" ? {} : example(name, action), ours),
  }) satisfies Partial<GithubHandle>;

const addRepository = async (
  world: World,
  owner: string,
  name: string,
  defaultBranch: string,
  parent: Repository | undefined,
  begun?: string,
): Promise<Repository> => {
  const described = { id: world.nextId(), owner, name, defaultBranch, createdAt: world.now(), parent };
  const repository = await createRepository(world.dir, described, begun);
  world.repositories.set(fullName(repository).toLowerCase(), repository);
  return repository;
};

/** A GitHub with nobody and nothing in it. */
const openWorld = ({
  dir,
  now = () => new Date(),
  contentLimit = documentedLimit,
  callLimits,
  latency = 0,
  largestBlob = 100 * 1024 * 1024,
}: GithubOptions): World => {
  let last = 1000;
  const spent: Spent = { hours: new Map(), points: new Map(), underWay: new Map(), mostAtOnce: 0, later: 0 };
  return {
    dir,
    tokens: openTokens(),
    users: new Map(),
    renamed: new Map(),
    apps: [],
    repositories: new Map(),
    listeners: new Set(),
    violations: [],
    limit: undefined,
    losesNext: undefined,
    contentLimit,
    callLimits: { ...documentedCalls, ...callLimits },
    latency,
    spent,
    time: () => now().getTime() + spent.later,
    content: new Map(),
    largestBlob,
    url: () => "",
    runs: () => [],
    nextId: () => ++last,
    now: () =>
      now()
        .toISOString()
        .replace(/\.\d{3}Z$/, "Z"),
  };
};
