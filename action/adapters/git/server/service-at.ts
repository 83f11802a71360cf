import { getProxyUrl } from "@actions/http-client/lib/proxy";
import type { GitService } from "./git-server.ts";

export type RemotePlace = {
  /** `https://github.com/OWNER/REPO.git`. */
  readonly url: string;
  /** With a login, as `tokenEnvironment` has it. */
  readonly env: Readonly<Record<string, string>>;
};

/** What such an environment sends there. */
export const authorizationIn = (env: RemotePlace["env"]): string | undefined =>
  /^Authorization: (.*)$/.exec(env["GIT_CONFIG_VALUE_0"] ?? "")?.[1];

/** A server that is asked without git; `undefined`: it is reached in another way, or without such a login. */
export const serviceAt = ({ url, env }: RemotePlace): GitService | undefined => {
  const authorization = authorizationIn(env);
  if (authorization === undefined || !/^https?:\/\//.test(url) || isBehindProxy(url)) return undefined;
  return smartHttp(url, authorization);
};

/** git goes by the proxy that the environment names; Node would go past it, or wait where nothing else leads out. */
const isBehindProxy = (url: string): boolean =>
  getProxyUrl(new URL(url)) !== undefined ||
  ["all_proxy", "ALL_PROXY"].some((name) => (process.env[name] ?? "") !== "");

/** Milliseconds in which something has to come. */
const timeoutMs = 60_000;

/** `authorization`: the header of that name. */
const smartHttp =
  (url: string, authorization: string): GitService =>
  async (service, body) => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), timeoutMs).unref();
    try {
      const response = await fetch(`${url}/${service}`, {
        method: "POST",
        redirect: "error",
        signal: stop.signal,
        headers: {
          Authorization: authorization,
          "Content-Type": `application/x-${service}-request`,
          Accept: `application/x-${service}-result`,
          "Git-Protocol": "version=2",
          // Servers tell a client of git from a browser by it.
          "User-Agent": "git/shrek",
        },
        body,
      });
      const isAnswer = response.headers.get("content-type") === `application/x-${service}-result`;
      if (response.status === 200 && isAnswer && response.body !== null) return watched(response.body, late);
      await response.body?.cancel();
    } catch {
      // git asks the same, and says what is wrong.
    }
    clearTimeout(late);
    return undefined;
  };

async function* watched(body: AsyncIterable<Uint8Array>, late: NodeJS.Timeout): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      yield chunk;
      late.refresh();
    }
  } finally {
    clearTimeout(late);
  }
}
