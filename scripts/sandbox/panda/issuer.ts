import { bodyText, type Call } from "./call.ts";
import { type Answer, json } from "./envelope.ts";
import type { JsonObject } from "./json.ts";
import type { Sandbox } from "./sandbox.ts";
import { counters, now, setCounters } from "./state.ts";

/** Public values of a loopback toy; the real ones are in the VO's auth config. */
export const clientId = "sandbox-client";
export const robotId = "sandbox-robot";

const day = 24 * 60 * 60;

/** Claims of a member with the production role; `change` adds or replaces some, `null` leaves a claim out. */
export const issueToken = (sandbox: Sandbox, change: JsonObject = {}, seconds = 60 * day): Promise<string> => {
  const issuedAt = Math.floor(now(sandbox.state).getTime() / 1000);
  const { vo } = sandbox.settings;
  const claims: JsonObject = {
    iss: sandbox.url(),
    aud: clientId,
    sub: "00000000-0000-4000-8000-000000000001",
    name: "test user",
    preferred_username: "tester",
    groups: [vo, `${vo}/production`],
    iat: issuedAt,
    exp: issuedAt + seconds,
    ...change,
  };
  return sandbox.keys.sign(Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null)));
};

/** `GET /auth/<vo>_auth_config.json` (PANDA P6). */
export const authConfig = (sandbox: Sandbox): Answer =>
  json({
    audience: clientId,
    client_id: clientId,
    client_secret: sandbox.settings.secrets.client,
    oidc_config_url: `${sandbox.url()}/.well-known/openid-configuration`,
    vo: sandbox.settings.vo,
    // PanDA finds a token's VO by its client, so a robot is both.
    secondary_ids: [robotId],
    robot_ids: [robotId],
    no_verify: true,
    ...sandbox.settings.authConfig,
  });

export const discovery = (sandbox: Sandbox): Answer =>
  json({
    issuer: sandbox.url(),
    token_endpoint: `${sandbox.url()}/token`,
    device_authorization_endpoint: `${sandbox.url()}/device`,
    jwks_uri: `${sandbox.url()}/jwks`,
    ...sandbox.settings.discovery,
  });

export const jwks = ({ keys: { publicKey } }: Sandbox): Answer =>
  json({
    keys: [
      { kty: "RSA", n: publicKey.n ?? "", e: publicKey.e ?? "", kid: publicKey.kid ?? "", alg: "RS256", use: "sig" },
    ],
  });

export const deviceCode = (sandbox: Sandbox): Answer =>
  json({
    device_code: "sandbox-device",
    user_code: "SAND-BOX",
    verification_uri_complete: `${sandbox.url()}/device`,
    expires_in: 600,
    interval: 1,
  });

/** The three grants the client and a robot use. */
export const tokenEndpoint = async (sandbox: Sandbox, call: Call): Promise<Answer> => {
  const form = new URLSearchParams(bodyText(call.body));
  const { secrets } = sandbox.settings;
  if (form.get("client_secret") !== (form.get("client_id") === robotId ? secrets.robot : secrets.client))
    return refused("invalid_client", form);
  switch (form.get("grant_type") ?? "") {
    case "client_credentials": {
      if (form.get("client_id") !== robotId) return refused("unauthorized_client", form);
      const claims = {
        sub: robotId,
        client_id: robotId,
        name: null,
        preferred_username: null,
        groups: null,
        aud: robotId,
      };
      return json({
        access_token: await issueToken(sandbox, claims, 4 * day),
        token_type: "Bearer",
        expires_in: 4 * day,
      });
    }
    case "refresh_token":
      return form.get("refresh_token") === refreshToken(sandbox) ? renewed(sandbox) : refused("invalid_grant", form);
    case "urn:ietf:params:oauth:grant-type:device_code":
      return form.get("device_code") === "sandbox-device" ? renewed(sandbox) : refused("invalid_grant", form);
    default:
      return refused("unsupported_grant_type", form);
  }
};

export const refreshToken = ({ state, settings }: Sandbox): string =>
  `${settings.secrets.refresh}-${counters(state).refresh}`;

const renewed = async (sandbox: Sandbox): Promise<Answer> => {
  const { state, settings } = sandbox;
  if (settings.rotatesRefreshTokens) setCounters(state, { refresh: counters(state).refresh + 1 });
  const token = await issueToken(sandbox, {}, day);
  return json({
    id_token: token,
    access_token: token,
    refresh_token: refreshToken(sandbox),
    token_type: "Bearer",
    expires_in: day,
  });
};

/** As chatty as issuers are: a client that shows this shows its secret. */
const refused = (error: string, form: URLSearchParams): Answer => ({
  ...json({ error, error_description: `not taken: ${form.toString()}` }),
  status: 400,
});
