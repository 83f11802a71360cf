import { readFile } from "node:fs/promises";
import { type Filler, fillPlace, openFiller } from "../sandbox/rucio/fill.ts";
import { startRucio } from "../sandbox/rucio/start.ts";
import { follow } from "./follow.ts";
import { approve, comments, merge, openPull } from "./pull-request.ts";
import { readable } from "./reader.ts";
import { during, type Stage } from "./stage.ts";
import { author, openWorld, reviewer, type World } from "./world.ts";

const dataset = "raw.stream5";
const tag = "sP26a-toy-mdc";

const request = `# yaml-language-server: $schema=../production.schema.json
schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: mdc }
description: New files of a stream, four a run, as they come
contact: ["@sphenix-production"]
build: toy.1
conditions: none

runs: { from: raw, files: 4 }
inputs:
  raw: { dataset: "${dataset}" }
defaults: { sites: [SANDBOX], memory: 500, walltime: 1 }

steps:
  read:
    in: [{ from: raw, filesPerJob: 2 }]
    out: [read.txt]
    run: cat "\${raw[@]}" >read.txt
`;

/** The sandbox Rucio beside the world, with an open dataset. */
export const openGrowing = async (dir: string) => {
  const rucio = await startRucio({ password: "root-word" });
  const filler = await openFiller(rucio.url, "root-word");
  await fillPlace(filler);
  await filler.dataset(`raw:${dataset}`, 0, { open: true });
  const rules = `\nrucio: { server: "${rucio.url}", account: reader, login: userpass, scopes: [raw], startsPerDay: 100 }\ndatasets: { pattern: "^raw[.]" }\n`;
  const world = await openWorld(dir, {
    tickEvery: 100,
    rucio: {
      rules,
      variables: { RUCIO_HOST: new URL(rucio.url).host, RUCIO_USERNAME: "reader" },
      secrets: { RUCIO_PASSWORD: "reader-word" },
    },
  });
  const close = async (): Promise<void> => {
    await world.close();
    await rucio.close();
  };
  return { world: { ...world, close }, filler };
};

/** One merge; then a dataset grows, and its runs begin without a person. */
export const tellGrowing = async (world: World, filler: Filler, stage: Stage): Promise<boolean> => {
  stage.say(`1. ${author} requests that each four new files of ${dataset} are a run. ${reviewer} approves and merges.`);
  const number = await during(stage, "The check runs, and the comment is written.", () =>
    openPull(world, {
      login: author,
      branch: "growing",
      title: "Read a stream as it grows",
      files: { "productions/toy-stream/production.yaml": request },
    }),
  );
  for (const one of await comments(world.as(author), number)) stage.say(readable(one));
  await approve(world, reviewer, number);
  await merge(world, reviewer, number);
  await during(stage, "Reconcile looks.", () => world.runner.idle());
  const atFirst = world.panda.count().submissions;

  stage.say("2. Five files come; the data acquisition says `look`, and nothing else. Nobody merges anything.");
  await come(world, filler, 0, 5);
  await during(stage, "A run begins.", () => look(world));
  const begun = world.panda.count().submissions;

  stage.say("3. Two more come, and the dataset is closed: what is left is the last run.");
  await come(world, filler, 5, 2);
  await filler.close(`raw:${dataset}`);
  await during(stage, "The last run begins.", () => look(world));
  const status = await follow(world, stage, number, /2 done/);
  for (const one of (await comments(world.as(author), number)).filter(({ body }) => body.includes("shrek:status")))
    stage.say(readable(one));

  const [first, last] = [await madeOf(world, 1), await madeOf(world, 2)];
  stage.table([
    ["run", "files read"],
    ["1", first.join(" ")],
    ["2", last.join(" ")],
  ]);
  const { submissions } = world.panda.count();
  stage.say(`PanDA counts ${atFirst}, then ${begun}, then ${submissions} submissions of one merge.`);
  return (
    atFirst === 0 &&
    begun === 1 &&
    submissions === 2 &&
    /done/.test(status) &&
    first.join() === "0,1,2,3" &&
    last.join() === "4,5,6"
  );
};

/** The site has them, and Rucio knows them. */
const come = async (world: World, filler: Filler, first: number, count: number): Promise<void> => {
  const numbers = Array.from({ length: count }, (_, index) => first + index);
  world.panda.addDataset(
    dataset,
    Object.fromEntries(numbers.map((one) => [`${dataset}.${String(one).padStart(6, "0")}.root`, `${one}\n`])),
  );
  await filler.grow(`raw:${dataset}`, first, count);
};

const look = async (world: World): Promise<void> => {
  const { octokit, owner, repo } = world.as(author);
  await octokit.rest.repos.createDispatchEvent({ owner, repo, event_type: "look" });
  await world.runner.idle();
};

const madeOf = async (world: World, run: number): Promise<readonly string[]> => {
  const paths = world.panda.dataset(`user.sphnxpro.${tag}.v1.0.0.b${run}_000_read_read.txt/`);
  const texts = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  return texts.flatMap((text) => text.trim().split("\n")).toSorted();
};
