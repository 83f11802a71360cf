import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { follow } from "./follow.ts";
import { approve, type Comment, comment, comments, merge, openPull } from "./pull-request.ts";
import { readable } from "./reader.ts";
import { histogramOf } from "./runs-result.ts";
import { during, type Stage } from "./stage.ts";
import { author, productionFiles, reviewer, type World } from "./world.ts";

type Files = Readonly<Record<string, string>>;
type Runs = Readonly<Record<number, number>>;

const tag = "sP26a-toy-signal";
const version = "1.0.0";
const request = "productions/toy-runs/production.yaml";
const list = "productions/toy-runs/runs.txt";
/** Events of each run. */
const first: Runs = { 82001: 20, 82003: 30, 82004: 20, 82010: 10 };
const second: Runs = { ...first, 82020: 10, 82021: 15, 82022: 5 };
const third: Runs = { ...second, 82002: 25 };
/** A run of which a segment cannot be read. */
const lossy = 82021;
/** A run of which the histogram needs more memory than those of the others; it is seen on Linux alone. */
const hungry = 82022;

const without = (runs: Runs): Runs => Object.fromEntries(Object.entries(runs).filter(([run]) => Number(run) !== lossy));

const listOf = (runs: Runs): Files => ({
  [list]: `run events\n${Object.entries(runs)
    .map(([run, events]) => `${run} ${events}\n`)
    .join("")}`,
});

/** Three merges of one request whose list of runs grows, with a segment that is lost and a job that needs more memory. */
export const tellRuns = async (world: World, stage: Stage, dir: string): Promise<boolean> => {
  let merges = 0;
  const absent = join(dir, "absent");
  const bring = async (title: string, files: Files, over: RegExp): Promise<number> => {
    const number = await during(stage, "The check runs, and the comment is written.", () =>
      openPull(world, { login: author, branch: `runs-${merges + 1}`, title, files }),
    );
    for (const one of await comments(world.as(author), number)) stage.say(briefly(one, merges > 0));
    await approve(world, reviewer, number);
    await merge(world, reviewer, number);
    await during(stage, "Reconcile submits.", () => world.runner.idle());
    await follow(world, stage, number, over);
    const said = await comments(world.as(author), number);
    merges += 1;
    for (const one of said.filter(({ body }) => body.includes("shrek:status"))) stage.say(readable(one));
    return number;
  };

  stage.say(`1. ${author} opens a pull request with productions/toy-runs: four runs. ${reviewer} approves and merges.`);
  await bring("Request the toy runs", { ...withTrouble(absent), ...listOf(first) }, /4 done/);
  const told = [await compare(world, stage, first)];

  stage.say(`2. Three runs are appended; no version moves. The tape with segment 3 of run ${lossy} cannot be read.`);
  stage.say(`The histogram of run ${hungry} needs more than the 100 MB that its job asks for first.`);
  await writeFile(`${absent}-${lossy}-3`, "");
  const number = await bring("Append three runs", listOf(second), /3 runs: 2 done, 1 failed/);
  told.push(await compare(world, stage, without(second)), await isEmpty(world, stage));
  told.push(await isTriedAgain(world, stage, number));
  stage.say(`The segment is lost for good. ${author} closes the run; the files that were made stay.`);
  await comment(world, author, number, `/shrek close ${tag}@${version}#${lossy}`);
  await follow(world, stage, number, /1 closed/);

  stage.say("3. A run of the first night comes late. Its line stands among the others; nothing else is submitted.");
  await bring("A late run", listOf(third), /: done/);
  told.push(await compare(world, stage, without(third)));

  const { submissions } = world.panda.count();
  const count = Object.keys(third).length;
  stage.say(`PanDA counts ${submissions} submissions for ${count} runs in ${merges} merges.`);
  return submissions === count && told.every(Boolean);
};

/**
 * With `toy-runs` as it is shipped, but for a tape that may be away, as a file says by run and segment, and for a histogram
 * that needs some 200 MB.
 */
const withTrouble = (absent: string): Files => {
  const files = productionFiles(["toy-runs"]);
  const needs = `awk 'BEGIN { s = "x"; while (length(s) < 120000000) s = s s; system("sleep 1") }'`;
  const text = (files[request] ?? "")
    .replace(/^ +awk -v run="\$run" -v segment/m, `      [ ! -e "${absent}-$run-$job" ]\n$&`)
    .replace(/^ +awk -f toy.histogram.awk/m, `      [ "$run" != ${hungry} ] || ${needs}\n$&`)
    .replace("memory: 500", "memory: [100, 500]");
  return { ...files, [request]: text };
};

/** Of a plan that was seen before in full only what is new in it. */
const briefly = (one: Comment, isKnown: boolean): string =>
  readable(isKnown ? { ...one, body: one.body.split("\n### ")[0] ?? "" } : one);

const madeOf = (world: World, run: number): Promise<readonly string[]> =>
  Promise.all(
    world.panda
      .dataset(`user.sphnxpro.${tag}.v${version}.b${run}_002_histogram_histogram.txt/`)
      .map((path) => readFile(path, "utf8")),
  );

/** Each run has one histogram, and it is the one that its number and events give. */
const compare = async (world: World, stage: Stage, runs: Runs): Promise<boolean> => {
  const rows = await Promise.all(
    Object.entries(runs).map(async ([run, events]) => {
      const made = await madeOf(world, Number(run));
      const equal = made.length === 1 && made[0] === histogramOf(Number(run), events);
      return [run, String(events), String(made.length), equal ? "equal" : "NOT EQUAL"] as const;
    }),
  );
  stage.say("Each histogram, and the same computed again from run and events alone:");
  stage.table([["run", "events a segment", "histograms", "computed again"], ...rows]);
  return rows.every(([, , , word]) => word === "equal");
};

const isEmpty = async (world: World, stage: Stage): Promise<boolean> => {
  const made = await madeOf(world, lossy);
  stage.say(`Run ${lossy} has ${made.length} histograms: none is made of a part of it.`);
  return made.length === 0;
};

const isTriedAgain = async (world: World, stage: Stage, number: number): Promise<boolean> => {
  const said = await comments(world.as(author), number);
  const line = said.flatMap(({ body }) => body.split("\n")).find((text) => text.includes("died of memory"));
  stage.say(line === undefined ? "No job died of memory." : `In the comment: ${line.trim()}`);
  return line?.includes("tried again with 500 MB per core") ?? process.platform !== "linux";
};
