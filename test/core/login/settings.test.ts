import { expect, test } from "vitest";
import { durationText, robotName, skewText, userNameOf } from "../../../action/core/login/lifetime.ts";
import { loginRefusal } from "../../../action/core/login/refusal.ts";
import { originOf, readSettings } from "../../../action/core/login/settings.ts";
import { Failure } from "../../../action/core/problems/failure.ts";
import { canary, leaksIn } from "../../canary.ts";

const panda = { PANDA_URL_SSL: "https://panda.example.org:25443/server/panda", PANDA_AUTH_VO: "sphenix" };
const robot = { PANDA_AUTH_ROBOT_ID: "id", PANDA_AUTH_ROBOT_SECRET: canary("robot") };
const refresh = { PANDA_AUTH_REFRESH_TOKEN: canary("refresh") };
const token = { PANDA_AUTH_ID_TOKEN: canary("token") };

test.each<[string, Readonly<Record<string, string>>, string]>([
  ["a robot before everything", { ...robot, ...refresh, ...token }, "robot"],
  ["a refresh token before a pasted one", { ...refresh, ...token }, "refresh"],
  ["a file with a refresh token before a pasted one", { PANDA_AUTH_REFRESH_TOKEN_FILE: "/f", ...token }, "refresh"],
  ["a pasted token at last", token, "token"],
  [
    "what is set, since an empty variable is none",
    { PANDA_AUTH_ROBOT_ID: "", PANDA_AUTH_REFRESH_TOKEN: " ", ...token },
    "token",
  ],
])("The login to PanDA is chosen from the environment: %s", (_, env, kind) => {
  expect(readSettings({ ...panda, ...env }).way.kind).toBe(kind);
});

test("Tokens are searched in the same order as panda-client does", () => {
  const variables = { OIDC_AUTH_ID_TOKEN: "c", OIDC_AUTH_TOKEN_FILE: "b", PANDA_AUTH_ID_TOKEN: "a" };
  expect(readSettings({ ...panda, ...variables }).way).toMatchObject({ held: { variable: "PANDA_AUTH_ID_TOKEN" } });
  expect(readSettings({ ...panda, ...variables, PANDA_AUTH_ID_TOKEN: "" }).way).toMatchObject({
    held: { kind: "file", variable: "OIDC_AUTH_TOKEN_FILE" },
  });
});

test.each<[string, string, string, string]>([
  ["sphenix", "sphenix", "", "sphenix"],
  ["sphenix.production", "sphenix", "production", "sphenix.production"],
  ["sphenix:production", "sphenix", "production", "sphenix.production"],
  ["my.vo.production", "my.vo", "production", "my.vo.production"],
  ["vo.cta.example", "vo.cta.example", "", "vo.cta.example"],
  ["vo.cta.example:production", "vo.cta.example", "production", "vo.cta.example:production"],
])("The VO %s is %s with the role %j, and the header Origin says %s", (written, vo, role, origin) => {
  const settings = readSettings({ ...panda, ...token, PANDA_AUTH_VO: written });

  expect(settings).toMatchObject({ vo, role });
  expect(originOf(settings)).toBe(origin);
});

test("A login may contact PanDA's hosts and the hosts that settings name, and no others", () => {
  expect(readSettings({ ...panda, ...token }).hosts).toEqual(["panda.example.org:25443"]);
  expect(
    readSettings({ ...panda, ...token, PANDA_AUTH_ISSUER_HOSTS: "IAM.example.org, other.example:8443" }).hosts,
  ).toEqual(["panda.example.org:25443", "iam.example.org", "other.example:8443"]);
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ["half a robot", { PANDA_AUTH_ROBOT_ID: "id" }, /ROBOT_ID is set without PANDA_AUTH_ROBOT_SECRET/],
  ["the other half", { PANDA_AUTH_ROBOT_SECRET: canary("robot") }, /ROBOT_SECRET is set without PANDA_AUTH_ROBOT_ID/],
  ["no login", {}, /No PanDA token is set/],
  ["no VO", { ...token, PANDA_AUTH_VO: "" }, /No VO is set/],
  [
    "a token in the place of the VO",
    { ...token, PANDA_AUTH_VO: `eyJhbGciOiJ.${canary("token")}.${"x".repeat(90)}` },
    /not the name of a VO/,
  ],
  [
    "a password in the address",
    { ...token, PANDA_URL_SSL: `http://ada:${canary("p")}@panda.example.org/` },
    /not an https address: http:\/\/panda.example.org/,
  ],
  ["a token in the place of the address", { ...token, PANDA_URL_SSL: canary("token") }, /not an address/],
  [
    "an address among the hosts",
    { ...token, PANDA_AUTH_ISSUER_HOSTS: "https://iam.example.org/" },
    /not a list of hosts/,
  ],
  [
    "certificates that nobody verifies",
    { ...token, NODE_TLS_REJECT_UNAUTHORIZED: "0" },
    /any server could pass for PanDA/,
  ],
])("A login to PanDA with %s is refused, without printing the value", (_, env, words) => {
  const refuse = (): unknown => readSettings({ ...panda, ...env });

  expect(refuse).toThrow(Failure);
  expect(refuse).toThrow(words);
  try {
    refuse();
  } catch (error) {
    expect(leaksIn("message", `${String(error)} ${JSON.stringify(error)}`)).toEqual([]);
  }
});

test.each([
  ["ERROR : Token authentication failed. Invalid token. Signature has expired", "the token has expired"],
  [
    "ERROR : Token authentication failed. Invalid token. JWK not found for kid=x",
    "the token was not made by this VO's issuer",
  ],
  [
    "ERROR : Token authentication failed. Not a member of the sphenix/production group",
    "this login does not have the role production in sphenix",
  ],
  ["ERROR : Token authentication failed. Not a member of the sphenix group", "this login is not a member of sphenix"],
  ["ERROR : Token authentication failed. Unknown vo : atlas", "it knows no VO atlas"],
  ["ERROR : Ada Lovelace is banned", "this user is banned"],
])("PanDA's refusal of a token is translated into words: %s", (said, why) => {
  expect(loginRefusal(said)?.why).toBe(why);
});

test("Other messages of PanDA are not translated as refusals of a token", () => {
  expect(loginRefusal("ERROR : method x is forbidden")).toBeUndefined();
});

test("User names are written as PanDA writes them", () => {
  expect(userNameOf("ada KING  lovelace")).toBe("Ada King Lovelace");
  expect(userNameOf(robotName(""))).toBe("Robot None");
  expect(userNameOf(robotName("production"))).toBe("Robot Production");
});

test("A local clock that differs from PanDA's by more than a minute is reported", () => {
  expect(skewText(undefined)).toBeUndefined();
  expect(skewText(-60_000)).toBeUndefined();
  expect(skewText(61_000)).toBe("This machine's clock is 1 min behind PanDA's.");
  expect(skewText(-3 * 3_600_000)).toBe("This machine's clock is 3 h ahead of PanDA's.");
  expect(durationText(5 * 24 * 3_600_000)).toBe("5 days");
});
