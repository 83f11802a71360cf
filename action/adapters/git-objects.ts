import { spawn } from "node:child_process";
import { Failure } from "../core/failure.ts";

/** Many objects by name in one process: `git cat-file --batch`. `undefined`: there is no such object. */
export const readObjects = async (dir: string, names: readonly string[]): Promise<readonly (Buffer | undefined)[]> => {
  if (names.length === 0) return [];
  return objectsIn(await batch(dir, `${names.join("\n")}\n`), names);
};

/** What `git cat-file --batch` printed for these names. */
export const objectsIn = (output: Buffer, names: readonly string[]): readonly (Buffer | undefined)[] => {
  const found: (Buffer | undefined)[] = [];
  let at = 0;
  for (const _ of names) {
    const end = output.indexOf(10, at);
    const header = output.subarray(at, end).toString("utf8");
    const size = /^[0-9a-f]{40,64} \w+ (\d+)$/.exec(header)?.[1];
    if (size === undefined) {
      found.push(undefined);
      at = end + 1;
    } else {
      found.push(output.subarray(end + 1, end + 1 + Number(size)));
      at = end + 2 + Number(size);
    }
  }
  return found;
};

const batch = (dir: string, input: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = spawn("git", ["-C", dir, "cat-file", "--batch"], { stdio: ["pipe", "pipe", "pipe"] });
    const chunks: Buffer[] = [];
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
    child.on("error", (cause) =>
      reject(new Failure("git could not be started.", { wayOut: "Install git 2.30 or newer.", cause })),
    );
    child.on("close", (code) =>
      code === 0 ? resolve(Buffer.concat(chunks)) : reject(new Failure(`git cat-file failed: ${said.trim()}`)),
    );
    child.stdin.end(input);
  });
