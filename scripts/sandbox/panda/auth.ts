import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from "jose";
import type { Call } from "./call.ts";
import { clientId, robotId } from "./issuer.ts";
import { titleCase } from "./python-text.ts";
import type { Sandbox } from "./sandbox.ts";
import { now } from "./state.ts";

/** Who calls, as PanDA sees it: tasks belong to the bare, Title-Cased name. */
export type Caller = {
  readonly userName: string;
  readonly nickname: string;
  readonly production: boolean;
  readonly fqans: readonly string[];
};

export type Login =
  | { readonly kind: "caller"; readonly caller: Caller }
  /** No token: insecure endpoints still answer. */
  | { readonly kind: "nobody" }
  /** HTTP 403 from any endpoint. */
  | { readonly kind: "rejected"; readonly message: string };

/** Who calls, and in which role (PANDA P4, P5). */
export const readLogin = async (sandbox: Sandbox, call: Call): Promise<Login> => {
  const token = /^Bearer (.+)$/.exec(call.headers["authorization"] ?? "")?.[1];
  if (token === undefined) return { kind: "nobody" };
  const origin = call.headers["origin"];
  const noText = "'NoneType' object has no attribute 'replace'";
  if (origin === undefined) return rejected(thrown(noText, `AttributeError: ${noText}`));
  const [vo = "", role] = origin.split(/[.:]/);
  const claims = await verify(sandbox, token);
  if (typeof claims === "string") return rejected(claims);
  if (vo !== sandbox.settings.vo) return rejected(`Unknown vo : ${vo}`);
  if (claims.sub === robotId) return callerOf(vo, `robot ${role ?? "None"}`, "robot", role);
  const groups: unknown = claims["groups"];
  if (!Array.isArray(groups)) return rejected(thrown("'groups'", "KeyError: 'groups'"));
  const wanted = role === undefined ? vo : `${vo}/${role}`;
  if (!groups.includes(wanted) && !groups.includes(`/${wanted}`))
    return rejected(`Not a member of the ${wanted} group`);
  const name = typeof claims["name"] === "string" ? claims["name"] : (claims.sub ?? "");
  return callerOf(vo, name, String(claims["preferred_username"] ?? ""), role);
};

/** panda-server 1.0.4, srvcore/panda_request.py: one of the VO and the role. */
const fqansOf = (vo: string, role: string | undefined): readonly string[] =>
  role === undefined ? [] : [`/${vo}/Role=${role}`];

const callerOf = (vo: string, name: string, nickname: string, role: string | undefined): Login => ({
  kind: "caller",
  caller: { userName: titleCase(name), nickname, production: role === "production", fqans: fqansOf(vo, role) },
});

const rejected = (why: string): Login => ({ kind: "rejected", message: `Token authentication failed. ${why}` });

/** Without the lines of the server's own files (panda-server 1.0.4, srvcore/panda_request.py:36, 99, 108, 155). */
const thrown = (words: string, last: string): string =>
  `Token decode failure. ${words} Traceback (most recent call last):\n  ...\n${last}\n`;

/** The claims, or why not, in the server's words. */
const verify = async (sandbox: Sandbox, token: string): Promise<JWTPayload | string> => {
  try {
    const { kid, alg } = decodeProtectedHeader(token);
    if (kid !== sandbox.keys.kid || alg !== "RS256") return `Invalid token. JWK not found for kid=${kid ?? ""}`;
    const { payload } = await jwtVerify(token, sandbox.keys.verifying, {
      algorithms: ["RS256"],
      issuer: sandbox.url(),
      currentDate: now(sandbox.state),
    });
    const audiences = [payload.aud, payload["client_id"], payload.sub].flat();
    if (!audiences.includes(clientId) && !audiences.includes(robotId))
      return "Invalid token. cannot extract client_id from token";
    return payload;
  } catch (error) {
    return `Invalid token. ${reasonOf(error, token)}`;
  }
};

const reasonOf = (error: unknown, token: string): string => {
  if (error instanceof errors.JWTExpired) return "Signature has expired";
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === "iss")
    return "failed to decode: Invalid issuer";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "failed to decode: Signature verification failed";
  // PyJWT's, of a head that is no base64; that of one that is no JSON differs.
  return token.split(".").length < 3 ? "Not enough segments" : "Invalid header padding";
};
