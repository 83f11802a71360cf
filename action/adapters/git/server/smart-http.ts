import type { GitService } from "./git-server.ts";
import { linesIn } from "./pkt-line.ts";

/** Milliseconds. */
const timeoutMs = 60_000;

/** `authorization`: the header of that name. */
export const smartHttp =
  (url: string, authorization: string): GitService =>
  async (service, body) => {
    try {
      const response = await fetch(`${url}/${service}`, {
        method: "POST",
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
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
      const bytes = Buffer.from(await response.arrayBuffer());
      return response.status === 200 && isAnswer ? linesIn(bytes) : undefined;
    } catch {
      // git asks the same, and says what is wrong.
      return undefined;
    }
  };
