import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commitAll } from "../../scripts/demo/scene.ts";
import { pass } from "./a-pass.ts";
import { raise, type Stand } from "./stand.ts";

const name = "sP26a-toy-pileup@1.0.1";

/** Its payload writes what commands a terminal and the runner, says why, and fails; in a dark corner it says nothing. */
const failed = async (): Promise<Stand> => {
  const stand = await raise();
  const file = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  const text = (await readFile(file, "utf8")).replace("version: 1.0.0", "version: 1.0.1");
  const evil = String.raw`printf '\033]0;title\007\033[2J\033[31mred\033[0m ::warning::x\n::error::y\n'`;
  await writeFile(
    file,
    text.replace(
      "    run: |\n",
      `    run: |\n      for line in {1..300}; do echo "line $line"; done\n      ${evil}\n      echo the magnet is off\n      exit 4\n`,
    ),
  );
  await commitAll(stand.scene, "A payload that fails");
  await pass(stand);
  await stand.panda.tick(80);
  await stand.run("reconcile");
  return stand;
};

test("The log of a failed job is printed to its end and made harmless, also while other steps wait", async () => {
  const stand = await failed();

  const { code, stdout, stderr } = await stand.run("logs", name);

  expect(code).toBe(0);
  const [, job = "", link = ""] =
    /^shrek: job (\d+) of signal, payload, exit code 4: the end of payload\.stdout; (\S+)/.exec(stderr) ?? [];
  expect(stdout.trimEnd().split("\n")).toHaveLength(200);
  expect(stdout).toMatch(/==== Result ====\nERROR: payload execution failed with 4\n*$/);
  expect(stdout).toContain("line 300\n");
  expect(stdout).not.toContain("line 20\n");
  expect(stdout).toContain("the magnet is off\n");
  expect(stdout).not.toMatch(/\u001b\[2J|\u001b\]|\u0007|^\s*::/m);
  expect((await fetch(link)).headers.get("content-type")).toContain("text/html");

  const tag = name.replace(/@.*/, "");
  expect((await stand.run("logs", `${tag}/signal`)).stdout).toBe(stdout);
  const one = await stand.run("logs", name, "--job", job, "--file", "pilotlog.txt");
  expect(one.stdout).toContain(`pilot: job ${job} is failed`);
  const empty = await stand.run("logs", name, "--job", job, "--file", "payload.stderr");
  expect([empty.code, empty.stdout]).toEqual([0, ""]);
  expect(empty.stderr).toContain("it is empty");

  // What has ended with all its steps stands on the ledger: nobody logs in.
  await stand.run("kill", "--yes", name);
  await stand.run("reconcile");
  await stand.panda.tick(5);
  await stand.run("reconcile");
  expect((await stand.run("status", "sP26a-toy-pileup")).stdout).toContain(
    `Log of job ${job} (${link}), or shrek logs ${name}/signal.`,
  );
  const { PANDA_AUTH_ID_TOKEN: _, ...env } = stand.env;
  const again = await stand.runAs(env, "logs", `${name}/signal`);
  expect([again.code, again.stdout]).toEqual([0, stdout]);
});

test("shrek logs without a step, a failed job or a log says what there is", async () => {
  const stand = await raise();
  await pass(stand);
  const said = async (...args: readonly string[]) => {
    const { code, stderr } = await stand.run("logs", ...args);
    expect(code).toBe(2);
    return stderr;
  };
  const toy = "sP26a-toy-pileup@1.0.0";
  await stand.panda.tick(1);
  await pass(stand);
  expect(await said("sP26a-toy-pileup@9.0.0")).toContain("no submission sP26a-toy-pileup@9.0.0");
  expect(await said(`${toy}/nothing`)).toContain("There is no step nothing. The steps are ");
  expect(await said(`${toy}/signal`)).toMatch(
    /PanDA has no failed job of sP26a-toy-pileup 1\.0\.0, signal\. Name a job by --job: \S+\/task\/\d+\/ lists them/,
  );
  expect(await said(toy, "--job", "999999999")).toContain("The monitor has no log of job 999999999: Not enough params");
  expect(await said(toy, "--job", "1", "--file", "../../etc/passwd")).toContain("is not the name of a file of a log");
  expect(await said(`${toy}#*/signal`)).toContain("A log is of one job of a step");
  expect(await said(`${toy}/signal/signal.txt`)).toContain("A log is of one job of a step");
  await stand.panda.close();
  expect(await said(toy, "--job", "1")).toContain(
    "The monitor did not give the log: the connection broke (ECONNREFUSED)",
  );
});
