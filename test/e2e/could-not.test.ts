import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gitIn, pandaEnv, shrek } from "../../scripts/demo/scene.ts";
import { raise, raiseShared, type Stand } from "./stand.ts";

/** One line that says what to do, exit 2, and nothing changed anywhere. */
const expectRefusal = async (stand: Stand, env: Readonly<Record<string, string>>, words: RegExp): Promise<void> => {
  const before = await refsOf(stand);

  const { code, stderr, stdout } = await shrek(stand.scene.clone, ["reconcile"], env);

  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.trim().split("\n")).toHaveLength(1);
  expect(stderr).toMatch(words);
  expect(await refsOf(stand)).toBe(before);
  expect(stand.panda.count()).toMatchObject({ submissions: 0, tasks: 0 });
};

/** One for all that is refused, for it changes nothing. */
let stand: Stand;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stand, close } = await raiseShared());
});
afterAll(() => close());

const refsOf = (stand: Stand): Promise<string> => gitIn(stand.scene.origin, "for-each-ref");

test("A command without a token for PanDA ends with the exit code and words for that", async () => {
  await expectRefusal(
    stand,
    { ...stand.env, PANDA_AUTH_ID_TOKEN: "" },
    /No PanDA token is set\. Set PANDA_AUTH_ID_TOKEN/,
  );
});

test("A command with a token that cannot be read ends with the exit code and words for that", async () => {
  await expectRefusal(
    stand,
    { ...stand.env, PANDA_AUTH_ID_TOKEN: "secret-but-no-token" },
    /not an ID token with a name/,
  );
});

test("A command with an expired token ends with the exit code and words for that", async () => {
  const token = await stand.panda.token({ exp: Math.floor(Date.now() / 1000) - 60 });
  await expectRefusal(stand, pandaEnv(stand.panda.url, token), /token expired at .*Get a new one/);
});

test("A command whose token PanDA refuses ends with the exit code and words for that", async () => {
  const token = await stand.panda.token({ groups: ["elsewhere"] });
  await expectRefusal(stand, pandaEnv(stand.panda.url, token), /PanDA refused to log in: .*Check PANDA_AUTH_ID_TOKEN/);
});

test("A command without a PanDA server ends with the exit code and words for that", async () => {
  await expectRefusal(stand, { ...stand.env, PANDA_URL_SSL: "" }, /No PanDA server is set\. Set PANDA_URL_SSL/);
});

test("A command while PanDA is down ends with the exit code and words for that", async () => {
  await expectRefusal(
    stand,
    { ...stand.env, PANDA_URL_SSL: "http://127.0.0.1:9/server/panda" },
    /PanDA cannot be reached .*try again later/,
  );
});

test("A command from a terminal to a PanDA on another machine is refused", async () => {
  await expectRefusal(
    stand,
    { ...stand.env, PANDA_URL_SSL: "https://panda.example.org/server/panda" },
    /nothing is submitted to https:\/\/panda\.example\.org\. Use --dry-run/,
  );
});

test("A command without a ledger ends with the exit code and words for that", async () => {
  const own = await raise(["toy-pileup"], { ledger: false });
  await expectRefusal(own, own.env, /There is no ledger.*`shrek ledger init`/);
});

test("A command on a ledger branch with other contents ends with the exit code and words for that", async () => {
  const own = await raise(["toy-pileup"], { ledger: false });
  await gitIn(own.scene.clone, "push", "--quiet", "origin", "HEAD:refs/heads/ledger");
  await expectRefusal(own, own.env, /not a ledger: its first file is missing/);
});

test("A command outside of any repository ends with the exit code and words for that", async () => {
  const own = await raise();
  await rm(join(own.scene.clone, ".git"), { recursive: true });
  await expectRefusal(own, own.env, /not a git repository/);
});

test("A token is never printed, even when PanDA repeats the token", async () => {
  const own = await raise();
  const token = own.env.PANDA_AUTH_ID_TOKEN ?? "";
  own.panda.fault({ fault: "html", at: "get_tasks_detailed_info_since", times: 9 });

  const { stdout, stderr, code } = await own.run("reconcile");

  expect(code).toBe(2);
  expect(stdout + stderr).not.toContain(token.slice(0, 20));
});

test("A request on main that validation refuses is reported with its place and exit code 1, and delays no other", async () => {
  const own = await raise(["toy-pileup", "mdc-hf-charm"]);
  await gitIn(own.scene.clone, "rm", "--quiet", "productions/mdc-hf-charm/pass2/run_pileup.sh");
  await writeFile(join(own.scene.clone, "productions/mdc-hf-charm/production.yaml"), "schema: 1\nversion: [\n");
  await gitIn(own.scene.clone, "commit", "--quiet", "--all", "-m", "Break one");
  await gitIn(own.scene.clone, "push", "--quiet", "origin", "HEAD:main");

  const first = await own.run("reconcile");

  expect(first.code).toBe(1);
  expect(first.stdout).toMatch(/productions\/mdc-hf-charm\/production\.yaml:\d+:\d+ error \[yaml-syntax\]/);
  expect(own.panda.count()).toMatchObject({ submissions: 1 });
});
