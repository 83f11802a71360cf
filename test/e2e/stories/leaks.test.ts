import { expect, test } from "vitest";
import { approve, merge, openPull } from "../../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, type World } from "../../../scripts/demo/world.ts";
import { raiseWorld, readNoMorePlans, slotOf, whileActionsAreOff } from "../world.ts";
import { bring, pass, say, statusLine } from "./tale.ts";

const request = "productions/toy-runs/production.yaml";
const tag = "sP26a-toy-signal";
const conventions = productionFiles(["conventions.yaml"])["productions/conventions.yaml"] ?? "";
const toy = productionFiles(["toy-runs"]);
/** 120 MB that stay until the pilot has looked at them. A process that awk starts would count them twice for a moment. */
const leak = `sleep 2 | awk 'BEGIN { s = "x"; while (length(s) < 1000000) s = s s; for (i = 0; i < 120; i++) a[i] = s i; getline }'`;
const leaking = (toy[request] ?? "")
  .replace("{ list: runs.txt }", "{ list: runs.txt, first: { runs: 1, good: 100% } }")
  .replace("out: [histogram.txt]\n", "out: [histogram.txt]\n    memory: 100\n")
  .replace("awk -f toy/histogram.awk", `${leak}\n      awk -f toy/histogram.awk`);

/** Ordered and confirmed, and PanDA has run it. */
const tried = async (world: World, number: number): Promise<string> => {
  const preview = await say(world, author, number, `/shrek trial ${tag}#82001`);
  await say(world, author, number, /\/shrek yes [0-9a-f-]+/.exec(preview)?.[0] ?? "no yes");
  await pass(world, 60);
  return (await slotOf(world, number, "status")) ?? "";
};

/** The suggestions that stand at lines of the request, committed by a click each. */
const click = async (world: World, number: number, text: string): Promise<string> => {
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.pulls.listReviewComments({ owner, repo, pull_number: number });
  const put = new Map(data.map(({ line, body }) => [line, /```suggestion\n([^]*)\n```/.exec(body)?.[1]]));
  const lines = text.split("\n").map((line, index) => put.get(index + 1) ?? line);
  await world.github.commit({
    branch: "leak",
    login: author,
    message: "Click",
    files: { [request]: lines.join("\n") },
  });
  await world.runner.idle();
  return lines.join("\n");
};

test("A payload that needs too much memory goes from trial to suggested value, second trial, merge, first run, and all runs", async () => {
  const world = await raiseWorld();
  const rules = { "productions/conventions.yaml": `${conventions}\npolicy: { trials: { jobs: 12 } }\n` };
  await whileActionsAreOff(world, () => bring(world, rules));
  const files = { ...toy, [request]: leaking, "productions/toy-runs/runs.txt": "run events\n82001 20\n82003 30\n" };
  const number = await openPull(world, { login: author, branch: "leak", title: "Request runs", files });

  expect(await tried(world, number)).toMatch(/\| histogram, 0 \|.*\| more than 1\d\d MB of 100 MB a core \|/);
  await world.github.commit({ branch: "leak", login: author, message: "Go on", files: { "notes.md": "later\n" } });
  await world.runner.idle();
  readNoMorePlans(world);
  const mended = await click(world, number, leaking);
  expect(mended).toMatch(/^ {4}memory: [23]00$/m);

  const second = await tried(world, number);
  expect(second).toContain(`**${tag} 1.0.0-test.2 \`#82001\`**: done`);
  expect(second).toMatch(/\| histogram, 1 \|.*\| 1\d\d MB of [23]00 MB a core \|/);
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();
  expect(await slotOf(world, number, "status")).toContain("waits until the first run of its version is good");
  const before = world.panda.count().submissions;
  for (const ticks of [60, 60]) await pass(world, ticks);

  expect(world.panda.count().submissions).toBe(before + 1);
  const said = (await slotOf(world, number, "status")) ?? "";
  for (const run of ["#82001", "#82003"]) expect(said).toContain(`**${tag} 1.0.0 \`${run}\`**: done`);
  expect(await statusLine(world, number)).toContain("2 runs and 2 trials");
});
