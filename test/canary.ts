import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

/** Every secret that a test makes up begins with this, so that one look at whatever was written finds it. */
const marker = "canary7secret";
export const canary = (name: string): string => `${marker}-${name}`;

/** Secrets of a sandbox PanDA and its issuer, and a claim that marks the tokens it makes. */
export const canarySecrets = { client: canary("client"), robot: canary("robot"), refresh: canary("refresh") } as const;
export const canaryClaims = { jti: canary("token") } as const;

/** A text inside a token is one of these, by where it begins; the ends depend on what stands beside it. */
const inBase64 = [0, 1, 2].map((shift) =>
  Buffer.from(`${"x".repeat(shift)}${marker}`)
    .toString("base64")
    .slice(shift === 0 ? 0 : 4, -4),
);
/** And how each token of the sandboxes begins: `{"alg":"` */
const signs = [marker, ...inBase64, "eyJhbGciOi"];

/** Where a text shows a secret: a few characters before it, never the secret. */
export const leaksIn = (where: string, text: string): readonly string[] =>
  signs.flatMap((sign) => {
    const at = text.indexOf(sign);
    return at < 0 ? [] : [`${where}: ...${text.slice(Math.max(0, at - 80), at)}<secret>`];
  });

/** Every file below a folder, and every object of the git repositories in it. Folders named `secrets` are where tests keep them. */
export const leaksBelow = async (dir: string): Promise<readonly string[]> => {
  const stores: string[] = [];
  const leaks = await leaksInFiles(dir, stores);
  return stores.length === 0 ? leaks : [...leaks, ...leaksIn(stores.join(", "), await objectsOf(stores))];
};

/** `stores`: takes up the folders of git's objects on the way. */
const leaksInFiles = async (dir: string, stores: string[]): Promise<readonly string[]> => {
  const leaks: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory() && entry.name !== "secrets") {
      leaks.push(...(await leaksInFiles(path, stores)));
      // What borrows all of its objects shows those of another repository once more.
      if (entry.name === "objects" && !existsSync(join(path, "info/alternates"))) stores.push(path);
    }
    if (entry.isFile()) leaks.push(...leaksIn(path, await readFile(path, "latin1")));
  }
  return leaks;
};

/** One start of git for all of them: a clone and its origin hold mostly the same. */
const objectsOf = async ([first = "", ...others]: readonly string[]): Promise<string> => {
  const args = ["--git-dir", dirname(first), "cat-file", "--batch", "--batch-all-objects", "--buffer"];
  const env = { ...process.env, GIT_ALTERNATE_OBJECT_DIRECTORIES: others.join(delimiter) };
  const { stdout } = await promisify(execFile)("git", args, { encoding: "latin1", maxBuffer: 512 * 1024 * 1024, env });
  return stdout;
};
