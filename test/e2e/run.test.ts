import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../../scripts/demo/scene.ts";
import { raise, type Stand } from "./stand.ts";

/** All files below a folder, with their content. */
const contents = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.toSorted().map(async (file) => [file.slice(folder.length), await readFile(file, "utf8")])),
  );
};

/** Jobs stop for ever when so many began, unless all are let through; who stops says so. */
const gated = async (stand: Stand, most: number): Promise<string> => {
  const marks = join(stand.dir, "marks");
  await mkdir(marks);
  const file = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  const gate = [
    `mkdir -p ${marks}/began/$step.$uniqueId`,
    `[ -e ${marks}/free ] || [ "$(ls ${marks}/began | wc -l)" -le ${most} ] || { echo $BASHPID >${marks}/stuck.$step.$uniqueId; sleep 600; }`,
  ];
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replaceAll("    run: |\n", `    run: |\n${gate.map((line) => `      ${line}\n`).join("")}`),
  );
  return marks;
};

const isAlive = (pid: number): boolean => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return !/^\) [ZX]/.test(stat.slice(stat.lastIndexOf(")")));
  } catch {
    return false;
  }
};

let made: Promise<Readonly<Record<string, string>>> | undefined;
/** What a run that nobody disturbs makes. */
const undisturbed = (): Promise<Readonly<Record<string, string>>> =>
  (made ??= (async () => {
    const stand = await raise(["toy-pileup"], { ledger: false });
    const { stdout } = await stand.run("run", "productions/toy-pileup", "--output", "other");
    expect(stdout).not.toContain("from an earlier run");
    const data = await contents(join(stand.scene.clone, "other/data"));
    expect(Object.keys(data)).toHaveLength(17);
    return data;
  })());

const stuckIn = async (marks: string): Promise<readonly string[]> =>
  (await readdir(marks)).filter((name) => name.startsWith("stuck."));

test.each([
  ["SIGKILL", 9],
  ["SIGTERM", 15],
] as const)(
  "After %s when %d jobs had begun no local job remains, and the next local run ends as usual",
  async (signal, most) => {
    const stand = await raise(["toy-pileup"], { ledger: false });
    const marks = await gated(stand, most);
    const child = spawn(
      process.execPath,
      [join(root, "dist/cli.js"), "run", "productions/toy-pileup", "--output", "try", "--cores", "2"],
      { cwd: stand.scene.clone, env: { PATH: process.env.PATH, HOME: stand.dir }, stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const ended = once(child, "close") as Promise<[number | null]>;
    // Two that begin at once count each other, so that the last one let through may stop as well.
    const least = most < 13 ? 2 : 1;
    await expect.poll(async () => (await stuckIn(marks)).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(least);
    const pids = await Promise.all(
      (await stuckIn(marks)).map(async (name) => Number(await readFile(join(marks, name), "utf8"))),
    );
    expect(pids.every(isAlive)).toBe(true);

    child.kill(signal);
    const [code] = await ended;

    await expect.poll(() => pids.some(isAlive), { timeout: 60_000 }).toBe(false);
    if (signal !== "SIGKILL") expect([code, said]).toEqual([1, expect.stringContaining("nothing runs any more")]);
    await writeFile(join(marks, "free"), "");
    const again = await stand.run("run", "productions/toy-pileup", "--output", "try");

    expect(again.code).toBe(0);
    expect(again.stdout).toContain("17 jobs finished, none failed");
    expect(await contents(join(stand.scene.clone, "try/data"))).toEqual(await undisturbed());
  },
);

test("A failed local job is shown with its stage, its exit code and the end of its log, and shrek run fails", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  const file = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("    run: |\n", "    run: |\n      echo opening the detector\n      exit 4\n"));

  const { code, stdout } = await stand.run("run", "productions/toy-pileup", "--output", "try", "--jobs", "1");

  expect(code).toBe(1);
  expect(stdout).toContain("sP26a-toy-pileup 1.0.0: 1 job finished, 1 failed");
  expect(stdout).toContain(
    "pileup         0         0       0      0  did not run: there is no file of signal/signal.txt",
  );
  expect(stdout).toContain("signal, job 1: failed at payload, exit code 4");
  expect(stdout).toContain("  | opening the detector\n  | shrek: the payload ended with exit code 4 (exit 4)\n  log: ");
});

test("A step is run locally with the steps before, with fewer events, or on prepared files", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  const run = (...args: readonly string[]) => stand.run("run", "productions/toy-pileup", ...args);

  const first = await run("--step", "pileup", "--jobs", "2", "--events", "3", "--output", "few");
  const second = await run("--step", "merge", "--from", "few/data", "--output", "merged");

  expect(first.stdout).toContain("6 jobs finished, none failed");
  expect(first.stdout).not.toContain("merge");
  const merged = await contents(join(stand.scene.clone, "merged/data"));
  expect(Object.keys(merged)).toEqual(["/merge/merged.txt/user.sphnxpro.4._000001.merged.txt"]);
  expect(Object.values(merged)[0]?.trimEnd().split("\n")).toHaveLength(2 * 3 + 1);
  expect(second.stdout).toContain("pileup     0         0       0      0  its files were given");
});

test("A local job that reads all files of an input uses those of the selected jobs", async () => {
  const stand = await raise(["toy-runs"], { ledger: false });
  const run = (...args: readonly string[]) => stand.run("run", "productions/toy-runs", "--run", "82003", ...args);

  const some = await run("--jobs", "2", "--output", "some");

  expect(some.stdout).toContain("5 jobs finished, none failed");
  expect(some.stdout).toContain("jobs got fewer files of fit than the request says");
});

