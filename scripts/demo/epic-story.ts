import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Admin, anAdmin, blocksIn, initOf } from "./admin-steps.ts";
import { emptyRepository } from "./empty-repository.ts";
import { type EpicImage, openImage } from "./epic-image.ts";
import { mergeAndFollow } from "./follow.ts";
import { comments, openPull } from "./pull-request.ts";
import { readable } from "./reader.ts";
import { during, type Stage } from "./stage.ts";
import { author, openWorld, reviewer, type World } from "./world.ts";

const sample = "rapgap3.310-2.0_ddis-noRad_ep_9x130_q2-5to1e8";
const ext = "hepmc3.tree.root";
/** Files of the list, and the events that the pipeline counted in each. */
const files = { "DDIS/9x130/a": 1000, "DDIS/9x130/b": 800, "DDIS/9x130/c": 651 };
const most = 400;
/** Somebody removed it after the list was made: its job fails for good. */
const gone = { "DDIS/9x130/gone": 300 };
const sumOf = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((sum, one) => sum + one, 0);
const there = sumOf(files);
const requested = there + sumOf(gone);

/** A GitHub with an empty repository. */
export const openEmpty = async (dir: string): Promise<World> =>
  openWorld(dir, { begun: await emptyRepository(dir), settings: "none", tickEvery: 100 });

/** From an empty folder to delivered events, as docs/experiments/epic.md has it. Whether all was as it should be. */
export const tellEpic = async (world: World, stage: Stage, dir: string): Promise<boolean> => {
  const image = await openImage(
    join(dir, "image"),
    Object.fromEntries(Object.entries(files).map(([name, events]) => [`${name}.${ext}`, events])),
  );
  const linus = await anAdmin(dir, world.github, join(dir, "compiled"));

  stage.say("1. linus makes the repository with `shrek init --template epic`, and pastes what it prints.");
  await during(stage, "GitHub is set up.", () => setUp(linus, world, image));

  stage.say(`2. ${author} imports a list of four files with ${requested} events, at most ${most} a job. One is gone.`);
  const folder = `productions/${sample}`;
  const number = await during(stage, "The check runs, and the comment is written.", async () =>
    openPull(world, { login: author, branch: "ddis", title: "Request a sample", files: await request(linus, folder) }),
  );
  for (const one of await comments(world.as(author), number)) stage.say(readable(one));

  stage.say(`3. ${reviewer} approves and merges. Each job registers its file at the experiment's own Rucio.`);
  const status = await mergeAndFollow(world, stage, number);
  return isDelivered(status, image, stage);
};

const setUp = async (linus: Admin, { github, runner }: World, { setup }: EpicImage): Promise<void> => {
  const atSandbox = { template: "epic", experiment: "ePIC", ledger: "every-collaborator", "working-group": "sphenix" };
  const made = await linus.run(...initOf(github, atSandbox));
  if (made.code !== 0) throw new Error(made.stdout);
  const conventions = join(linus.place, "productions/conventions.yaml");
  const text = await readFile(conventions, "utf8");
  await writeFile(
    conventions,
    text.replace("  SANDBOX: { state: online }", `  SANDBOX: { state: online, setup: '${setup}' }`),
  );
  await linus.paste(blocksIn(made.stdout));
  await runner.idle();
};

/** The list as a person imports it, with the marks that are left decided. */
const request = async (linus: Admin, folder: string): Promise<Readonly<Record<string, string>>> => {
  const list = join(linus.place, `${sample}.csv`);
  const rows = Object.entries({ ...files, ...gone }).map(
    ([name, events]) => `EVGEN/${name},${ext},${events},41.5,2.5\n`,
  );
  await writeFile(list, rows.join(""));
  const made = await linus.run("import", "csv", list, "--events", String(most));
  if (made.code !== 0) throw new Error(made.stderr);
  const names = await readdir(join(linus.place, folder));
  return Object.fromEntries(
    await Promise.all(
      names.map(async (name) => {
        const path = `${folder}/${name}`;
        return [path, (await readFile(join(linus.place, path), "utf8")).replaceAll(/ # CHANGE:.*$/gm, "")] as const;
      }),
    ),
  );
};

/** What the status says, beside what lies at the other Rucio: each event of each file that was there once. */
const isDelivered = async (status: string, image: EpicImage, stage: Stage): Promise<boolean> => {
  const said = /delivered ([\d ]+) of ([\d ]+) events .*: counted by its checks/.exec(status);
  const registered = await image.registered();
  const events = [...registered.values()].flat();
  stage.say("The files at the experiment's Rucio:");
  stage.table([["file", "events"], ...[...registered].map(([name, own]) => [name, String(own.length)])]);
  const isEach = events.length === there && new Set(events).size === there;
  stage.say(
    `The status says ${said?.[0] ?? "nothing of what was delivered"}. There are ${events.length}, ${new Set(events).size} of them different.`,
  );
  return (
    isEach &&
    said
      ?.slice(1)
      .map((amount) => Number(amount.replaceAll(" ", "")))
      .join() === `${there},${requested}`
  );
};
