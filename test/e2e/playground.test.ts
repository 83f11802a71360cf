import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { blocksIn } from "../../scripts/demo/admin-steps.ts";
import { root } from "../../scripts/demo/scene.ts";
import { pageAt } from "../docs/pages.ts";
import { startPlayground } from "./a-playground.ts";
import { compileCache } from "./prepared.ts";
import { walkPages } from "./walk-pages.ts";

/** Milliseconds that anything here may take on a busy machine. */
const longest = 240_000;

test("npm run demo, npm run try and npm run playground first say what they do, how long that takes, and that they build", async () => {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const said = async (name: string): Promise<string> => {
    const opening = join(root, "scripts/demo/opening.ts");
    expect(scripts[name]).toContain(`node scripts/demo/opening.ts ${name} && `);
    return (await promisify(execFile)(process.execPath, [opening, name])).stdout;
  };

  expect(await said("demo")).toMatch(/^\nA production from request to done.*half a minute.*\n {2}Building SHREK: 20 s/);
  expect(await said("playground")).toMatch(
    /^\nA GitHub, its runner and a PanDA.*some seconds\.\n {2}Building SHREK: 20 s/,
  );
  expect(await said("try")).toMatch(/^\nA GitHub with a repository.*some seconds\.\n {2}Building SHREK: 20 s/);
});

test("The steps of docs/setup.md lead by hand from an empty folder to a finished production", async () => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-by-hand-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const page = pageAt("docs/setup.md").text;
  const byHand = page.slice(page.indexOf("\n## Try it on this machine"), page.indexOf("\n## At GitHub"));
  const [begin = "", doctor = "", author = "", view = "", reviewer = "", files = "", steered = "", ...more] = [
    ...byHand.matchAll(/^```bash\n([\s\S]*?)^```$/gm),
  ].map(([, block]) => block ?? "");
  expect(more).toEqual([]);
  const { folder, pages: starts, end } = await startPlayground();
  onTestFinished(end);
  const env = { PATH: process.env["PATH"], HOME: dir, PLAYGROUND: folder, NODE_COMPILE_CACHE: compileCache() };
  const bash = async (cwd: string, ...lines: readonly string[]): Promise<string> =>
    (await promisify(execFile)("bash", ["-euo", "pipefail", "-c", lines.join("\n")], { cwd: join(dir, cwd), env }))
      .stdout;
  /** The comments, once they say so. */
  const until = async (words: RegExp): Promise<string> => {
    for (const began = performance.now(); ; await wait(500)) {
      const said = await bash("productions", 'source "$PLAYGROUND/ada"', view);
      if (words.test(said)) return said;
      if (performance.now() - began > longest) throw new Error(`not ${words} in:\n${said}`);
    }
  };

  const made = await bash(".", begin);
  const pasted = blocksIn(made).map((block) => `{\n${block}\n} <<'TYPED'\na-token\nTYPED`);
  expect(pasted.length).toBeGreaterThan(9);
  await bash("productions", 'source "$PLAYGROUND/linus"', ...pasted);
  expect(await bash("productions", 'source "$PLAYGROUND/linus"', doctor)).not.toMatch(/^(missing|wrong|unknown)/m);
  await bash("productions", author);
  expect(await until(/the merge submits/)).toContain("Needs approval by `@grace`");
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
  expect(await until(/: done/)).toContain("2 of 2");
  expect((await bash("productions", files)).match(/^user\.sphnxpro\.\d+\._000001\..* +\d+$/m)).not.toBeNull();
  await bash("productions", steered);
  expect(await until(/ada says\n.*\/shrek help\n.*\[bot\] says/)).toContain("All commands");
  const runs = await bash("productions", 'source "$PLAYGROUND/ada"', "gh run list --workflow command.yml");
  expect(runs).toContain("command\tworkflow_dispatch\tada");
  expect((await walkPages(starts)).dead).toEqual([]);
});
