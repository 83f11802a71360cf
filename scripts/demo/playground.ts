/**
 * A GitHub, its runner and a PanDA on this machine, for a person: prints what to paste, then runs until Ctrl-C.
 * `npm run playground` has an empty repository, for the way in by hand (docs/setup.md); `npm run try` one that is set up,
 * and a clone of it, for docs/tutorial/; `npm run try -- epic` one of ePIC.
 */
import { appendFile, chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setInterval } from "node:timers";
import { emptyRepository } from "./empty-repository.ts";
import { root } from "./scene.ts";
import { during, openStage } from "./stage.ts";
import { openEpic, openReady, type TutorialWorld } from "./tutorial-worlds.ts";
import { author, openWorld, reviewer, type World } from "./world.ts";

/** How often the schedule of the workflows strikes, which says 15 minutes. Milliseconds. */
const strikes = 10_000;
const admin = "linus";

/** What a person may do at PanDA: read, as every member of the VO. */
const memberOf = async ({ panda }: World, login: string): Promise<string> => {
  const token = await panda.token({ name: login, preferred_username: login, groups: ["sphenix"] });
  return `export PANDA_URL_SSL=${panda.url}/server/panda PANDA_AUTH_VO=sphenix PANDA_AUTH_ID_TOKEN=${token}`;
};

const personFile = async (world: World, dir: string, login: string): Promise<string> => {
  const { github } = world;
  const token = github.mintToken({ login });
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const mail = `${login}@users.noreply.github.com`;
  return [
    `export PATH=${join(dir, "bin")}:$PATH GH_API=${github.url} GITHUB_API_URL=${github.url} GH_TOKEN=${token}`,
    `export GH_REPO=${github.owner}/${github.repo} REPOSITORY=${github.cloneUrl()}`,
    `export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=http.${github.url}/.extraHeader GIT_CONFIG_VALUE_0="Authorization: Basic ${basic}"`,
    `export GIT_AUTHOR_NAME=${login} GIT_AUTHOR_EMAIL=${mail} GIT_COMMITTER_NAME=${login} GIT_COMMITTER_EMAIL=${mail}`,
    await memberOf(world, login),
    "",
  ].join("\n");
};

/** `shrek` as it was built, and as much of `gh` and `rucio` as pages of docs need. */
const writePrograms = async (bin: string): Promise<void> => {
  await mkdir(bin);
  const node = `exec "${process.execPath}"`;
  const programs = {
    shrek: `${node} "${join(root, "dist/cli.js")}" "$@"`,
    gh: `${node} "${join(root, "scripts/sandbox/gh/main.ts")}" "$@"`,
    rucio: `${node} "${join(root, "scripts/sandbox/rucio/program.ts")}" "$@"`,
  };
  for (const [name, line] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${line}\n`);
    await chmod(join(bin, name), 0o755);
  }
};

const begin = async (): Promise<TutorialWorld> => {
  if (isReady) return process.argv.includes("epic") ? openEpic(dir) : openReady(dir);
  const begun = await emptyRepository(dir);
  return { world: await openWorld(dir, { begun, settings: "none", tickEvery: 200 }), adminLines: [] };
};

const isReady = process.argv.includes("ready");
const strange = process.argv.slice(2).filter((word) => !["ready", ...(isReady ? ["epic"] : [])].includes(word));
if (strange.length > 0) {
  process.stderr.write(
    `There is no world "${strange.join(" ")}": npm run try, npm run try -- epic, npm run playground.\n`,
  );
  process.exit(2);
}
const dir = await mkdtemp(join(tmpdir(), "shrek-playground-"));
const { world, adminLines } = await during(openStage(), "Starting the sandboxes.", begin);
world.github.addUser(admin, "admin");
await writePrograms(join(dir, "bin"));
for (const login of [admin, author, reviewer])
  await writeFile(join(dir, login), await personFile(world, dir, login), { mode: 0o600 });
await appendFile(join(dir, admin), adminLines.map((line) => `${line}\n`).join(""));
const paste = isReady ? `\nsource "$PLAYGROUND/${author}"; cd "$PLAYGROUND/productions"` : "";
process.stdout.write(`
In a browser: ${world.github.url}/ is GitHub, ${world.panda.url}/tasks/ is PanDA. In another terminal:
export PLAYGROUND=${dir}${paste}
Its files ${admin}, ${author} and ${reviewer} make you the administrator, who asks for a production, and who approves it.
The runner has its own login to this PanDA, whatever you set. The schedule strikes every ${strikes / 1000} s. Ctrl-C ends it all.
`);
// A pass that failed is on the pull request and in the run, as at GitHub; here it must not end the others.
const striking = setInterval(() => void world.runner.schedule().catch(() => undefined), strikes);
const end = async (): Promise<void> => {
  clearInterval(striking);
  await world.close();
  await rm(dir, { recursive: true, force: true });
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void end());
