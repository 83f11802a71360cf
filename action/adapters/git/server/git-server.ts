import { type ByteStream, delimiter, flush, linesIn, packet, packetsIn } from "./pkt-line.ts";

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
  /** Each moves only if it is at its `from`: the server compares. */
  push(moves: readonly RefMove[], pack: Buffer): Promise<"moved all" | undefined>;
};

/** One request and its answer. */
export type GitService = (
  service: "git-upload-pack" | "git-receive-pack",
  request: Buffer,
) => Promise<ByteStream | undefined>;

export const gitServer = (ask: GitService): GitServer => ({
  at: async (ref) => {
    // It lists the refs whose names begin so; only the whole name is meant.
    const refs = await listRefs(ask, [ref]);
    return refs && { oid: refs.get(ref) };
  },
  under: (prefix) => listRefs(ask, [prefix]),
  push: async (moves, pack) => {
    const commands = moves.map(({ ref, from = zero, to }, index) =>
      packet(`${from} ${to} ${ref}${index === 0 ? "\0report-status" : ""}`),
    );
    const lines = await linesOf(ask("git-receive-pack", Buffer.concat([...commands, flush, pack])));
    const wanted = ["unpack ok", ...moves.map(({ ref }) => `ok ${ref}`)];
    return lines !== undefined && wanted.every((line) => lines.includes(line)) ? "moved all" : undefined;
  },
});

const linesOf = async (answer: ReturnType<GitService>): Promise<readonly string[] | undefined> => {
  const stream = await answer;
  return stream && linesIn(stream);
};

/** Those whose names begin so. */
export const listRefs = async (
  ask: GitService,
  prefixes: readonly string[],
): Promise<ReadonlyMap<string, string> | undefined> => {
  const wanted = prefixes.map((prefix) => packet(`ref-prefix ${prefix}\n`));
  const question = Buffer.concat([packet("command=ls-refs\n"), delimiter, ...wanted, flush]);
  const refs = (await linesOf(ask("git-upload-pack", question)))?.map((line) => /^([0-9a-f]{40}) (\S+)$/.exec(line));
  if (refs === undefined || refs.includes(null)) return undefined;
  return new Map(refs.map((found) => [found?.[2] ?? "", found?.[1] ?? ""]));
};

/** `shallow`: commits whose parents are left out. `pack` throws where the server or the way breaks off. */
export type SentPack = { readonly shallow: readonly string[]; readonly pack: AsyncIterable<Uint8Array> };

/** Of a commit, all before it too, or itself with its files. */
export type HowFar = "all" | "its end";

/** `have`: commits whose objects are here, but what was before those that are `cut`. */
export type PackWanted = {
  readonly commits: readonly string[];
  readonly have: readonly string[];
  readonly cut: readonly string[];
  readonly howFar: HowFar;
};

/** What these commits lead to and is not here; `undefined`: anything but a pack came. */
export const fetchPack = async (
  ask: GitService,
  { commits, have, cut, howFar }: PackWanted,
): Promise<SentPack | undefined> => {
  const lines = [
    ...["thin-pack", "ofs-delta", "no-progress"],
    ...commits.map((commit) => `want ${commit}`),
    ...cut.map((commit) => `shallow ${commit}`),
    ...(howFar === "all" ? [] : ["deepen 1"]),
    ...have.map((commit) => `have ${commit}`),
    "done",
  ].map((line) => packet(`${line}\n`));
  const question = Buffer.concat([packet("command=fetch\n"), delimiter, ...lines, flush]);
  const packets = packetsIn((await ask("git-upload-pack", question)) ?? []);
  const shallow: string[] = [];
  for (;;) {
    const next = await packets.next().catch(() => undefined);
    const line = next?.value?.toString("latin1").trimEnd();
    if (line === "packfile") return { shallow, pack: packIn(packets) };
    const [, commit] = /^shallow ([0-9a-f]{40})$/.exec(line ?? "") ?? [];
    // Another end than was asked for would cut off the history of what is here.
    if (commit !== undefined && howFar === "its end" && commits.includes(commit)) shallow.push(commit);
    else if (line !== "shallow-info" && line !== "") break;
  }
  await packets.return();
  return undefined;
};

/** What the server says beside the pack is not for us, unless it cannot go on. */
async function* packIn(packets: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const bytes of packets) {
    if (bytes[0] === 1) yield bytes.subarray(1);
    else if (bytes[0] !== 2) throw new Error("A git server broke its answer off.");
  }
}

/** What a ref that does not exist points at. */
export const zero = "0".repeat(40);
