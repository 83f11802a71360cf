import type { About, Finding } from "../../core/doctor/finding.ts";
import { durationText, rotatedText, skewText } from "../../core/login/lifetime.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Account, Identity, LoginDoor } from "../../ports/login-steps.ts";
import { examine, leftOutFindings } from "./step.ts";

/** How PanDA sees the caller, and whether iDDS answers through it. */
const askWhoAmI = async (door: LoginDoor, account: Account): Promise<readonly Finding[]> => {
  const { vo } = door.where;
  // Inside an object: `undefined` would be a step that failed.
  const user = await examine(
    "user",
    async () => ({ identity: await door.identity() }),
    ({ identity }) => userText(account, identity, vo),
  );
  if (user.value === undefined)
    return [...user.findings, ...leftOutFindings(["role", "iDDS"], "skipped: PanDA refused the login")];
  const idds = await examine("iDDS", door.idds, () => ({ verdict: "good", says: "answers through PanDA" }));
  return [...user.findings, roleFinding(door.where.role, user.value.identity), ...idds.findings];
};

const userText = ({ userName }: Account, identity: Identity | undefined, vo: string): Omit<Finding, "about"> => {
  if (identity === undefined)
    return {
      verdict: "good",
      says: `PanDA accepts the login for ${vo}; it does not report the user name, "${userName}" is from the token`,
    };
  return identity.userName === userName
    ? { verdict: "good", says: `PanDA accepts "${userName}" for ${vo}` }
    : {
        verdict: "fix",
        says: `PanDA writes "${identity.userName}" where SHREK expects "${userName}": tasks would not be found.`,
        wayOut: "Submit nothing, and report it with both names.",
      };
};

const roleFinding = (role: string, identity: Identity | undefined): Finding => {
  const about = "role";
  if (role === "production" && identity?.production === false)
    return {
      about,
      verdict: "fix",
      says: "PanDA accepts the login, but does not grant the production role.",
      wayOut: "Ask the VO's administrators.",
    };
  return role === "production"
    ? { about, verdict: "good", says: "production" }
    : {
        about,
        verdict: "warning",
        says: `${role === "" ? "none" : role}, not production: PanDA refuses official names and own priorities.`,
        wayOut: "If the conventions need them, add the role to PANDA_AUTH_VO.",
      };
};

const afterLogin: readonly About[] = ["lifetime", "refresh token", "user", "role", "iDDS"];
export const atPanda: readonly About[] = ["server", "clock", "auth config", "issuer", "login", ...afterLogin];

const wayText = {
  robot: "a robot's credentials gave a token",
  refresh: "a refresh token gave a token",
  token: "a readable ID token",
} as const;
/** A pasted token that ends within this is about to leave somebody without a login. */
const soon = 60 * 60_000;

/** One step after another: each step needs those before it. */
export const lookAtPanda = async (door: LoginDoor, clock: Clock): Promise<readonly Finding[]> => {
  const { url, way } = door.where;
  const server = await examine("server", door.clock, () => ({
    verdict: "good",
    says: `${url} answers${url.startsWith("https:") ? ", and its certificate is good" : " on this machine, without TLS"}`,
  }));
  if (server.findings.some(({ verdict }) => verdict !== "good"))
    return [...server.findings, ...leftOutFindings(atPanda.slice(1), "skipped: the server does not answer")];
  const config = await examine("auth config", door.authConfig, (host) => ({
    verdict: "good",
    says: `the VO's issuer is ${host}`,
  }));
  const issuer =
    config.value === undefined
      ? { findings: leftOutFindings(["issuer"], "skipped: no auth config") }
      : await examine("issuer", door.issuer, (host) => issuerText(host, config.value ?? ""));
  const login = await examine("login", door.logIn, () => ({ verdict: "good", says: wayText[way] }));
  const account = login.value;
  return [
    ...server.findings,
    clockFinding(server.value),
    ...config.findings,
    ...issuer.findings,
    ...login.findings,
    ...(account === undefined
      ? leftOutFindings(afterLogin, "skipped: no login")
      : [
          lifetimeFinding(account, way, clock.now().getTime() + (server.value ?? 0)),
          refreshFinding(account, way),
          ...(await askWhoAmI(door, account)),
        ]),
  ];
};

const issuerText = (host: string | undefined, named: string): Omit<Finding, "about"> =>
  host === undefined
    ? {
        verdict: "left-out",
        says: `${named} was skipped: an ID token needs no issuer, and PANDA_AUTH_ISSUER_HOSTS does not name it`,
      }
    : { verdict: "good", says: `${host} publishes its OpenID configuration` };

const clockFinding = (ahead: number | undefined): Finding => {
  const about = "clock";
  if (ahead === undefined) return { about, verdict: "unknown", says: "the server does not report its time." };
  const skew = skewText(ahead);
  return skew === undefined
    ? { about, verdict: "good", says: "agrees with PanDA's to a minute" }
    : {
        about,
        verdict: "warning",
        says: skew,
        wayOut: "Synchronise it by NTP; PanDA's clock decides when a token expires.",
      };
};

const lifetimeFinding = ({ expires }: Account, way: LoginDoor["where"]["way"], now: number): Finding => {
  const left = expires.getTime() - now;
  const says = `${durationText(left)} left, until ${expires.toISOString()}`;
  if (way !== "token") return { about: "lifetime", verdict: "good", says: `${says}; every run gets a new token` };
  return left < soon
    ? {
        about: "lifetime",
        verdict: "warning",
        says: `${says}.`,
        wayOut: "Set a new one: it is not renewed automatically.",
      }
    : { about: "lifetime", verdict: "good", says: `${says}; it is not renewed automatically` };
};

const refreshFinding = ({ rotated }: Account, way: LoginDoor["where"]["way"]): Finding => {
  const about = "refresh token";
  if (way !== "refresh") return { about, verdict: "left-out", says: "none in this login" };
  return rotated
    ? { about, verdict: "fix", says: rotatedText }
    : { about, verdict: "good", says: "the issuer keeps it: the next run can use it again" };
};
