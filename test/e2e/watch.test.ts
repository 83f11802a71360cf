import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { raise, type Stand } from "./stand.ts";

const cli = join(root, "dist/cli.js");
/** Where `CI` is set, nothing is drawn anew. */
const { CI: _, ...elsewhere } = process.env;

/** `shrek status --watch` in a terminal, and all that it wrote there. */
const watching = (stand: Stand, ...flags: readonly string[]) => {
  const command = `stty cols 100 rows 30; echo "pid $$."; exec ${[process.execPath, cli, "status", "--watch", "--every", "1", ...flags].join(" ")}`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: stand.scene.clone,
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...elsewhere, ...stand.env, HOME: stand.dir, TERM: "xterm" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (shown += text));
  return {
    child,
    shown: () => shown,
    pid: () => Number(/^pid (\d+)\./m.exec(shown)?.[1]),
    shows: (words: string) => expect.poll(() => shown, { timeout: 120_000, interval: 50 }).toContain(words),
  };
};

test("A watched status is drawn again when the ledger moved, and SIGTERM ends it with exit code 0 and the last status", async () => {
  const stand = await raise(["toy-pileup"]);
  const watched = watching(stand);
  await watched.shows("There are no active submissions.");

  await stand.run("reconcile");
  await watched.shows("sP26a-toy-pileup 1.0.0: submitted");
  await stand.panda.tick(1);
  await stand.run("reconcile");
  await watched.shows("sP26a-toy-pileup 1.0.0: running");
  const ended = once(watched.child, "close") as Promise<[number | null]>;
  process.kill(watched.pid(), "SIGTERM");
  const [code] = await ended;

  expect(code).toBe(0);
  // The cursor is back, and what was seen last stays below.
  const last = watched.shown().slice(watched.shown().indexOf("\u001b[?25h"));
  expect(last).toContain("sP26a-toy-pileup 1.0.0: running, request 1001");
  expect(last).toMatch(/^signal +\w+ +(?:number not known yet|[=x.]{10} \d of \d) +http/m);
});

test("A watched status draws nothing while the ledger stands still, and Ctrl-C typed in the terminal ends it", async () => {
  const stand = await raise(["toy-pileup"]);
  const watched = watching(stand);
  await watched.shows("There are no active submissions.");
  const drawings = (): number => watched.shown().split("looked at every 1 s; Ctrl-C ends").length - 1;
  await stand.run("reconcile");
  await watched.shows("sP26a-toy-pileup 1.0.0: submitted");
  const before = drawings();

  await stand.run("ledger", "verify");
  const commits = new Set(
    [...watched.shown().matchAll(/of ledger ([0-9a-f]{7}), looked/g)].map(([, commit]) => commit),
  );
  const ended = once(watched.child, "close") as Promise<[number | null]>;
  watched.child.stdin.write("\u0003");
  const [code] = await ended;

  expect(code).toBe(0);
  expect(drawings()).toBe(before);
  expect(commits.size).toBe(drawings());
});

test("A watched status of a name that the ledger does not know ends with exit code 2 and says so", async () => {
  const stand = await raise(["toy-pileup"]);
  const watched = watching(stand, "sP26a-toy-pileupp");
  const [code] = (await once(watched.child, "close")) as [number | null];

  expect(code).toBe(2);
  expect(watched.shown()).toContain("sP26a-toy-pileupp");
});

test("Flags of shrek status that do not fit a place without a terminal, or each other, are refused by words", async () => {
  const stand = await raise(["toy-pileup"]);
  for (const [flags, words] of [
    [["--watch"], "--watch draws in a terminal"],
    [["--watch", "--json"], "--watch and --json exclude each other."],
    [["--every", "5"], "--every says how often --watch looks."],
    [["--watch", "--every", "0"], "0 is not a number from 1"],
  ] as const) {
    const { code, stderr } = await stand.run("status", ...flags);
    expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
  }
});
