import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Validator } from "@cfworker/json-schema";
import { afterAll, expect, test } from "vitest";
import { aboutsHere } from "../../action/core/doctor/finding.ts";
import { gitIn } from "../../scripts/demo/scene.ts";
import { rulesBelow } from "./rules-below.ts";
import type { Stand } from "./stand.ts";
import { raiseCanary, raiseSharedCanary, toPanda, type Variables, wayNames, waysInto } from "./ways.ts";

type Row = { readonly about: string; readonly verdict: string; readonly says: string; readonly wayOut?: string };

/** What doctor finds, as a table; the document is proven against the schema that `shrek schema doctor` prints. */
const examine = async (
  stand: Stand,
  env: Variables,
): Promise<{ readonly code: number; readonly row: (about: string) => Row }> => {
  const ran = await stand.runAs(env, "doctor", "--json");
  const { stdout: schema } = await stand.runAs({}, "schema", "doctor");
  const document: unknown = JSON.parse(ran.stdout);
  expect(new Validator(JSON.parse(schema), "2020-12").validate(document)).toMatchObject({ valid: true, errors: [] });
  const { exitCode, findings } = document as { readonly exitCode: number; readonly findings: readonly Row[] };
  expect(exitCode).toBe(ran.code);
  expect(findings.map(({ about }) => about)).toEqual(aboutsHere);
  return {
    code: ran.code,
    row: (about) => findings.find((finding) => finding.about === about) ?? { about, verdict: "missing", says: "" },
  };
};

/** For what doctor reads of a PanDA that nobody disturbs: it changes nothing there. */
let shared: Awaited<ReturnType<typeof raiseSharedCanary>> | undefined;
afterAll(() => shared?.close());
const calm = async (): Promise<Stand> => (shared ??= await raiseSharedCanary()).stand;

const openVerdicts = ["lifetime", "refresh token", "user", "role", "iDDS"];

test.each(wayNames)("shrek doctor accepts a login by %s from this machine to iDDS", async (name) => {
  const stand = await calm();
  const ways = await waysInto(stand);

  const { code, row } = await examine(stand, toPanda(stand, ways[name], "sphenix.production"));

  expect(code).toBe(0);
  expect(row("user").says).toBe(`PanDA accepts "${name === "robot" ? "Robot Production" : "Test User"}" for sphenix`);
  expect(row("role")).toMatchObject({ verdict: "good", says: "production" });
  expect(row("iDDS").verdict).toBe("good");
  expect(row("ledger").verdict).toBe("good");
  expect(row("conventions").says).toBe("productions/conventions.yaml can be read");
  expect(stand.panda.count().submissions).toBe(0);
  expect(stand.panda.count().calls["get_attributes"]).toBeUndefined();
});

test("shrek doctor in a terminal prints each finding in one line, and a missing role is a warning with exit code 0", async () => {
  const stand = await calm();

  const { code, stdout, stderr } = await stand.runAs(toPanda(stand, (await waysInto(stand)).token), "doctor");

  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.trimEnd().split("\n")).toHaveLength(19);
  expect(stdout).toMatch(/^warning role: none, not production: .* add the role to PANDA_AUTH_VO\.$/m);
  expect(stdout).toMatch(/^ok {6}lifetime: 59 days left, until .*; it is not renewed automatically$/m);
});

test("shrek doctor without settings and repository says what a person must fix, with exit code 1", async () => {
  const stand = await raiseCanary();
  await rm(join(stand.scene.clone, ".git"), { recursive: true });

  const { code, row } = await examine(stand, {});

  expect(code).toBe(1);
  expect(row("settings")).toMatchObject({ verdict: "fix", says: "No PanDA server is set." });
  expect(row("ledger")).toMatchObject({ verdict: "fix", says: "This is not a git repository." });
  for (const about of ["server", "issuer", ...openVerdicts]) expect(row(about).verdict).toBe("left-out");
});

