import { isLoopback } from "../../core/login/server-url.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import { linkFault } from "./wire.ts";

/** From named hosts only: a login follows addresses that a server gave, and a changed one would get the secret. */
export const pinnedFetch =
  (hosts: readonly string[]) =>
  async (url: string, options: RequestInit = {}): Promise<Response> => {
    const { protocol, host } = addressOf(url);
    if (!hosts.includes(host))
      throw new Failure(`The login would go to ${host}, which is not an allowed host.`, {
        wayOut: "Nothing was sent there. If it is the VO's issuer, add it to PANDA_AUTH_ISSUER_HOSTS.",
      });
    if (protocol !== "https:" && !(protocol === "http:" && isLoopback(url)))
      throw new Failure(`The login would go to ${protocol}//${host}, which is not https.`, {
        wayOut: "Nothing was sent there. Tell the VO's administrators.",
      });
    const response = await fetch(url, { ...options, redirect: "manual" }).catch((error: unknown) => {
      // Without the cause: it may hold the request.
      throw new Outage(`${host} cannot be reached to log in: ${linkFault(error)}.`, {
        wayOut: "Nothing was changed; try again later.",
      });
    });
    if (response.status >= 500 || response.status === 429)
      throw new Outage(`${host} cannot process logins at the moment (HTTP ${response.status}).`, {
        wayOut: "Nothing was changed; try again later.",
      });
    return response;
  };

const addressOf = (url: string): URL => {
  if (!URL.canParse(url))
    throw new Failure("PanDA's auth config contains an invalid address.", { wayOut: "Tell the VO's administrators." });
  return new URL(url);
};
