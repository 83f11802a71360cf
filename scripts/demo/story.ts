import { readFile } from "node:fs/promises";
import { mergeAndFollow } from "./follow.ts";
import { type Comment, comments, openPull } from "./pull-request.ts";
import { readable } from "./reader.ts";
import { during, type Stage } from "./stage.ts";
import { author, productionFiles, reviewer, stranger, type World } from "./world.ts";

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const spoilt = (from: string, to: string): Readonly<Record<string, string>> => ({
  ...toy,
  [request]: (toy[request] ?? "").replace(from, to),
});

/** The whole loop, then four pull requests that end otherwise. Whether all was as it should be. */
export const tellStory = async (world: World, stage: Stage): Promise<boolean> => {
  const said = (number: number): Promise<readonly Comment[]> => comments(world.as(author), number);

  stage.say(`1. ${author} opens a pull request with productions/toy-pileup.`);
  const number = await during(stage, "The check runs, and the comment is written.", () =>
    openPull(world, { login: author, branch: "toy", title: "Request the toy pile-up", files: toy }),
  );
  stage.say(
    `The check is ${world.runner.runs().findLast(({ workflow }) => workflow === "check")?.conclusion}. The plan is on the pull request:`,
  );
  for (const one of await said(number)) stage.say(readable(one));
  stage.say(`${reviewer} approves and merges. Reconcile submits what main holds now, and looks again and again:`);
  const status = await mergeAndFollow(world, stage, number);
  const done = status.includes(": done");
  const equal = await compareResult(world, stage);

  const refused = async (
    title: string,
    login: string,
    files: Readonly<Record<string, string>>,
    repository?: string,
  ): Promise<boolean> => {
    stage.say(title);
    const branch = title.replaceAll(/[^\w]+/g, "-").toLowerCase();
    const opened = await during(stage, "Its check runs.", () =>
      repository === undefined
        ? openPull(world, { login, branch, title, files })
        : openFromFork(world, { login, branch, title, files, repository }),
    );
    const heard = await said(opened);
    for (const one of heard) stage.say(readable(one));
    return heard.length === 1;
  };
  const told = [
    await refused("2. A wrong tag.", author, spoilt("physics: toy", "physics: toys")),
    await refused("3. More jobs, and the version did not move.", author, spoilt("jobs: 10", "jobs: 20")),
    await refused("4. A pull request that changes no production.", author, { "notes.md": "Nothing for the grid.\n" }),
    await refused(
      "5. A fork that edits the check and says all is well.",
      stranger,
      { ...spoilt("physics: toy", "physics: toys"), ".github/workflows/check.yml": lyingCheck },
      await world.github.addFork(stranger),
    ),
  ];
  const { submissions } = world.panda.count();
  stage.say(`PanDA counts ${submissions} submission for ${told.length + 1} pull requests.`);
  return done && equal && submissions === 1 && told.every(Boolean);
};

const lyingCheck =
  "name: check\non:\n  pull_request:\npermissions: {}\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo all is well\n";

type Forked = {
  readonly login: string;
  readonly branch: string;
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly repository: string;
};
const openFromFork = async (world: World, { login, branch, title, files, repository }: Forked): Promise<number> => {
  await world.github.commit({ repository, branch, login, files });
  const { octokit, owner, repo } = world.as(login);
  const { data } = await octokit.rest.pulls.create({ owner, repo, title, head: `${login}:${branch}`, base: "main" });
  await world.runner.idle();
  // Runs of somebody new here wait until a maintainer lets them begin.
  world.runner.approve();
  await world.runner.idle();
  return data.number;
};

const compareResult = async (world: World, stage: Stage): Promise<boolean> => {
  const [merged] = world.panda.dataset("user.sphnxpro.sP26a-toy-pileup.v1.0.0.b0_003_merge_merged.txt/");
  const { recomputed, made } = recompute(merged === undefined ? "" : await readFile(merged, "utf8"));
  stage.say("The result, and the same computed again from the seeds alone:");
  const row = (name: string, { events, signal, pileup }: typeof made): readonly string[] => [
    name,
    String(events),
    String(signal),
    String(pileup),
  ];
  stage.table([["", "events", "signal", "pile-up"], row("made by the jobs", made), row("computed again", recomputed)]);
  return JSON.stringify(made) === JSON.stringify(recomputed);
};

/**
 * The payload of `toy-pileup` once more, written apart from it: from the seeds alone. What the jobs made is good only
 * if every line can be computed again.
 */
type ToyTotal = { readonly events: number; readonly signal: number; readonly pileup: number };

const energy = (seed: number, event: number, slope: number): number => {
  let state = BigInt(seed) * 7919n + 17n;
  for (let n = 0; n < event; n++) state = (state * 16807n) % 2147483647n;
  return Number(state % 1000n) * slope;
};

const signalSlope = 7;
const backgroundSlope = 3;

/** Adds up again what a merged file should hold; throws at the first line that does not follow from its seeds. */
const recompute = (merged: string): { readonly recomputed: ToyTotal; readonly made: ToyTotal } => {
  const total = { events: 0, signal: 0, pileup: 0 };
  let made: ToyTotal | undefined;
  for (const line of merged.trim().split("\n")) {
    const [kind, ...words] = line.split(" ");
    const [a = 0, b = 0, c = 0, d = 0] = words.map(Number);
    if (kind === "total") {
      made = { events: a, signal: b, pileup: c };
      continue;
    }
    const seeds = (words[4] ?? "").split(",").map(Number);
    const own = energy(a, b, signalSlope);
    const under = seeds.reduce((sum, seed) => sum + energy(seed, b, backgroundSlope), 0);
    if (c !== own || d !== under) throw new Error(`event ${b} of seed ${a} should be ${own} and ${under}: ${line}`);
    total.events += 1;
    total.signal += own;
    total.pileup += under;
  }
  if (made === undefined) throw new Error("the merged file has no total");
  return { recomputed: total, made };
};
