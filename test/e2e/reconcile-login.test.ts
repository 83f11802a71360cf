import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { approve, merge, openPull } from "../../scripts/demo/pull-request.ts";
import { root } from "../../scripts/demo/scene.ts";
import { author, productionFiles, reviewer } from "../../scripts/demo/world.ts";
import { canary, canarySecrets, leaksBelow, leaksIn } from "../canary.ts";
import { compileCache } from "./prepared.ts";
import { afterMerge, raiseWorld } from "./world.ts";

const robot = { "panda-robot-id": "sandbox-robot", "panda-robot-secret": canary("robot") };
const refresh = { "panda-refresh-token": canary("refresh") };
const token = { "panda-token": canary("token") };

/** The bundle as the runner starts it, up to where its inputs and login are judged. */
const startAction = async (
  inputs: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly said: string }> => {
  const dir = await mkdtemp(join(tmpdir(), "shrek-action-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await writeFile(join(dir, "summary.md"), "");
  const all = {
    "github-token": canary("github"),
    "app-id": "17",
    bot: "github-actions[bot]",
    "panda-url": "http://127.0.0.1:1/server/panda",
    "panda-vo": "sphenix",
    ...inputs,
  };
  const given = Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]);
  const ran = await promisify(execFile)(process.execPath, [join(root, "dist/reconcile.js")], {
    cwd: dir,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: compileCache(),
      GITHUB_REPOSITORY: "a/b",
      GITHUB_SERVER_URL: "http://127.0.0.1:1",
      RUNNER_TEMP: dir,
      GITHUB_RUN_ID: "1",
      GITHUB_STEP_SUMMARY: join(dir, "summary.md"),
      RUNNER_DEBUG: "1",
      NODE_DEBUG: "child_process,undici",
      ...Object.fromEntries(given),
    },
  }).then(
    (out) => ({ code: 0, said: out.stdout + out.stderr }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  );
  const masks = ran.said.split("\n").filter((line) => line.startsWith("::add-mask::"));
  const said = ran.said.split("\n").filter((line) => !line.startsWith("::add-mask::"));
  for (const [name, value] of Object.entries(all))
    if (/token|secret/.test(name) && value !== "") expect(masks, name).toContain(`::add-mask::${value}`);
  expect([...leaksIn("log", said.join("\n")), ...(await leaksBelow(dir))]).toEqual([]);
  return { code: ran.code, said: said.join("\n") };
};

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ["none", {}, /No login to PanDA is given\. Set the secrets of one of panda-robot-id/],
  ["two", { ...robot, ...token }, /exclude each other: panda-robot-id with panda-robot-secret, panda-token\. Keep one/],
  ["a robot's id alone", { "panda-robot-id": "x" }, /The input "panda-robot-secret" is empty/],
  ["a robot's secret alone", { "panda-robot-secret": canary("robot") }, /The input "panda-robot-id" is empty/],
  ["a token beside half a robot", { "panda-robot-id": "x", ...token }, /exclude each other/],
])(
  "With %s of the PanDA logins the action says which inputs belong together, with exit code 2",
  async (_, inputs, words) => {
    const { code, said } = await startAction(inputs);

    expect(code).toBe(2);
    expect(said).toMatch(words);
  },
);

test("The action accepts each kind of login alone; a PanDA that is down is an outage of others, with exit code 0", async () => {
  for (const inputs of [robot, refresh]) {
    const { code, said } = await startAction(inputs);
    expect(code).toBe(0);
    expect(said).toMatch(/::warning::PanDA cannot be reached/);
  }
});

test("A rotated refresh token makes the reconcile run fail, and is shown in its summary and annotations", async () => {
  const world = await raiseWorld({
    ...afterMerge,
    panda: { secrets: canarySecrets, rotatesRefreshTokens: true },
    login: { secrets: { PANDA_AUTH_REFRESH_TOKEN: `${canarySecrets.refresh}-1` } },
  });

  const files = productionFiles(["toy-pileup"]);
  const number = await openPull(world, { login: author, branch: "toy", title: "Request toy", files });
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await world.runner.idle();

  // The push that began the repository started the first run, and that used the token up.
  const first = world.runner.runs().find(({ workflow }) => workflow === "reconcile");
  const step = first?.jobs.flatMap(({ steps }) => steps).at(-1);
  expect(first?.conclusion).toBe("failure");
  expect(step?.exitCode).toBe(1);
  expect(step?.summary).toContain("This refresh token was rotated: the next run cannot log in.");
  expect(step?.annotations.map(({ level, message }) => `${level} ${message}`).join("\n")).toContain(
    "error This refresh",
  );
});

test("The reconcile workflow passes every input to its action", async () => {
  const action = await readFile(join(root, "action/reconcile/action.yml"), "utf8");
  const workflow = await readFile(join(root, "action/workflows/reconcile.yml"), "utf8");
  const inputs = [...action.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name = ""]) => name);

  // Whose default is the name that GitHub, or our own page on the set-up, gives.
  const usual = ["bot"];
  expect(inputs.filter((name) => !usual.includes(name) && !workflow.includes(`          ${name}: \${{`))).toEqual([]);
});
