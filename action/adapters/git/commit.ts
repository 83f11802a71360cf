import type { SourceFile } from "../../core/text/source-file.ts";
import type { Clock } from "../../ports/clock.ts";
import { git } from "./run.ts";

const writer = "shrek <shrek@localhost>";

/**
 * Whether `commitFiles` made it. Git writes a new committer when somebody amends, reverts, picks or merges, and GitHub
 * does too. This finds an accident, not a forger: a person who may push can write any name.
 */
export const isOwnCommit = (object: Buffer | undefined): boolean => {
  const text = object?.toString("utf8") ?? "";
  const end = text.indexOf("\n\n");
  return text.slice(0, end).includes(`\ncommitter ${writer} `) && /\n\nNonce: [0-9a-f]{32}\n$/.test(text.slice(end));
};

export type NewCommit = {
  readonly parent: string | undefined;
  readonly files: readonly SourceFile[];
  readonly why: string;
  /** Paths that go. */
  readonly gone?: readonly string[];
  /** `NAME <ADDRESS>`. */
  readonly by?: string;
};

/**
 * A commit of these files on top of a parent, in one process and without a work tree. Its message has a random value:
 * equal tree, parent, author and second would make the same commit, and two writers would both "win" (SAFETY S9).
 */
export const commitFiles = async (
  dir: string,
  clock: Clock,
  { parent, files, why, gone = [], by = writer }: NewCommit,
): Promise<string> => {
  const nonce = Buffer.from(clock.random(16)).toString("hex");
  const ref = `refs/shrek/pending-${nonce}`;
  const message = Buffer.from(`${why}\n\nNonce: ${nonce}\n`);
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const parts: Uint8Array[] = [
    Buffer.from(`commit ${ref}\nmark :1\ncommitter ${by} ${seconds} +0000\ndata ${message.length}\n`),
    message,
    Buffer.from(parent === undefined ? "\n" : `\nfrom ${parent}\n`),
    ...gone.map((path) => Buffer.from(`D ${JSON.stringify(path)}\n`)),
    ...files.flatMap(({ path, mode, bytes }) => [
      Buffer.from(`M ${mode} inline ${JSON.stringify(path)}\ndata ${bytes.length}\n`),
      bytes,
      Buffer.from("\n"),
    ]),
    // The ref is only what fast-import needs to make a commit: it is given up before it is ever written.
    Buffer.from(`get-mark :1\nreset ${ref}\nfrom ${"0".repeat(40)}\n\ndone\n`),
  ];
  const said = await git(dir, ["fast-import", "--quiet", "--done", "--date-format=raw"], {
    input: Buffer.concat(parts),
  });
  return said.trim();
};
