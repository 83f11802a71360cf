import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
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
  const leaks: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory() && entry.name !== "secrets") {
      leaks.push(...(await leaksBelow(path)));
      // What borrows all of its objects shows those of another repository once more.
      if (entry.name === "objects" && !existsSync(join(path, "info/alternates")))
        leaks.push(...leaksIn(path, await objectsOf(dir)));
    }
    if (entry.isFile()) leaks.push(...leaksIn(path, await readFile(path, "latin1")));
  }
  return leaks;
};

const objectsOf = async (gitDir: string): Promise<string> => {
  const args = ["--git-dir", gitDir, "cat-file", "--batch", "--batch-all-objects", "--buffer"];
  const { stdout } = await promisify(execFile)("git", args, { encoding: "latin1", maxBuffer: 512 * 1024 * 1024 });
  return stdout;
};
