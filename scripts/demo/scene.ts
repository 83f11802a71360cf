import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

export const root = new URL("../../", import.meta.url).pathname;
const cli = join(root, "dist/cli.js");
const run = promisify(execFile);

/** A bare repository that plays the server, and a clone in which a person works. */
export type Scene = { readonly clone: string; readonly origin: string };

export const gitIn = async (dir: string, ...args: readonly string[]): Promise<string> =>
  (await run("git", ["-C", dir, ...person, ...args])).stdout;

/** git does not ask behind a commit whether it should tidy up: a process more. */
const person = ["user.name=Ada", "user.email=ada@example.org", "maintenance.auto=false"].flatMap((set) => ["-c", set]);

export const sceneIn = (dir: string): Scene => ({ clone: join(dir, "clone"), origin: join(dir, "origin.git") });

/** A scene that was copied here: its clone still has the address of the other origin. */
export const copiedScene = async (dir: string): Promise<Scene> => {
  const scene = sceneIn(dir);
  const settings = join(scene.clone, ".git/config");
  const text = await readFile(settings, "utf8");
  await writeFile(
    settings,
    text.replace(/^\turl = .*$/m, () => `\turl = ${scene.origin}`),
  );
  return scene;
};

/** Only what is named goes into the repository: a demonstration of one production does not submit the others. */
export const buildScene = async (dir: string, productions: readonly string[]): Promise<Scene> => {
  const scene = sceneIn(dir);
  await run("git", ["init", "--quiet", "--bare", "--template=", "-b", "main", scene.origin]);
  await run("git", ["clone", "--quiet", "--template=", scene.origin, scene.clone]);
  // git starts no process of its own to tidy up behind what is watched here.
  await gitIn(scene.origin, "config", "receive.autogc", "false");
  await gitIn(scene.clone, "config", "maintenance.auto", "false");
  await gitIn(scene.clone, "checkout", "--quiet", "-b", "main");
  await mkdir(join(scene.clone, "productions"));
  for (const name of ["conventions.yaml", ...productions]) {
    await cp(join(root, "productions", name), join(scene.clone, "productions", name), { recursive: true });
  }
  await writeFile(join(scene.clone, "README.md"), "Productions\n");
  await commitAll(scene, "Request productions");
  return scene;
};

export const commitAll = async ({ clone }: Scene, message: string): Promise<void> => {
  await gitIn(clone, "add", "--all");
  await gitIn(clone, "commit", "--quiet", "-m", message);
  await gitIn(clone, "push", "--quiet", "origin", "HEAD:main");
};

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** The built command line, as a person would call it. Nothing of our own environment leaks in. */
export const callOf = (cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => ({
  program: cli,
  args,
  cwd,
  env: { PATH: process.env.PATH ?? "", HOME: cwd, ...env },
});

/** It as its own process. */
export const shrek = async (...call: Parameters<typeof callOf>): Promise<Ran> => {
  const { program, args, cwd, env } = callOf(...call);
  const options = { cwd, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  const started = run(process.execPath, [program, ...args], options);
  try {
    return { code: 0, ...(await started) };
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      typeof error.code === "number" &&
      "stdout" in error &&
      "stderr" in error
    ) {
      return { code: error.code, stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  }
};

/** How a process is told which PanDA to talk to, and as whom. */
export const pandaEnv = (url: string, token: string): Readonly<Record<string, string>> => ({
  PANDA_URL_SSL: `${url}/server/panda`,
  PANDA_AUTH_VO: "sphenix",
  PANDA_AUTH_ID_TOKEN: token,
});
