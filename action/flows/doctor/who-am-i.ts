import type { Finding } from "../../core/doctor/finding.ts";
import type { Account, Identity, LoginDoor } from "../../ports/login-steps.ts";
import { examine, leftOutFindings } from "./step.ts";

/** How PanDA sees the caller, and whether iDDS answers through it. */
export const askWhoAmI = async (door: LoginDoor, account: Account): Promise<readonly Finding[]> => {
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
