import type { SourceFile } from "../../core/text/source-file.ts";
import type { Clock } from "../../ports/clock.ts";
import { editTree } from "./edit-tree.ts";
import { type KeptWhen, newObjects } from "./new-objects.ts";

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
  readonly kept?: KeptWhen;
};

/**
 * A commit of these files on top of a parent, without a work tree. Its message has a random value: equal tree, parent,
 * author and second would make the same commit, and two writers would both "win" (SAFETY S9).
 */
export const commitFiles = async (
  dir: string,
  clock: Clock,
  { parent, files, why, gone = [], by = writer, kept = "at once" }: NewCommit,
): Promise<string> => {
  const nonce = Buffer.from(clock.random(16)).toString("hex");
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const made = await newObjects(dir, kept, parent);
  const tree = await editTree(dir, made, parent && `${parent}^{tree}`, { files, gone });
  const lines = [
    `tree ${tree}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    `author ${by} ${seconds} +0000`,
    `committer ${by} ${seconds} +0000`,
  ];
  const commit = made.add("commit", Buffer.from(`${lines.join("\n")}\n\n${why}\n\nNonce: ${nonce}\n`));
  await made.keep(commit);
  return commit;
};
