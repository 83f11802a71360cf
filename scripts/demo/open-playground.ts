import { appendFile, chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyRepository } from "./empty-repository.ts";
import { root } from "./scene.ts";
import { openEpic, openReady, type TutorialWorld, type WorldChoices } from "./tutorial-worlds.ts";
import { author, openWorld, reviewer, type World } from "./world.ts";

/** An empty repository, for the way in by hand (docs/setup.md); one that is set up, and a clone of it, for docs/tutorial/; one of ePIC. */
export type PlaygroundKind = "empty" | "ready" | "epic";

const admin = "linus";

/** Sandboxes, and in the folder what makes a terminal one of three people. */
export const openPlayground = async (dir: string, kind: PlaygroundKind, choices: WorldChoices): Promise<World> => {
  const { world, adminLines } = await kinds[kind](dir, choices);
  world.github.addUser(admin, "admin");
  await writePrograms(join(dir, "bin"));
  for (const login of [admin, author, reviewer])
    await writeFile(join(dir, login), await personFile(world, dir, login), { mode: 0o600 });
  await appendFile(join(dir, admin), adminLines.map((line) => `${line}\n`).join(""));
  if (kind !== "empty") await firstPass(world);
  return world;
};

/** Before it a plan says that nothing would submit what is merged, which is no news in a repository that is set up. */
const firstPass = async ({ runner }: World): Promise<void> => {
  await runner.schedule();
  await runner.idle();
};

const openEmpty = async (dir: string, choices: WorldChoices): Promise<TutorialWorld> => {
  const begun = await emptyRepository(dir);
  return { world: await openWorld(dir, { ...choices, begun, settings: "none" }), adminLines: [] };
};
const kinds = { empty: openEmpty, ready: openReady, epic: openEpic };

/** What a person pastes into a second terminal, and reads before it. */
export const openingWords = ({ github, panda }: World, dir: string, kind: PlaygroundKind, seconds: number): string => {
  const paste = kind === "empty" ? "" : `\nsource "$PLAYGROUND/${author}"; cd "$PLAYGROUND/productions"`;
  return `
In a browser: ${github.url}/ is GitHub, ${panda.url}/tasks/ is PanDA. In another terminal:
export PLAYGROUND=${dir}${paste}
Its files ${admin}, ${author} and ${reviewer} make you the administrator, who asks for a production, and who approves it.
The runner has its own login to this PanDA, whatever you set. The schedule strikes every ${seconds} s. Ctrl-C ends it all.
`;
};

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
