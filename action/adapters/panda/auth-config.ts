import { type LoginSettings, originOf } from "../../core/login/settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import { times } from "../../core/times/times.ts";
import { pinnedFetch } from "./pinned-fetch.ts";

/** What PanDA publishes for a VO: its issuer, and the client that people's tokens are for. */
export type AuthConfig = {
  readonly discovery: URL;
  readonly client: { readonly id: string; readonly secret: string | undefined };
};

/** `<server>/auth/<vo>[.<role>]_auth_config.json`, as panda-client; unlike there the certificate is verified. */
export const readAuthConfig = async ({ url, hosts, ...who }: LoginSettings): Promise<AuthConfig> => {
  const name = originOf(who).replace(":", ".");
  const response = await pinnedFetch(hosts)(`${url}/auth/${name}_auth_config.json`, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(times.answerBeforeLogin.milliseconds),
  });
  if (response.status === 404)
    throw new Failure(`PanDA has no auth config for the VO ${name}.`, {
      wayOut: "Check PANDA_AUTH_VO and PANDA_URL_SSL.",
    });
  const config = response.status === 200 ? parseJson(await response.text()) : undefined;
  if (typeof config !== "object" || config === null)
    throw new Failure(`PanDA's auth config for ${name} is not JSON (HTTP ${response.status}): perhaps a login page.`, {
      wayOut: "Check PANDA_URL_SSL.",
    });
  const { oidc_config_url: discovery, client_id: id, client_secret: secret }: Record<string, unknown> = { ...config };
  if (typeof discovery !== "string" || !URL.canParse(discovery) || typeof id !== "string" || id === "")
    throw new Failure(`PanDA's auth config for ${name} lacks the issuer or the client.`, {
      wayOut: "Tell the VO's administrators.",
    });
  return {
    discovery: new URL(discovery),
    client: { id, secret: typeof secret === "string" && secret !== "" ? secret : undefined },
  };
};
