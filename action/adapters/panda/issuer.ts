import {
  allowInsecureRequests,
  type ClientMetadata,
  type Configuration,
  clientCredentialsGrant,
  clockSkew,
  customFetch,
  discovery,
  ResponseBodyError,
  refreshTokenGrant,
  WWWAuthenticateChallengeError,
} from "openid-client";
import { isLoopback } from "../../core/login/server-url.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { AuthConfig } from "./auth-config.ts";
import { pinnedFetch } from "./pinned-fetch.ts";

/** The issuer of a VO, found and checked. Whatever it says goes into no message: answers may repeat what was sent. */
export type Issuer = {
  readonly host: string;
  /** An access token. Without an audience: PanDA knows a robot by the token's subject. */
  robot(): Promise<string>;
  refresh(token: string): Promise<{ readonly idToken: string; readonly rotated: boolean }>;
};

type Client = { readonly id: string; readonly secret: string | undefined };

/** `ahead`: by how many milliseconds PanDA's clock, which decides, is ahead of ours. */
export const openIssuer = async (
  { discovery: address }: Pick<AuthConfig, "discovery">,
  client: Client,
  hosts: readonly string[],
  ahead: number,
): Promise<Issuer> => {
  const asked = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw failureOf(error, address.host);
    });
  const fetchPinned = pinnedFetch(hosts);
  const metadata: Partial<ClientMetadata> = {
    ...(client.secret === undefined ? {} : { client_secret: client.secret }),
    [clockSkew]: Math.round(ahead / 1000),
  };
  const config: Configuration = await asked(
    discovery(address, client.id, metadata, undefined, {
      [customFetch]: (url, { body, ...options }) =>
        fetchPinned(url, { ...options, ...(body === undefined ? {} : { body }) }),
      execute: isLoopback(address.href) ? [allowInsecureRequests] : [],
    }),
  );
  return {
    host: address.host,
    robot: async () => (await asked(clientCredentialsGrant(config))).access_token,
    refresh: async (token) => {
      const answer = await asked(refreshTokenGrant(config, token));
      if (answer.id_token === undefined)
        throw new Failure(`The issuer ${address.host} gave no ID token for the refresh token.`, {
          wayOut: "Get a refresh token with the scope openid, as panda-client asks for it.",
        });
      return {
        idToken: answer.id_token,
        rotated: answer.refresh_token !== undefined && answer.refresh_token !== token,
      };
    },
  };
};

/** Errors of the library quote answers and requests, so nothing of them is kept: neither words nor cause. */
const failureOf = (error: unknown, host: string): Failure => {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof Failure) return at;
  if (error instanceof ResponseBodyError) return refusal(error.error, host);
  if (error instanceof WWWAuthenticateChallengeError) return refusal("invalid_client", host);
  return new Failure(`The issuer ${host} gave no valid answer to the login; perhaps it sent a web page.`, {
    wayOut: "Check PANDA_URL_SSL and PANDA_AUTH_VO; if they are right, tell the VO's administrators.",
  });
};

const refusal = (code: string, host: string): Failure => {
  switch (code) {
    case "invalid_client":
    case "unauthorized_client":
      return new Failure(`The issuer ${host} refuses this client.`, {
        wayOut:
          "Check PANDA_AUTH_ROBOT_ID and PANDA_AUTH_ROBOT_SECRET; for a refresh token, that it was made for the client in PanDA's auth config.",
      });
    case "invalid_grant":
      return new Failure(
        `The issuer ${host} refuses the refresh token: it has expired, was used already or was revoked.`,
        { wayOut: "Log in with panda-client again and set PANDA_AUTH_REFRESH_TOKEN to the new one." },
      );
    default:
      return new Failure(`The issuer ${host} refuses this kind of login.`, {
        wayOut: "Ask the VO's administrators whether the client may use it.",
      });
  }
};
