import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { GithubHandle } from "../sandbox/github/handle.ts";
import { gitIn, type Ran, root, shrek } from "./scene.ts";

/** An administrator with a clone, a sandbox GitHub, and `gh` on his PATH. */
export type Admin = {
  readonly place: string;
  /** Of his terminal. */
  readonly env: Readonly<Record<string, string>>;
  run(...args: readonly string[]): Promise<Ran>;
  /** What a person pastes, as bash runs it; the answers are typed in turn, one a block that asks. */
  paste(blocks: readonly string[]): Promise<void>;
};

/** Of the release `v1.2.0`. */
export const releasedCommit = "0123456789abcdef0123456789abcdef01234567";
export const admin = "linus";

/** What an administrator types where a block asks for the App; its key is not that of an App there. */
const anyApp = () => ({
  appId: 4711,
  privateKey: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }),
});

/** `SHREK_GH` names the real program; without it the sandbox's own takes its place. It is told where GitHub is by a proxy. `compiled`: what Node compiled once. */
export const anAdmin = async (
  dir: string,
  github: GithubHandle,
  compiled: string,
  app: { readonly appId: number; readonly privateKey: string | Buffer } = anyApp(),
): Promise<Admin> => {
  github.addUser(admin, "admin");
  const token = github.mintToken({ login: admin });
  const place = join(dir, "productions");
  const bin = join(dir, "bin");
  await mkdir(bin, { recursive: true });
  const program = async (name: string, line: string): Promise<void> => {
    await writeFile(join(bin, name), `#!/bin/sh\nexec ${line} "$@"\n`);
    await chmod(join(bin, name), 0o755);
  };
  await program("shrek", `"${process.execPath}" "${join(root, "dist/cli.js")}"`);
  const real = process.env.SHREK_GH;
  await program("gh", real ?? `"${process.execPath}" "${join(root, "scripts/sandbox/gh/main.ts")}"`);
  const who = { GIT_AUTHOR_NAME: "Ada", GIT_AUTHOR_EMAIL: "ada@example.org" };
  const env = {
    PATH: `${bin}:${process.env.PATH ?? ""}`,
    HOME: dir,
    NODE_COMPILE_CACHE: compiled,
    GH_TOKEN: token,
    GITHUB_API_URL: github.url,
    ...who,
    GIT_COMMITTER_NAME: who.GIT_AUTHOR_NAME,
    GIT_COMMITTER_EMAIL: who.GIT_AUTHOR_EMAIL,
    GH_API: github.url,
    ...(real === undefined ? {} : { GH_HOST: "github.localhost", http_proxy: github.url }),
  };
  await gitIn(dir, "init", "--quiet", "--initial-branch=main", place);
  await gitIn(place, "remote", "add", "origin", github.cloneUrl(token));
  const key = join(dir, "app.pem");
  await writeFile(key, app.privateKey);
  const typed = (block: string): string => (block.includes("read -r") ? `${app.appId}\n${key}\n` : "a value\n");
  return {
    place,
    env,
    run: (...args) => shrek(place, args, env),
    paste: async (blocks) => {
      // One bash for all of them, as in one terminal: what is read in one block is there in the next.
      const script = blocks.map((block) => `{\n${block}\n} <<'TYPED'\n${typed(block)}TYPED\n`).join("");
      await promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], { cwd: place, env });
    },
  };
};

/** Without the flags of `left`. */
export const initOf = (
  github: Pick<GithubHandle, "owner" | "repo">,
  more: Readonly<Record<string, string>> = {},
): readonly string[] => [
  "init",
  ...Object.entries({
    release: `v1.2.0@${releasedCommit}`,
    repository: `${github.owner}/${github.repo}`,
    experiment: "Toy Experiment",
    owner: "@ada @grace",
    vo: "sphenix",
    site: "SANDBOX",
    scope: "user.sphnxpro",
    "trial-scope": "user.sphnxpro",
    panda: "https://panda.example.org/server/panda",
    issuer: "iam.example.org",
    ...more,
  }).flatMap(([name, value]) => [`--${name}`, value]),
];

/** The blocks below the numbered words of `shrek init`, or below the names of `shrek doctor --github`. */
export const blocksIn = (stdout: string): readonly string[] =>
  stdout
    .slice(stdout.search(/^(What only an administrator|To paste)/m))
    .split(/\n\n+/)
    .slice(1)
    .map((block) => block.replace(/^# .*\n/, "").trim())
    .filter((block) => block !== "" && !/^(\d+\. |`)/.test(block));
