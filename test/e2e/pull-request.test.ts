import { afterAll, beforeAll, expect, test } from "vitest";
import { approve, comment, comments, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { author, productionFiles, reviewer, stranger, type World } from "../../scripts/demo/world.ts";
import { afterMerge, firstLines, lastRun, raiseSharedWorld, raiseWorld, slotOf, withoutTimes } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const changed = (from: string | RegExp, to: string): Readonly<Record<string, string>> => ({
  ...toy,
  [request]: (toy[request] ?? "").replace(from, to),
});

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await raiseSharedWorld());
});
afterAll(() => close());

test("A pull request that changes no production passes and says that no job will be submitted, and a wrong command there gets the right ones", async () => {
  const number = await openPull(world, { login: author, branch: "docs", title: "Notes", files: { "notes.md": "x\n" } });

  expect(lastRun(world, "check").conclusion).toBe("success");
  expect(firstLines(await slotOf(world, number, "plan")).slice(0, 2)).toEqual([
    "**This pull request changes no production.**",
    "Nothing will be submitted.",
  ]);

  await comment(world, author, number, "/shrek retri");
  await comment(world, author, number, "just talking about /shrek retry");
  await comment(world, author, number, "Let us see.\n\n/shrek status");
  await comment(world, author, number, "> /shrek status\n\nI agree.");

  const answers = (await comments(world.as(author), number))
    .filter(({ login, body }) => login === "github-actions[bot]" && !body.startsWith("<!--"))
    .map(({ body }) => body);
  expect(answers).toEqual([
    '> `/shrek retri`\n\nThere is no command "retri". Did you mean `/shrek retry`? The commands are status, submit, retry, kill, finish, pause, resume, move, priority, withdraw, close, adopt, accept, declare, expire, trial, extend, freeze, unfreeze, yes, help; `/shrek help` explains them.',
    "> `/shrek status`\n\nA command is the first line of its comment: write `/shrek status`, with what follows it, in a new comment.",
  ]);
  const started = world.runner.runs().filter(({ workflow }) => workflow === "command");
  expect(started.filter(({ conclusion }) => conclusion === "success")).toHaveLength(2);
});

test("A fork that edits its own check cannot make the comment of the plan wrong", async () => {
  const fork = await world.github.addFork(stranger);
  const lying = `name: check\non:\n  pull_request:\npermissions: {}\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo all is well\n`;
  await world.github.commit({
    repository: fork,
    branch: "lie",
    login: stranger,
    files: { ...changed("physics: toy", "physics: toys"), ".github/workflows/check.yml": lying },
  });
  const { octokit, owner, repo } = world.as(stranger);
  const { data } = await octokit.rest.pulls.create({
    owner,
    repo,
    title: "Trust me",
    head: `${stranger}:lie`,
    base: "main",
  });
  await world.runner.idle();
  expect(lastRun(world, "check").conclusion).toBe("action_required");
  const validated = await slotOf(world, data.number, "plan");
  world.runner.approve();
  await world.runner.idle();

  expect(lastRun(world, "check")).toMatchObject({ conclusion: "success" });
  const said = await slotOf(world, data.number, "plan");
  expect(withoutTimes(said)).toBe(withoutTimes(validated));
  expect(firstLines(said)[0]).toBe("**Refused: 2 problems to fix before anything can run.**");
  expect(said).toContain("is not a physics of sPHENIX");
  expect(said).toContain("rules and productions cannot change in one pull request");
});

test("Three merges in quick succession, with dropped runs, are three submissions and none twice", async () => {
  const world = await raiseWorld({ ...afterMerge, parallelJobs: 1 });
  const physics = ["toy", "jet10", "jet30"];
  const numbers: number[] = [];
  for (const name of physics) {
    const files = Object.fromEntries(
      Object.entries(changed("physics: toy", `physics: ${name}`)).map(([path, text]) => [
        path.replace("toy-pileup", `${name}-pileup`),
        text.replace(/slope: 7/, `slope: ${name.length + physics.indexOf(name)}`),
      ]),
    );
    const number = await openPull(world, { login: author, branch: name, title: `Request ${name}`, files });
    await approve(world, reviewer, number);
    numbers.push(number);
  }
  for (const number of numbers) await merge(world, reviewer, number);
  await world.runner.idle();
  await world.runner.schedule();
  await world.runner.idle();

  expect(
    world.runner.runs().filter(({ workflow, conclusion }) => workflow === "reconcile" && conclusion === "cancelled")
      .length,
  ).toBeGreaterThan(0);
  expect(world.panda.count()).toMatchObject({ submissions: 3 });
  for (const number of numbers) expect(await slotOf(world, number, "status")).toContain("submitted");
});
