import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { blocksIn } from "../../scripts/demo/admin-steps.ts";
import { root } from "../../scripts/demo/scene.ts";
import type { World } from "../../scripts/demo/world.ts";
import { pageAt } from "../docs/pages.ts";
import { inTerminal, moveOn, raisePlayground } from "./a-playground.ts";
import { compileCache } from "./prepared.ts";
import { walkPages } from "./walk-pages.ts";

test("npm run demo and npm run playground first say what they do, how long that takes, and that they build", async () => {
  const said = async (script: string): Promise<string> => {
    const program = spawn(process.execPath, [join(root, script)], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    for await (const part of program.stdout) if ((text += part).includes("Building")) break;
    program.kill("SIGKILL");
    return text;
  };

  expect(await said("scripts/demo.ts")).toMatch(
    /^\nA production from request to done.*half a minute.*\n {2}Building SHREK: 20 s/,
  );
  expect(await said("scripts/demo/playground.ts")).toMatch(
    /^\nA GitHub, its runner and a PanDA.*some seconds\.\n {2}Building SHREK: 20 s/,
  );
});

test("npm run try starts sandboxes with a schedule, prints what to paste into a second terminal, and ends with Ctrl-C", async () => {
  const env = { ...process.env, NODE_COMPILE_CACHE: compileCache() };
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const program = spawn(process.execPath, [join(root, "scripts/demo/playground.ts"), "ready"], {
    stdio: [...stdio],
    env,
  });
  onTestFinished(() => void program.kill("SIGKILL"));
  const said: string[] = [];
  for await (const line of createInterface({ input: program.stdout })) {
    said.push(line);
    if (line.endsWith("Ctrl-C ends it all.")) break;
  }
  expect(said.slice(1, 3)).toEqual([
    expect.stringMatching(/^A GitHub with a repository.*some seconds\.$/),
    expect.stringMatching(/^ {2}Building SHREK: 20 s/),
  ]);
  const [, folder = ""] = /^export PLAYGROUND=(\S+)$/m.exec(said.join("\n")) ?? [];
  expect(said).toContain('source "$PLAYGROUND/ada"; cd "$PLAYGROUND/productions"');
  const ask = 'source "$PLAYGROUND/ada"; gh run list --workflow reconcile-schedule.yml';
  const runs = async (): Promise<string> => inTerminal(folder, { cwd: folder, flags: "-ec" }, [ask]);

  await expect.poll(runs, { interval: 5000 }).toContain("\tschedule\t");

  program.kill("SIGINT");
  expect(await once(program, "exit")).toEqual([0, null]);
  expect(existsSync(folder)).toBe(false);
});

test("The steps of docs/setup.md lead by hand from an empty folder to a finished production, and no link on its pages leads nowhere", async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-by-hand-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const page = pageAt("docs/setup.md").text;
  const byHand = page.slice(page.indexOf("\n## Try it on this machine"), page.indexOf("\n## At GitHub"));
  const [begin = "", doctor = "", author = "", view = "", reviewer = "", files = "", steered = "", ...more] = [
    ...byHand.matchAll(/^```bash\n([\s\S]*?)^```$/gm),
  ].map(([, block]) => block ?? "");
  expect(more).toEqual([]);
  const { folder, world, close } = await raisePlayground("empty");
  onTestFinished(close);
  /** What they print, and all that they started has ended. */
  const bash = async (cwd: string, ...lines: readonly string[]): Promise<string> => {
    const printed = await inTerminal(folder, { home: dir, cwd: join(dir, cwd), flags: "-euc" }, [
      "set -o pipefail",
      ...lines,
    ]);
    await world.runner.idle();
    return printed;
  };
  const viewed = (): Promise<string> => bash("productions", 'source "$PLAYGROUND/ada"', view);

  const made = await bash(".", begin);
  const pasted = blocksIn(made).map((block) => `{\n${block}\n} <<'TYPED'\na-token\nTYPED`);
  expect(pasted.length).toBeGreaterThan(9);
  await bash("productions", 'source "$PLAYGROUND/linus"', ...pasted);
  expect(await bash("productions", 'source "$PLAYGROUND/linus"', doctor)).not.toMatch(/^(missing|wrong|unknown)/m);
  await bash("productions", author);
  const plan = await viewed();
  expect(plan).toContain("the merge submits");
  expect(plan).toContain("Needs approval by `@grace`");
  const refusal = await bash(
    "productions",
    'source "$PLAYGROUND/ada"',
    "gh pr review --approve 2>&1 || gh pr merge --merge 2>&1 || true",
  );
  expect(refusal.trim().split("\n")).toEqual([
    "failed to create review: GraphQL: Review Can not approve your own pull request (addPullRequestReview)",
    expect.stringMatching(/^X Pull request \S+#\d+ is not mergeable: .*At least 1 approving review is required/),
  ]);
  await bash("productions", reviewer);
  await moveOn(world);
  expect(await viewed()).toMatch(/: done[\s\S]*2 of 2/);
  expect((await bash("productions", files)).match(/^user\.sphnxpro\.\d+\._000001\..* +\d+$/m)).not.toBeNull();
  await bash("productions", steered);
  expect(await viewed()).toMatch(/ada says\n.*\/shrek help\n.*\[bot\] says[\s\S]*All commands/);
  const runs = await bash("productions", 'source "$PLAYGROUND/ada"', "gh run list --workflow command.yml");
  expect(runs).toContain("command\tworkflow_dispatch\tada");

  await expectNoDeadLink(world);
});

/** Pages of each kind were walked. */
const expectNoDeadLink = async ({ github, panda }: World): Promise<void> => {
  const { pages, dead } = await walkPages([`${github.url}/`, `${panda.url}/tasks/`]);
  expect(dead).toEqual([]);
  const home = `${github.url}/${github.owner}/${github.repo}`;
  const kinds = [...pages.keys()].map((page) =>
    page
      .replace(home, "")
      .replace(panda.url, "panda")
      .replaceAll(/\/(?:\d+|[0-9a-f]{40})(?=\/|$)/g, "/N"),
  );
  expect(kinds).toEqual(
    expect.arrayContaining([
      ...["/pull/N", "/pull/N/files", "/pull/N/checks", "/pull/N/commits/N", "/issues/N", "/actions/runs/N"],
      ...["/blob/N/productions/c1-toy-signal/production.yaml", "/commit/N", "panda/task/N/", "panda/log/N"],
      ...["/tree/ledger/submissions", "/tree/production/c1-toy-signal/1.0.0"],
    ]),
  );
  const merged = [...pages.values()].filter((page) => /Merged<\/span> <b>\w/.test(page));
  expect(merged[0]).toContain("<b>grace</b> merged <code>first</code> of <b>ada</b> into <code>main</code>");
  expect(merged.join("")).not.toContain("wants to merge");
};
