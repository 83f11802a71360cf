import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { SandboxOptions } from "../../scripts/sandbox/panda/handle.ts";
import { statusOf } from "./stand.ts";
import { countingServer, raiseCanary, toPanda, type WayName, waysInto } from "./ways.ts";

test.each<readonly [WayName, ...WayName[]]>([
  ["robot", "robot"],
  ["refresh", "refresh file", "panda-client's .token"],
  ["token", "token file"],
])(
  "PanDA accepts a login by %s, and the submission belongs to its user, however the login comes next",
  async (name, ...next) => {
    const stand = await raiseCanary({}, { foreseen: name === "robot" });
    const ways = await waysInto(stand);
    const pass = (way: WayName) => stand.runAs(toPanda(stand, ways[way], "sphenix.production"), "reconcile");

    expect(await pass(name)).toMatchObject({ code: 0, stderr: "" });
    expect((await statusOf(stand))[0]?.state).toBe("submitted");
    for (const way of next) expect(await pass(way), way).toMatchObject({ code: 0, stderr: "" });
    expect(stand.panda.count()).toMatchObject({ submissions: 1 });
  },
);

test("A rotated refresh token is reported after the run, whose result is kept; the next run cannot log in", async () => {
  const stand = await raiseCanary({ rotatesRefreshTokens: true }, { foreseen: false });
  const env = toPanda(stand, (await waysInto(stand)).refresh);

  const ran = await stand.runAs(env, "reconcile");
  const next = await stand.runAs(env, "reconcile");

  expect(ran.code).toBe(1);
  expect(ran.stdout).toContain("submitted, request 1001");
  expect(ran.stderr).toMatch(/^shrek: This refresh token was rotated: the next run cannot log in\..*\n$/);
  expect(next.code).toBe(2);
  expect(next.stderr).toMatch(/refuses the refresh token: it has expired, was used already or was revoked\. Log in/);
});

test("A rotated refresh token is reported when the run fails too", async () => {
  const stand = await raiseCanary({ rotatesRefreshTokens: true }, { foreseen: false });
  const env = toPanda(stand, (await waysInto(stand)).refresh);
  stand.panda.fault({ fault: "expired-token", at: "get_tasks_detailed_info_since", times: 9 });

  const ran = await stand.runAs(env, "reconcile");

  expect(ran.code).toBe(2);
  expect(ran.stderr).toMatch(/This refresh token was rotated: the next run cannot log in\./);
  expect(ran.stderr).toMatch(/PanDA refused to log in: the token has expired\. Get a new token/);
});

const elsewhere: readonly (readonly [string, (host: string) => Partial<SandboxOptions>])[] = [
  [
    "the auth config",
    (host) => ({ authConfig: { oidc_config_url: `http://${host}/.well-known/openid-configuration` } }),
  ],
  ["the issuer's own description", (host) => ({ discovery: { token_endpoint: `http://${host}/token` } })],
];

test.each(elsewhere)("No login data are sent where %s names a host that is not pinned", async (_, pointTo) => {
  const foreign = await countingServer();
  onTestFinished(foreign.close);
  const stand = await raiseCanary(pointTo(foreign.host), { foreseen: false });
  const ways = await waysInto(stand);

  for (const way of [ways.robot, ways.refresh]) {
    const ran = await stand.runAs(toPanda(stand, way), "reconcile");

    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(`The login would go to ${foreign.host}, which is not an allowed host.`);
    expect(ran.stderr).toContain("add it to PANDA_AUTH_ISSUER_HOSTS");
  }
  expect(foreign.hits()).toBe(0);

  // The count can fail: once the host is named, the login goes there.
  await stand.runAs({ ...toPanda(stand, ways.robot), PANDA_AUTH_ISSUER_HOSTS: foreign.host }, "reconcile");
  expect(foreign.hits()).toBeGreaterThan(0);
});

test("A login issuer without TLS on another machine gets no data", async () => {
  const stand = await raiseCanary(
    { discovery: { token_endpoint: "http://issuer.example.org/token" } },
    { foreseen: false },
  );
  const env = { ...toPanda(stand, (await waysInto(stand)).robot), PANDA_AUTH_ISSUER_HOSTS: "issuer.example.org" };

  expect((await stand.runAs(env, "reconcile")).stderr).toContain(
    "would go to http://issuer.example.org, which is not https",
  );
});

