import { spawn } from "node:child_process";
import { gitEnvironment } from "./git-environment.ts";

export type GitObject = { readonly sha: string; readonly type: string; readonly bytes: Buffer };

type Objects = { ask(command: "info" | "contents", name: string): Promise<GitObject | undefined>; close(): void };
type Waiting = {
  readonly withBytes: boolean;
  readonly resolve: (found: GitObject | undefined) => void;
  readonly reject: (error: Error) => void;
};

const open = new Map<string, Objects>();

/** Type and full id of what a revision names, or `undefined`; `bytes` stays empty. */
export const lookUp = (dir: string, name: string): Promise<GitObject | undefined> => asked(dir, "info", name);

/** The object that a revision names, or `undefined`. */
export const readObject = (dir: string, name: string): Promise<GitObject | undefined> => asked(dir, "contents", name);

/** Before a repository is removed: its reader would go on with the files that are gone. */
export const closeObjects = (dir: string): void => {
  open.get(dir)?.close();
  open.delete(dir);
};

/** A name is one line to the reader; no revision that we ask for is empty or has two. */
const asked = async (dir: string, command: "info" | "contents", name: string): Promise<GitObject | undefined> => {
  if (name === "" || name.includes("\n")) return undefined;
  const objects = open.get(dir) ?? openObjects(dir);
  open.set(dir, objects);
  return objects.ask(command, name);
};

/**
 * One git process for all reads of a repository: a world reads hundreds of objects, and to start a process from a large
 * one costs more than the read. It sees what other processes write, as git looks again for what it does not find.
 */
const openObjects = (dir: string): Objects => {
  const child = spawn("git", ["cat-file", "--batch-command"], {
    cwd: dir,
    env: gitEnvironment,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const waiting: Waiting[] = [];
  let unread: Buffer = Buffer.alloc(0);
  const fail = (error: Error): void => {
    open.delete(dir);
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  child.on("error", fail);
  child.on("close", () => fail(new Error(`git cat-file ended in ${dir}`)));
  child.stdin.on("error", () => undefined); // told by "close"
  child.stdout.on("data", (part: Buffer) => {
    unread = unread.length === 0 ? part : Buffer.concat([unread, part]);
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const answer = readAnswer(unread, first.withBytes);
      if (answer === undefined) return;
      unread = unread.subarray(answer.length);
      waiting.shift();
      first.resolve(answer.found);
    }
  });
  return {
    ask: (command, name) =>
      new Promise((resolve, reject) => {
        waiting.push({ withBytes: command === "contents", resolve, reject });
        child.stdin.write(`${command} ${name}\n`);
      }),
    close: () => child.stdin.end(),
  };
};

/** `ID TYPE SIZE`, and the bytes if they were asked for; every other line says that there is no such object. */
const readAnswer = (
  from: Buffer,
  withBytes: boolean,
): { readonly length: number; readonly found: GitObject | undefined } | undefined => {
  const end = from.indexOf("\n");
  if (end < 0) return undefined;
  const [, sha, type, size] = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(from.subarray(0, end).toString("utf8")) ?? [];
  if (sha === undefined || type === undefined) return { length: end + 1, found: undefined };
  if (!withBytes) return { length: end + 1, found: { sha, type, bytes: Buffer.alloc(0) } };
  const after = end + 1 + Number(size);
  if (from.length <= after) return undefined;
  return { length: after + 1, found: { sha, type, bytes: Buffer.from(from.subarray(end + 1, after)) } };
};
