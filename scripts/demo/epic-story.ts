import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formBranchOf } from "../../action/core/command/form-names.ts";
import { type Admin, anAdmin, blocksIn, initOf } from "./admin-steps.ts";
import { emptyRepository } from "./empty-repository.ts";
import { type EpicImage, openImage } from "./epic-image.ts";
import { mergeAndFollow } from "./follow.ts";
import { comments } from "./pull-request.ts";
import { readable } from "./reader.ts";
import { during, type Stage } from "./stage.ts";
import { author, openWorld, reviewer, type World } from "./world.ts";

/** As eic/simulation_campaign_datasets names a list and its files. */
const list = "pythia8.316-1.0_NC_noRad_ep_9x130_q2_1to10";
const folder = "DIS/pythia8.316-1.0/NC/noRad/ep/9x130/q2_1to10";
const named = (run: number): string => `${folder}/${list}_run${run}`;
const app = "shrek-form";
const ext = "hepmc3.tree.root";
/** Files of the list, and the events that the pipeline counted in each. */
const files = { [named(1)]: 1000, [named(2)]: 800, [named(3)]: 651 };
const most = 400;
/** Somebody removed it after the list was made: its job fails for good. */
const gone = { [named(4)]: 300 };
const sumOf = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((sum, one) => sum + one, 0);
const there = sumOf(files);
const requested = there + sumOf(gone);

/** A GitHub with an empty repository, for which somebody has made an App. */
export const openEmpty = async (dir: string): Promise<World> => {
  const permissions = { contents: "write", "pull-requests": "write" } as const;
  const begun = await emptyRepository(dir);
  return openWorld(dir, { begun, settings: "none", app: { slug: app, permissions }, tickEvery: 100 });
};

/** From an empty folder to delivered events, as docs/experiments/epic.md has it. Whether all was as it should be. */
export const tellEpic = async (world: World, stage: Stage, dir: string): Promise<boolean> => {
  const image = await openImage(
    join(dir, "image"),
    Object.fromEntries(Object.entries(files).map(([name, events]) => [`${name}.${ext}`, events])),
  );
  const { variables, secrets } = world.ledger;
  const known = { appId: Number(variables?.["SHREK_APP_ID"]), privateKey: secrets?.["SHREK_APP_KEY"] ?? "" };
  const linus = await anAdmin(dir, world.github, join(dir, "compiled"), known);

  stage.say("1. linus makes the repository with `shrek init --template epic --with form`, and pastes what it prints.");
  await during(stage, "GitHub is set up.", () => setUp(linus, world, image));

  stage.say(
    `2. ${author} has a list of four files with ${requested} events; one is gone. \`shrek import csv\` cuts it into jobs of at most ${most} events, and ${author} fills in the form *Request a production* with these rows.`,
  );
  const rows = await cut(linus);
  const began = performance.now();
  const { issue, number } = await during(stage, "The form makes a pull request, and the check runs.", () =>
    ask(world, rows),
  );
  stage.say(
    `The plan stands in the issue, and in #${number}, ${((performance.now() - began) / 1000).toFixed(1)} s after it.`,
  );
  for (const one of await comments(world.as(author), issue)) stage.say(readable(one));

  stage.say(`3. ${reviewer} approves and merges. Each job registers its file at the experiment's own Rucio.`);
  const status = await mergeAndFollow(world, stage, number);
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.get({ owner, repo, issue_number: issue });
  stage.say(`The issue is ${data.state}.`);
  return (await isDelivered(status, image, stage)) && data.state === "closed";
};

const setUp = async (linus: Admin, { github, runner }: World, { setup }: EpicImage): Promise<void> => {
  const atSandbox = { template: "epic", with: "form", ledger: "app", "working-group": "sphenix" };
  const made = await linus.run(...initOf(github, { ...atSandbox, experiment: "ePIC" }));
  if (made.code !== 0) throw new Error(made.stdout);
  const conventions = join(linus.place, "productions/conventions.yaml");
  const text = await readFile(conventions, "utf8");
  const site = "  SANDBOX: { state: online }";
  await writeFile(
    conventions,
    text
      .replace(site, `  SANDBOX: { state: online, setup: '${setup}' }`)
      .replace(/form: \{ app: \S+ \}/, `form: { app: ${app} }`),
  );
  await linus.paste(blocksIn(made.stdout));
  await runner.idle();
};

/** The rows of jobs that a list becomes. */
const cut = async (linus: Admin): Promise<string> => {
  const file = join(linus.place, `${list}.csv`);
  const rows = Object.entries({ ...files, ...gone }).map(
    ([name, events]) => `EVGEN/${name},${ext},${events},41.5,2.5\n`,
  );
  await writeFile(file, rows.join(""));
  const made = await linus.run("import", "csv", file, "--events", String(most));
  if (made.code !== 0) throw new Error(made.stderr);
  return readFile(join(linus.place, `productions/${list}/jobs.csv`), "utf8");
};

/** As a person in a browser. Gives the issue, and the pull request that the form makes of it. */
const ask = async ({ github, runner, as }: World, rows: string): Promise<{ issue: number; number: number }> => {
  const answers = {
    generator: "pythia8.316-1.0",
    process: "NC-noRad",
    species: "ep",
    beams: "9x130",
    range: "q2-1to10",
  };
  const issue = await github.submitForm(author, {
    form: "production.yml",
    title: "Production: neutral currents",
    answers: {
      ...answers,
      description: "Neutral currents for a talk",
      events: String(requested),
      "simulate-table": rows,
    },
  });
  await runner.idle();
  const { octokit, owner, repo } = as(author);
  const { data } = await octokit.rest.pulls.list({ owner, repo, head: `${owner}:${formBranchOf(issue)}` });
  const [pull] = data;
  if (pull === undefined) throw new Error((await comments(as(author), issue)).map(({ body }) => body).join("\n"));
  return { issue, number: pull.number };
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
