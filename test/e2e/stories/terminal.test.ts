import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commitAll } from "../../../scripts/demo/scene.ts";
import { pass } from "../a-pass.ts";
import { raise, raiseShared, type Stand, statusOf } from "../stand.ts";

const tag = "sP26a-toy-pileup";

/** Jobs run. The last test that looks at it kills them. */
let stand: Stand;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stand, close } = await raiseShared());
  await pass(stand);
  await stand.panda.tick(3);
  await pass(stand);
});
afterAll(() => close());

test("A wrong name or an impossible verb in a terminal is refused with exit code 1, and a wrong call ends with 2", async () => {
  const ended = async (wanted: number, ...words: readonly string[]): Promise<string> => {
    const { code, stderr, stdout } = await stand.run(...words);
    expect({ code, stdout }).toEqual({ code: wanted, stdout: "" });
    return stderr;
  };
  const refused = (...words: readonly string[]) => ended(1, ...words);

  expect(await refused("kill", "sP26a-toy-pileap")).toBe(
    'shrek: The ledger knows no production "sP26a-toy-pileap". Did you mean sP26a-toy-pileup?\n',
  );
  expect(await ended(2, "kill")).toContain("shrek: The name of a production is missing. Write `shrek kill [TAG");
  expect(await refused("kill", `${tag}@2.0.0`)).toContain(`The ledger knows of ${tag} only ${tag}@1.0.0.`);
  expect(await refused("kill", `${tag}/smear`)).toContain(
    "has no step smear; it has signal, background, pileup, merge",
  );
  expect(await ended(2, "withdraw", tag)).toContain("`shrek withdraw keep|drop [TAG[@VERSION][#RUN]]");
  expect(await ended(2, "move", tag)).toContain("move needs site=");
  expect(await refused("close", tag)).toContain(`${tag} 1.0.0 is running, and close changes nothing there.`);
  expect(await refused("kill", "merge")).toContain(`Write \`shrek kill ${tag}/merge\`.`);
  expect(await refused("kill", "toy-pileup")).toContain(`productions/toy-pileup is ${tag}.`);
  const { code, stdout } = await stand.run("close", tag, "--json");
  expect({ code, ...(JSON.parse(stdout) as object) }).toEqual({
    code: 1,
    recorded: [],
    refused: expect.stringContaining("close changes nothing there") as string,
    shown: [],
  });
});

test("A command from a terminal to a PanDA on another machine records nothing, with exit code 2", async () => {
  const far = await stand.runAs({ ...stand.env, PANDA_URL_SSL: "https://panda.example.org" }, "kill", tag, "--yes");
  expect(far.code).toBe(2);
  expect(far.stderr).toContain("No command is sent from a terminal to https://panda.example.org.");
  expect(far.stderr).toContain("Write /shrek kill on the pull request");
  const { PANDA_URL_SSL: _, ...unnamed } = stand.env;
  expect(await stand.runAs(unnamed, "kill", tag, "--yes")).toMatchObject({ code: 2 });
  await pass(stand);
  expect(stand.panda.count().calls).not.toHaveProperty("kill");
});

test("Kill in a terminal first shows its effect, acts with --yes, and close ends the submission; status lists it by its state", async () => {
  const listed = async (...flags: readonly string[]): Promise<string> => (await stand.run("status", ...flags)).stdout;
  expect(await listed("--state", "running")).toContain(`${tag} 1.0.0`);
  expect(await listed("--state", "failed")).not.toContain(tag);
  expect(await listed("--failed")).not.toContain(tag);

  const shown = await stand.run("kill", tag);
  expect(shown).toMatchObject({ code: 0, stderr: "" });
  expect(shown.stdout).toContain("Nothing has been done yet.");
  expect(shown.stdout).toContain("To do it, add `--yes`.");
  await pass(stand);
  expect(stand.panda.count().calls).not.toHaveProperty("kill");

  const said = await stand.run("kill", tag, "--yes");
  expect(said.code).toBe(0);
  expect(said.stdout).toContain(`Recorded for ${tag}@1.0.0. \`shrek reconcile\` carries it out.`);
  for (let turn = 0; turn < 3; turn++) {
    await pass(stand);
    await stand.panda.tick(4);
  }
  await pass(stand);
  expect((await statusOf(stand))[0]?.state).toBe("aborted");
  expect(await listed("--failed")).toContain(`${tag} 1.0.0`);
  expect(await listed("--state", "running")).not.toContain(tag);

  expect((await stand.run("close", tag, "reason=not needed")).code).toBe(0);
  expect((await statusOf(stand))[0]).toMatchObject({ state: "closed", words: expect.stringContaining("not needed") });
});

test("A production that was not submitted is withdrawn at once from a terminal", async () => {
  const stand = await raise();
  const request = join(stand.scene.clone, "productions/toy-pileup/production.yaml");
  await writeFile(
    request,
    (await readFile(request, "utf8")).replace("version: 1.0.0\n", "version: 1.0.0\nsubmit: hold\n"),
  );
  await commitAll(stand.scene, "Hold");
  await pass(stand);
  expect((await statusOf(stand))[0]?.state).toBe("held");

  expect(await stand.run("withdraw", "keep", tag)).toMatchObject({ code: 0, stderr: "" });

  expect((await statusOf(stand))[0]?.state).toBe("withdrawn");
  await pass(stand);
  expect(stand.panda.count()).toMatchObject({ submissions: 0 });
});

test("A production that may have reached PanDA is withdrawn with --yes, and is never submitted again", async () => {
  const stand = await raise();
  stand.panda.fault({ fault: "no-answer-before-effect", at: "put_workflow_request:submit", times: 1 });
  await pass(stand);
  expect((await statusOf(stand))[0]?.state).toBe("in-doubt");

  expect((await stand.run("withdraw", "keep", tag)).stdout).toContain("Nothing has been done yet.");
  expect((await stand.run("withdraw", "keep", tag, "--yes")).stdout).toContain("Recorded for");
  for (let passes = 0; passes < 3; passes++) {
    await stand.panda.advance(400);
    await pass(stand);
  }

  expect((await statusOf(stand))[0]?.state).toBe("withdrawn");
  expect(stand.panda.count()).toMatchObject({ submissions: 0 });
});
