import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { comments } from "../../scripts/demo/pull-request.ts";
import { author, openWorld, type World } from "../../scripts/demo/world.ts";
import { leaksBelow, leaksIn } from "../canary.ts";

/** The three sandboxes for one test. Answers of the sandbox GitHub that its description refuses fail the test. */
export const raiseWorld = async (options: Parameters<typeof openWorld>[1] = {}): Promise<World> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-world-"));
  const world = await openWorld(dir, options);
  onTestFinished(async () => {
    const violations = world.github.violations();
    const runs = JSON.stringify(world.runner.runs());
    await world.close().catch(() => undefined);
    const leaks = [...leaksIn("logs, annotations and summaries", runs), ...(await leaksBelow(dir))];
    await rm(dir, { recursive: true, force: true });
    expect({ violations, leaks }).toEqual({ violations: [], leaks: [] });
  });
  return world;
};

export const slotOf = async (world: World, pullRequest: number, slot: "plan" | "status"): Promise<string | undefined> =>
  (await comments(world.as(author), pullRequest)).find(
    ({ login, body }) => login === "github-actions[bot]" && body.startsWith(`<!-- shrek:${slot} -->`),
  )?.body;

/** The first three lines, which a person reads in a mail. */
export const firstLines = (body: string | undefined): readonly string[] => (body ?? "").split("\n").slice(1, 4);

export type LastRun = {
  readonly conclusion: string | undefined;
  readonly exits: readonly (number | undefined)[];
  readonly annotations: readonly string[];
  readonly log: string;
};

export const lastRun = (world: World, workflow: string): LastRun => {
  const run = world.runner.runs().findLast((one) => one.workflow === workflow);
  const steps = run?.jobs.flatMap((job) => job.steps) ?? [];
  return {
    conclusion: run?.conclusion,
    exits: steps.map(({ exitCode }) => exitCode),
    annotations: steps.flatMap(({ annotations }) => annotations.map((one) => JSON.stringify(one))),
    log: steps.flatMap(({ log }) => log).join("\n"),
  };
};
