import { delimiter, flush, linesIn, packet } from "./pkt-line.ts";

export type RefMove = { readonly ref: string; readonly from: string | undefined; readonly to: string };

/**
 * A repository on a server by git's own protocol, without git's four processes a push and three a question. `undefined`
 * is whatever is not a plain yes, an answer that does not come too: then git itself asks, and its words say why.
 */
export type SmartHttp = {
  /** Every ref whose name begins so. */
  under(prefix: string): Promise<ReadonlyMap<string, string> | undefined>;
  /** Each moves only if it stands at its `from`: the server compares. */
  push(moves: readonly RefMove[], pack: Buffer): Promise<"moved all" | undefined>;
};

/** `authorization`: the header of that name. */
export const smartHttp = (url: string, authorization: string): SmartHttp => ({
  under: async (prefix) => {
    const question = [packet("command=ls-refs\n"), delimiter, packet(`ref-prefix ${prefix}\n`), flush];
    const lines = await post("git-upload-pack", { url, authorization }, question);
    const refs = lines?.map((line) => /^([0-9a-f]{40}) (\S+)$/.exec(line));
    if (refs === undefined || refs.includes(null)) return undefined;
    return new Map(refs.map((found) => [found?.[2] ?? "", found?.[1] ?? ""]));
  },
  push: async (moves, pack) => {
    const commands = moves.map(({ ref, from = zero, to }, index) =>
      packet(`${from} ${to} ${ref}${index === 0 ? "\0report-status" : ""}`),
    );
    const lines = await post("git-receive-pack", { url, authorization }, [...commands, flush, pack]);
    const wanted = ["unpack ok", ...moves.map(({ ref }) => `ok ${ref}`)];
    return lines !== undefined && wanted.every((line) => lines.includes(line)) ? "moved all" : undefined;
  },
});

/** What a ref that does not exist stands at. */
export const zero = "0".repeat(40);

/** Milliseconds. */
const patience = 60_000;

const post = async (
  service: "git-upload-pack" | "git-receive-pack",
  { url, authorization }: { readonly url: string; readonly authorization: string },
  parts: readonly Buffer[],
): Promise<readonly string[] | undefined> => {
  try {
    const response = await fetch(`${url}/${service}`, {
      method: "POST",
      redirect: "error",
      signal: AbortSignal.timeout(patience),
      headers: {
        Authorization: authorization,
        "Content-Type": `application/x-${service}-request`,
        Accept: `application/x-${service}-result`,
        "Git-Protocol": "version=2",
        // Servers tell a client of git from a browser by it.
        "User-Agent": "git/shrek",
      },
      body: Buffer.concat(parts),
    });
    const isAnswer = response.headers.get("content-type") === `application/x-${service}-result`;
    const bytes = Buffer.from(await response.arrayBuffer());
    return response.status === 200 && isAnswer ? linesIn(bytes) : undefined;
  } catch {
    // git asks the same, and says what is wrong.
    return undefined;
  }
};
