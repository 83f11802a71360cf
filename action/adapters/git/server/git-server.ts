import { delimiter, flush, packet } from "./pkt-line.ts";

export type RefMove = { readonly ref: string; readonly from: string | undefined; readonly to: string };

/**
 * A repository by git's own protocol, without git's processes at this side: four to seven a push, three a question.
 * `undefined` is whatever is not a plain yes, an answer that does not come too: then git itself asks, and its words say
 * why.
 */
export type GitServer = {
  /** `undefined` within: there is no such ref. */
  at(ref: string): Promise<{ readonly oid: string | undefined } | undefined>;
  under(prefix: string): Promise<ReadonlyMap<string, string> | undefined>;
  /** Each moves only if it stands at its `from`: the server compares. */
  push(moves: readonly RefMove[], pack: Buffer): Promise<"moved all" | undefined>;
};

/** One request and the lines of its answer. */
export type GitService = (
  service: "git-upload-pack" | "git-receive-pack",
  request: Buffer,
) => Promise<readonly string[] | undefined>;

export const gitServer = (ask: GitService): GitServer => ({
  at: async (ref) => {
    // It lists the refs whose names begin so; only the whole name is meant.
    const refs = await listRefs(ask, ref);
    return refs && { oid: refs.get(ref) };
  },
  under: (prefix) => listRefs(ask, prefix),
  push: async (moves, pack) => {
    const commands = moves.map(({ ref, from = zero, to }, index) =>
      packet(`${from} ${to} ${ref}${index === 0 ? "\0report-status" : ""}`),
    );
    const lines = await ask("git-receive-pack", Buffer.concat([...commands, flush, pack]));
    const wanted = ["unpack ok", ...moves.map(({ ref }) => `ok ${ref}`)];
    return lines !== undefined && wanted.every((line) => lines.includes(line)) ? "moved all" : undefined;
  },
});

const listRefs = async (ask: GitService, prefix: string): Promise<ReadonlyMap<string, string> | undefined> => {
  const question = [packet("command=ls-refs\n"), delimiter, packet(`ref-prefix ${prefix}\n`), flush];
  const lines = await ask("git-upload-pack", Buffer.concat(question));
  const refs = lines?.map((line) => /^([0-9a-f]{40}) (\S+)$/.exec(line));
  if (refs === undefined || refs.includes(null)) return undefined;
  return new Map(refs.map((found) => [found?.[2] ?? "", found?.[1] ?? ""]));
};

/** What a ref that does not exist stands at. */
export const zero = "0".repeat(40);
