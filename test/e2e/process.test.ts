import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { raiseCanary, toPanda, waysInto } from "./ways.ts";

/** A reconcile that asks for reports on everything, stopped while it holds its login. */
const hold = async (command: readonly string[]) => {
  const stand = await raiseCanary();
  const reports = join(stand.dir, "reports");
  await mkdir(reports);
  const gate = stand.panda.hold("token", "before-effect");
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), ...command], {
    cwd: stand.scene.clone,
    env: {
      PATH: process.env.PATH,
      HOME: stand.dir,
      ...toPanda(stand, (await waysInto(stand)).robot),
      NODE_OPTIONS: `--report-on-signal --report-signal=SIGUSR2 --report-uncaught-exception --report-on-fatalerror --report-directory=${reports}`,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  await gate.arrived;
  return { reports, child, release: gate.release };
};

test("A process that holds a secret writes no diagnostic report, even if asked to", async () => {
  const { child, reports, release } = await hold(["reconcile"]);
  const ended = once(child, "close");

  // The signal is there before the answer, and after the answer the process has yet to ask PanDA and git.
  child.kill("SIGUSR2");
  release();
  await ended;

  expect(await readdir(reports)).toEqual([]);
});

test("Only a login loads the OpenID client: no program loads the client at its start", async () => {
  const dist = join(root, "dist");
  const files = (await readdir(dist)).filter((name) => name.endsWith(".js"));
  const texts = new Map(
    await Promise.all(files.map(async (name) => [name, await readFile(join(dist, name), "utf8")] as const)),
  );
  const holders = files.filter(
    (name) => texts.get(name)?.includes("client_credentials") === true && name.startsWith("issuer-"),
  );
  expect(holders).toHaveLength(1);

  const begins = (name: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(name)) return seen;
    seen.add(name);
    for (const [, next = ""] of (texts.get(name) ?? "").matchAll(/(?:from|import) ?"\.\/([^"]+)"/g)) begins(next, seen);
    return seen;
  };
  for (const entry of ["cli.js", "check.js", "comment.js", "command.js", "reconcile.js", "validate.js"])
    expect(
      [...begins(entry)].filter((name) => holders.includes(name)),
      entry,
    ).toEqual([]);
});

test("A process that holds a secret opens no debugger on a signal", async () => {
  const { child, release } = await hold(["reconcile"]);
  const ended = once(child, "close");
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });

  child.kill("SIGUSR1");
  release();
  await ended;

  expect(said).not.toMatch(/debugger/i);
});

test.each(["--inspect=127.0.0.1:0", "--heapsnapshot-signal=SIGUSR2", "--heap-prof"])(
  "A process that is started with %s accepts no secret",
  async (flag) => {
    const stand = await raiseCanary();
    const env = { ...toPanda(stand, (await waysInto(stand)).robot), NODE_OPTIONS: flag };

    const { code, stderr } = await stand.runAs(env, "reconcile");

    expect(code).toBe(2);
    expect(stderr).toContain("by which others can read a secret of this process");
    expect(stand.panda.count().calls["token"] ?? 0).toBe(0);
  },
);
