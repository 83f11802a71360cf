import { expect, test } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer } from "../../scripts/demo/world.ts";
import { canarySecrets, leaksIn } from "../canary.ts";
import { lastRun, raiseWorld } from "./world.ts";

test("A run with debug logging, which each person with write permission can start, shows no secret", async () => {
  const world = await raiseWorld({
    env: {
      RUNNER_DEBUG: "1",
      ACTIONS_STEP_DEBUG: "true",
      ACTIONS_RUNNER_DEBUG: "true",
      NODE_DEBUG: "http,net,child_process,module",
    },
    panda: { secrets: canarySecrets },
    login: {
      secrets: { PANDA_AUTH_ROBOT_SECRET: canarySecrets.robot },
      variables: { PANDA_AUTH_ROBOT_ID: "sandbox-robot", PANDA_AUTH_VO: "sphenix.production" },
    },
  });

  const files = productionFiles(["toy-pileup"]);
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  await comment(world, author, number, "/shrek status");

  expect(lastRun(world, "reconcile").conclusion).toBe("success");
  expect(world.panda.count().submissions).toBe(1);
  // The debug lines are there; `close` of the world looks through logs, annotations, summaries and files for secrets.
  const log = world.runner.runs().flatMap(({ jobs }) => jobs.flatMap((job) => job.steps.flatMap((step) => step.log)));
  expect(log.some((line) => /CHILD_PROCESS|HTTP \d+|NET \d+/.test(line))).toBe(true);
  expect(leaksIn("comments", JSON.stringify(await comments(world.as(author), number)))).toEqual([]);
});