test("A token that PanDA's clock calls expired is not sent, whatever the local clock says", async () => {
  const stand = await raiseCanary({}, { foreseen: false });
  const exp = Math.floor(Date.now() / 1000) + 60 * 60;
  const env = toPanda(stand, (await waysInto(stand, { exp })).token);
  expect((await stand.runAs(env, "reconcile", "--dry-run")).code).toBe(0);
  await stand.panda.advance(56);
  const before = stand.panda.count().calls["get_tasks_detailed_info_since"];

  const late = await stand.runAs(env, "reconcile");

  expect(late.code).toBe(2);
  expect(late.stderr).toMatch(/The PanDA token expires at .*a run needs at least 5 minutes/);
  expect(stand.panda.count().calls["get_tasks_detailed_info_since"]).toBe(before);
});

test("A skewed clock is reported, and tokens of an issuer with PanDA's clock are still accepted", async () => {
  const stand = await raiseCanary({}, { foreseen: false });
  await stand.panda.advance(90);
  const { refresh, robot } = await waysInto(stand);

  for (const way of [refresh, robot]) {
    const ran = await stand.runAs(toPanda(stand, way), "reconcile");

    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/^shrek: This machine's clock is (89|90) min behind PanDA's\. The token's lifetime/);
  }
});

test("A token file that is unreadable, empty or in another format is reported by name", async () => {
  const stand = await raiseCanary({}, { foreseen: false });
  await waysInto(stand);
  const file = join(stand.dir, "secrets", "odd");
  const said = async (variable: string): Promise<string> =>
    (await stand.runAs(toPanda(stand, { [variable]: file }), "reconcile")).stderr;

  expect(await said("OIDC_AUTH_TOKEN_FILE")).toContain(
    `The token file of OIDC_AUTH_TOKEN_FILE cannot be read: ${file}.`,
  );
  await writeFile(file, " \n");
  await chmod(file, 0o600);
  expect(await said("PANDA_AUTH_REFRESH_TOKEN_FILE")).toContain("is empty");
  await writeFile(file, '{"refresh_token": canary');
  expect(await said("PANDA_AUTH_REFRESH_TOKEN_FILE")).toContain("holds no refresh token");
});

test("Each refusal of a login is reported in words for who set up the login", async () => {
  const stand = await raiseCanary({}, { foreseen: false });
  const { robot, token, refresh } = await waysInto(stand, { groups: ["sphenix"] });
  const said = async (env: Readonly<Record<string, string>>): Promise<string> => {
    const ran = await stand.runAs(env, "reconcile");
    expect(ran.code).toBe(2);
    return ran.stderr;
  };

  expect(await said(toPanda(stand, { ...robot, PANDA_AUTH_ROBOT_SECRET: "wrong" }))).toMatch(/refuses this client/);
  expect(await said(toPanda(stand, refresh, "atlas"))).toMatch(/PanDA has no auth config for the VO atlas\./);
  expect(await said(toPanda(stand, token, "atlas"))).toMatch(/it knows no VO atlas\./);
  expect(await said(toPanda(stand, token, "sphenix.production"))).toMatch(
    /this login does not have the role production in sphenix\. Ask .* for the group sphenix\/production/,
  );
});

test("A web page in the place of an answer to a login is reported as such, and an issuer that is down is an outage of others", async () => {
  const stand = await raiseCanary({}, { foreseen: false });
  const env = toPanda(stand, (await waysInto(stand)).robot);
  for (const [fault, at, words] of [
    ["html", "auth_config", /PanDA's auth config for sphenix is not JSON/],
    ["html", "openid-configuration", /gave no valid answer to the login/],
    ["html", "token", /gave no valid answer to the login/],
    ["no-answer-before-effect", "token", /(cannot be reached|cannot process logins).*try again later/],
    ["500", "token", /(cannot be reached|cannot process logins).*try again later/],
  ] as const) {
    stand.panda.fault({ fault, at });
    const ran = await stand.runAs(env, "reconcile");
    await stand.panda.mend();

    expect(ran.code, `${fault} at ${at}`).toBe(2);
    expect(ran.stderr, `${fault} at ${at}`).toMatch(words);
  }
});
