import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { comments } from "../../scripts/demo/pull-request.ts";
import { mainRules, passChecks } from "../../scripts/demo/set-rules.ts";
import { author, openWorld, type World } from "../../scripts/demo/world.ts";
import { openKeys } from "../../scripts/sandbox/panda/keys.ts";
import { leaksBelow, leaksIn } from "../canary.ts";
import { aroundPasses } from "./passes-of-world.ts";
import { compileCache, copyPrepared, prepare, preparedRelease } from "./prepared.ts";
import { start } from "./warm/start.ts";

type Options = Parameters<typeof openWorld>[1];

/** For stories of what happens after a merge: nobody waits for check and comment, which would cost most of the time. */
export const afterMerge = { workflows: ["command.yml", "reconcile.yml", "reconcile-schedule.yml"] };

/** For stories that have read their plans: of what follows nobody waits for check and comment. */
export const readNoMorePlans = ({ runner, github }: World): void => {
  runner.disable(["check.yml", "comment.yml"]);
  passChecks(github);
};

/**
 * What people do on GitHub while an administrator has switched Actions off, and the rules of main, whose check nobody would
 * make: the first pass behind it reads all of it at once.
 */
export const whileActionsAreOff = async <T>(world: World, work: () => Promise<T>): Promise<T> => {
  world.github.addUser("root", "admin");
  const { octokit, owner, repo } = world.as("root");
  const set = (enabled: boolean) =>
    octokit.rest.actions.setGithubActionsPermissionsRepository({ owner, repo, enabled });
  const ruled = world.github.enforceRuleset(mainRules, false);
  await set(false);
  const done = await work();
  await set(true);
  world.github.enforceRuleset(mainRules, ruled);
  return done;
};

/** The three sandboxes for one test. */
export const raiseWorld = async (options: Options = {}): Promise<World> => {
  const { world, close } = await raiseSharedWorld(options);
  onTestFinished(close);
  return world;
};

/** For several tests: whoever raises it closes it. Answers of the sandbox GitHub that its description refuses fail then. */
export const raiseSharedWorld = async (options: Options = {}) => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-world-"));
  await copyPrepared("issuer", join(dir, "panda"), async (own) => void (await openKeys(own)));
  const env = { NODE_COMPILE_CACHE: compileCache() };
  const release = await preparedRelease();
  const app = options.app === "none" ? { app: options.app } : {};
  const begun = await prepare("app" in app ? "world-without-app" : "world", async (own) => {
    const first = await openWorld(own, { releaseTree: release, env, ...app });
    await first.close();
    await rename(first.github.gitDir(), join(own, "begun.git"));
  });
  const witness: { world?: World } = {};
  const around = aroundPasses(dir, () => witness.world);
  const begunFrom = join(begun, "begun.git");
  const world = await openWorld(dir, { releaseTree: release, begun: begunFrom, env, around, start, ...options });
  witness.world = world;
  const close = async (): Promise<void> => {
    const violations = world.github.violations();
    const runs = JSON.stringify(world.runner.runs());
    await world.close().catch(() => undefined);
    const leaks = [...leaksIn("logs, annotations and summaries", runs), ...(await leaksBelow(dir))];
    await rm(dir, { recursive: true, force: true });
    expect({ violations, leaks }).toEqual({ violations: [], leaks: [] });
  };
  return { world, close };
};

export const slotOf = async (world: World, pullRequest: number, slot: "plan" | "status"): Promise<string | undefined> =>
  (await comments(world.as(author), pullRequest)).find(
    ({ login, body }) => login === "github-actions[bot]" && body.startsWith(`<!-- shrek:${slot} -->`),
  )?.body;

/** What SHREK said, whenever it did. */
export const withoutTimes = (body = ""): string => body.replaceAll(/\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, "now");

/** The first three lines, which a person reads in a mail. */
export const firstLines = (body: string | undefined): readonly string[] => (body ?? "").split("\n").slice(1, 4);

export type LastRun = {
  readonly conclusion: string | undefined;
  readonly exits: readonly (number | undefined)[];
  readonly annotations: readonly string[];
  readonly log: string;
};

/** Of `reconcile` by whatever started it. */
export const lastRun = (world: World, workflow: string): LastRun => {
  const run = world.runner.runs().findLast((one) => one.workflow.replace(/-schedule$/, "") === workflow);
  const steps = run?.jobs.flatMap((job) => job.steps) ?? [];
  return {
    conclusion: run?.conclusion,
    exits: steps.map(({ exitCode }) => exitCode),
    annotations: steps.flatMap(({ annotations }) => annotations.map((one) => JSON.stringify(one))),
    log: steps.flatMap(({ log }) => log).join("\n"),
  };
};
