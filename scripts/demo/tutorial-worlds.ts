import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fillPlace, openFiller } from "../sandbox/rucio/fill.ts";
import { startRucio } from "../sandbox/rucio/start.ts";
import { initOf } from "./admin-steps.ts";
import { openImage } from "./epic-image.ts";
import { gitIn, shrek } from "./scene.ts";
import { home, openWorld, reviewer, type World, type WorldOptions } from "./world.ts";

/** How its clock goes and its programs start. */
export type WorldChoices = Pick<WorldOptions, "tickEvery" | "env" | "start" | "releaseTree">;

/** Sandboxes with a clone in `productions`, and what its administrator's terminal is told besides. */
export type TutorialWorld = { readonly world: World; readonly adminLines: readonly string[] };

const dataset = "raw.run82104";
const rootWord = "root-word";

/** With two productions on main, of which the ledger says that they are not to be submitted, and a Rucio with a file that is lost. */
export const openReady = async (dir: string, choices: WorldChoices): Promise<TutorialWorld> => {
  const rucio = await startRucio({ password: rootWord });
  const filler = await openFiller(rucio.url, rootWord);
  await fillPlace(filler);
  await filler.dataset(`raw:${dataset}`, 4);
  const name = (file: number): string => `${dataset}.${String(file).padStart(6, "0")}.root`;
  await filler.call("POST", "/replicas/bad/dids", {
    dids: [{ scope: "raw", name: name(3) }],
    ...{ rse: "NEAR_DISK", reason: "the disk is broken" },
  });
  const world = await openWorld(dir, {
    ...choices,
    productions: ["_templates", "toy-pileup", "toy-runs"],
    rucio: {
      rules: `\nrucio: { server: "${rucio.url}", account: reader, login: userpass, scopes: [raw] }\ndatasets: { pattern: "^raw[.]" }\n`,
      variables: { RUCIO_HOST: new URL(rucio.url).host, RUCIO_USERNAME: "reader" },
      secrets: { RUCIO_PASSWORD: "reader-word" },
    },
  });
  world.panda.addDataset(
    dataset,
    Object.fromEntries([0, 1, 2].map((file) => [name(file), `events of file ${file}\n`])),
  );
  const close = async (): Promise<void> => {
    await world.close();
    await rucio.close();
  };
  await cloneOf(world, dir);
  return { world: { ...world, close }, adminLines: [`export RUCIO_URL=${rucio.url} RUCIO_PASSWORD=${rootWord}`] };
};

const app = "shrek-form";
const ext = "hepmc3.tree.root";

/** ePIC's, as `shrek init --template epic --with form` makes it, with an image whose generated events are at the site. */
export const openEpic = async (dir: string, choices: WorldChoices): Promise<TutorialWorld> => {
  const { setup } = await openImage(join(dir, "image"), {
    [`DDIS/9x130/a.${ext}`]: 1000,
    [`DDIS/9x130/b.${ext}`]: 800,
  });
  const world = await openWorld(dir, {
    ...choices,
    app: { slug: app, permissions: { contents: "write", "pull-requests": "write" } },
    files: await epicFiles(dir, setup),
  });
  const { octokit, owner, repo } = world.as(reviewer);
  await octokit.rest.issues.createLabel({ owner, repo, name: "production" });
  await cloneOf(world, dir);
  return { world, adminLines: [] };
};

const epicFiles = async (dir: string, setup: string): Promise<Readonly<Record<string, string>>> => {
  const chosen = { template: "epic", experiment: "ePIC", with: "form", "working-group": "sphenix" };
  const made = await shrek(dir, [...initOf(home, { ...chosen, ledger: "app" }), "epic"], { HOME: dir });
  if (made.code !== 0) throw new Error(made.stderr);
  const names = await readdir(join(dir, "epic"), { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map(async (path) => [path.slice(join(dir, "epic").length + 1), await readFile(path, "utf8")] as const),
  );
  return Object.fromEntries(files.map(([path, text]) => [path, finished(path, text, setup)]));
};

/** What is left to an administrator: the image of the site, who opens the form's pull requests, and the marks of the template. */
const finished = (path: string, text: string, setup: string): string => {
  if (path.includes("/_templates/")) return text.replaceAll(/ # CHANGE:.*$/gm, "");
  if (path !== "productions/conventions.yaml") return text;
  const site = "  SANDBOX: { state: online }";
  return text
    .replace(site, `  SANDBOX: { state: online, setup: '${setup}' }`)
    .replace(/form: \{ app: \S+ \}/, `form: { app: ${app} }`);
};

const cloneOf = async ({ github }: World, dir: string): Promise<void> => {
  await gitIn(dir, "clone", "--quiet", github.gitDir(), "productions");
  await gitIn(join(dir, "productions"), "remote", "set-url", "origin", github.cloneUrl());
};