test("A step whose set-up line needs CVMFS is not run locally without CVMFS", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  const file = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  await writeFile(
    file,
    (await readFile(file, "utf8")).replace("sites: [SANDBOX]", "sites: [BNL_OSG_SPHENIX]").replace("toy.1", "ana.418"),
  );

  const { code, stderr } = await stand.run("run", "productions/toy-pileup", "--output", "try");

  expect(code).toBe(2);
  expect(stderr).toContain("signal is set up from /cvmfs/sphenix.sdcc.bnl.gov, which is not mounted here.");
});

test("shrek run --write writes the measurements into the request, changes no other line, and keeps the results", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  const file = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  const before = (await readFile(file, "utf8")).split("\n");

  const first = await stand.run("run", "productions/toy-pileup", "--output", "try", "--step", "signal", "--write");
  const after = (await readFile(file, "utf8")).split("\n");
  const again = await stand.run("run", "productions/toy-pileup", "--output", "try", "--step", "signal", "--write");

  expect(first.stdout).toContain("  signal: estimate: { megabytes: 0.001 }");
  expect(first.stdout).toContain("Written into productions/toy-pileup/production.yaml.");
  expect(after.filter((line) => !before.includes(line))).toEqual(["    estimate: { megabytes: 0.001 }"]);
  expect(after.filter((line) => before.includes(line))).toEqual(before);
  expect(again.stdout).toContain("3 from an earlier run");
  expect(again.stdout).toContain("Nothing was written: what was measured suggests no change of the request.");
});

test("One run of a production with a run list can be run locally, rendered and exported", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  const folder = join(stand.scene.clone, "productions/toy-pileup");
  const text = await readFile(join(folder, "production.yaml"), "utf8");
  const growing = text.replace("defaults:", "runs: { list: runs.txt }\n\ndefaults:");
  await writeFile(
    join(folder, "production.yaml"),
    growing
      .replace("    run: |\n", '    run: |\n      echo "run $run"\n')
      .replace("      awk -v seed", '      awk -v run="$run" -v seed'),
  );
  await writeFile(join(folder, "runs.txt"), "100\n101\n");
  const run = (...args: readonly string[]) => stand.run("run", "productions/toy-pileup", "--jobs", "1", ...args);

  const none = await run();
  const other = await run("--run", "7");
  const one = await run("--run", "101", "--step", "signal");
  const render = ["render", "productions/toy-pileup", "-o", "rendered"];
  const unnamed = await stand.run(...render);
  const rendered = await stand.run(...render, "--run", "101");
  const cwl = ["export", "cwl", "productions/toy-pileup", "--run", "101", "--output", "cwl"];
  const exported = await stand.run(...cwl);
  const astray = await stand.run(...cwl, "--from", "nowhere");

  expect([none.code, other.code, unnamed.code, rendered.code]).toEqual([2, 2, 2, 0]);
  expect(await readFile(join(stand.scene.clone, "rendered/signal.sh"), "utf8")).toContain("export run='101'");
  expect(none.stderr).toContain(
    "sP26a-toy-pileup has one submission for each run. Name a run of its lists with --run N.",
  );
  expect(other.stderr).toContain("Run 7 is in no list of sP26a-toy-pileup.");
  expect(one.stdout).toContain("1 job finished, none failed");
  const log = join(stand.scene.clone, "shrek-run/sP26a-toy-pileup.101/jobs/signal/000001.log");
  expect(await readFile(log, "utf8")).toBe("run 101\n");
  expect([astray.code, astray.stderr]).toEqual([2, expect.stringContaining("There is no folder ")]);
  expect(exported.stdout).toContain("8 files in cwl: 4 steps, 17 jobs");
});

/** Where `CI` is set, or the terminal is a dumb one, no line is drawn anew, and nothing would be tried here. */
const { CI: _, ...elsewhere } = process.env;
const aPersonsTerminal = { ...elsewhere, TERM: "xterm" };

test.each([0, 1])("A local run in a terminal of %d columns ends as in a pipe", async (columns) => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  const run = [process.execPath, join(root, "dist/cli.js"), "run", "productions/toy-pileup", "--step", "signal"];
  const child = spawn(
    "script",
    ["--quiet", "--return", "--command", `stty cols ${columns}; exec ${run.join(" ")}`, "/dev/null"],
    {
      cwd: stand.scene.clone,
      stdio: ["ignore", "pipe", "inherit"],
      env: aPersonsTerminal,
    },
  );
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (shown += text));
  const [code] = (await once(child, "close")) as [number | null];

  expect(code).toBe(0);
  expect(shown).toContain("3 jobs finished, none failed");
  // Who draws hides the cursor.
  expect(shown.includes("\u001b[?25l")).toBe(columns > 0);
});

test("Ctrl-C in a terminal ends a local run as a signal to its process does, and nothing runs any more", async () => {
  const stand = await raise(["toy-pileup"], { ledger: false });
  const marks = await gated(stand, 2);
  const run = [process.execPath, join(root, "dist/cli.js"), "run", "productions/toy-pileup", "--cores", "2"];
  const child = spawn(
    "script",
    ["--quiet", "--return", "--command", `stty cols 80; exec ${run.join(" ")}`, "/dev/null"],
    {
      cwd: stand.scene.clone,
      stdio: ["pipe", "pipe", "inherit"],
      env: aPersonsTerminal,
    },
  );
  let shown = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (shown += text));
  const ended = once(child, "close") as Promise<[number | null]>;
  await expect.poll(async () => (await stuckIn(marks)).length, { timeout: 60_000 }).toBeGreaterThan(0);

  child.stdin.write("\u0003");
  const [code] = await ended;

  expect(code).toBe(1);
  expect(shown).toContain("nothing runs any more");
});
