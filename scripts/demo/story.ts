import { readFile } from "node:fs/promises";
import { mergeAndFollow } from "./follow.ts";
import { type Comment, comments, openPull } from "./pull-request.ts";
import { readable } from "./reader.ts";
import { during, type Stage } from "./stage.ts";
import { recompute } from "./toy-result.ts";
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