test("shrek doctor reports that PanDA could not be checked while down, with exit code 2", async () => {
  const stand = await raiseCanary();
  const env = toPanda(stand, (await waysInto(stand)).robot);
  await stand.panda.close();

  const { code, row } = await examine(stand, env);

  expect(code).toBe(2);
  expect(row("server")).toMatchObject({ verdict: "unknown", wayOut: "Nothing was changed; try again later." });
  expect(row("server").says).toContain("ECONNREFUSED");
  expect(row("login").verdict).toBe("left-out");
});

test("shrek doctor reports a web page at PanDA's address as no server", async () => {
  const stand = await raiseCanary();
  stand.panda.fault({ fault: "html", at: "is_alive" });

  const { code, row } = await examine(stand, toPanda(stand, (await waysInto(stand)).robot));

  expect(code).toBe(1);
  expect(row("server")).toMatchObject({ verdict: "fix" });
  expect(row("server").says).toContain("Sign in");
  expect(row("login").verdict).toBe("left-out");
  expect(stand.panda.count().calls["token"]).toBeUndefined();
});

test("shrek doctor reports a rotated refresh token, a skewed clock, a missing role and a dead iDDS, each in its line", async () => {
  const rotating = await raiseCanary({ rotatesRefreshTokens: true });
  await rotating.panda.advance(-30);
  const rotated = await examine(rotating, toPanda(rotating, (await waysInto(rotating)).refresh));
  expect(rotated.code).toBe(1);
  expect(rotated.row("refresh token")).toMatchObject({ verdict: "fix" });
  expect(rotated.row("clock")).toMatchObject({
    verdict: "warning",
    says: expect.stringMatching(/clock is (29|30) min ahead of PanDA's/) as string,
  });

  const stand = await raiseCanary();
  const { token } = await waysInto(stand, { groups: ["sphenix"] });
  const lacking = await examine(stand, toPanda(stand, token, "sphenix.production"));
  expect(lacking.code).toBe(1);
  expect(lacking.row("user").says).toContain("this login does not have the role production in sphenix");

  stand.panda.fault({ fault: "500", at: "relay_idds_command:get_request_id_by_name", times: 9 });
  const deaf = await examine(stand, toPanda(stand, token));
  expect(deaf.row("iDDS")).toMatchObject({ verdict: "unknown" });
});

test("shrek doctor finds a server with another name for the user than SHREK's, before tasks are lost", async () => {
  const stand = await calm();
  const { token } = await waysInto(stand, { name: "Ada (CERN) o'Hara" });

  const { row } = await examine(stand, toPanda(stand, token));

  // The sandbox does not strip what panda-server's clean_user_id strips.
  expect(row("user")).toMatchObject({ verdict: "fix" });
  expect(row("user").says).toContain('where SHREK expects "Ada cern Ohara"');
});

test("shrek doctor reports a missing ledger, and conventions that are unreadable or for another VO", async () => {
  const stand = await raiseCanary();
  const env = toPanda(stand, (await waysInto(stand)).token);
  const file = join(stand.scene.clone, "productions", "conventions.yaml");
  await gitIn(stand.scene.origin, "branch", "-D", "ledger");
  await gitIn(stand.scene.clone, "update-ref", "-d", "refs/shrek/ledger-seen");
  await writeFile(file, "conventions: [\n");

  const { code, row } = await examine(stand, env);

  expect(code).toBe(1);
  expect(row("ledger")).toMatchObject({ verdict: "fix" });
  expect(row("ledger").wayOut).toContain("`shrek ledger init`");
  expect(row("conventions")).toMatchObject({ verdict: "fix" });
  expect(row("conventions").says).toMatch(/^productions\/conventions\.yaml:\d+:\d+ error \[yaml-syntax\]/);

  await gitIn(stand.scene.clone, "checkout", "--quiet", "--", "productions");
  const other = await examine(stand, { ...env, PANDA_AUTH_VO: "eic" });
  expect(other.row("conventions").says).toContain("is for the VO sphenix, the login for eic");

  const text = rulesBelow(await readFile(file, "utf8"));
  await mkdir(join(stand.scene.clone, "productions", "mine"));
  await writeFile(join(stand.scene.clone, "productions", "mine", "conventions.yaml"), `${text}gitHosts: [localhost]\n`);
  const wider = await examine(stand, env);
  expect(wider.row("conventions").says).toContain("[wider-conventions] gitHosts is");
});
