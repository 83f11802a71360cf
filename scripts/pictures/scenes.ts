import { bot } from "../demo/merged.ts";
import { approve, comments, merge, openPull } from "../demo/pull-request.ts";
import { author, productionFiles, reviewer, type World, workflowFiles } from "../demo/world.ts";

/** What somebody reads on GitHub at one moment: a name for the file, and Markdown. */
export type Reading = { readonly name: string; readonly markdown: string };

const toy = productionFiles(["toy-pileup"]);
const request = "productions/toy-pileup/production.yaml";
const text = toy[request] ?? "";

type Files = Readonly<Record<string, string | null>>;

/** The toy under another name and with another slope, with its request changed. */
const like = (name: string, campaign: string, change: (request: string) => string = (same) => same): Files =>
  Object.fromEntries(
    Object.entries(toy).map(([path, file]) => [
      path.replace("toy-pileup", name),
      path === request
        ? change(file.replace("sP26a", campaign).replace("slope: 7", `slope: ${campaign.charCodeAt(4)}`))
        : file,
    ]),
  );

/** One request of one step, of which a campaign has hundreds. */
const small = (n: number, version = "1.0.0"): string => `schema: 1
version: ${version}
tag: { campaign: sP${10 + Math.floor(n / 26)}${String.fromCharCode(97 + (n % 26))}, physics: minbias, stage: pileup }
description: Number ${n} of a campaign
contact: ["@grace"]
build: toy.1
conditions: none
defaults: { sites: [SANDBOX], maxAttempt: 2, memory: 500, walltime: 1 }
steps:
  simulate:
    out: [hits.txt]
    jobs: 10
    eventsPerJob: 20
    seed: { stream: campaign-${n} }
    parameters: { slope: ${n} }
    run: seq "$nEvents" | awk -v seed="$uniqueId" -v slope="$slope" '{ print seed, $1 * slope }' >hits.txt
`;

export const campaign = (count: number, spoil: (request: string, n: number) => string = (same) => same): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`productions/many${n}/production.yaml`, spoil(small(n), n)]),
  );

const twelve = Array.from(
  { length: 12 },
  (_, n) => `  - { tag: { campaign: sP27${String.fromCharCode(97 + n)} }, parameters: { slope: ${n + 1} } }`,
).join("\n");

/** The comments that the demonstration's world shows, in the order of their lives. */
export const playScenes = async (world: World): Promise<readonly Reading[]> => {
  const stage = openStage(world);
  await playToy(stage);
  await playFailing(stage);
  await playTryOut(stage);
  await playWithdrawal(stage);
  return stage.found;
};

/** What the scenes act with, and what they showed. */
const openStage = (world: World) => {
  const found: Reading[] = [];
  const open = (branch: string, files: Files): Promise<number> =>
    openPull(world, { login: author, branch, title: branch, files: files as Readonly<Record<string, string>> });
  const keep = async (name: string, number: number, slot: "plan" | "status"): Promise<void> => {
    const said = await comments(world.as(author), number);
    const body = said.find(({ login, body: one }) => login === bot && one.startsWith(`<!-- shrek:${slot} -->`))?.body;
    found.push({ name, markdown: body ?? "(nothing was said)" });
  };
  const bring = async (number: number): Promise<void> => {
    await approve(world, reviewer, number);
    await merge(world, reviewer, number);
    await world.runner.idle();
  };
  const pass = async (ticks: number): Promise<void> => {
    await world.panda.tick(ticks);
    await world.runner.schedule();
    await world.runner.idle();
  };
  return { world, found, open, keep, bring, pass };
};
type Stage = ReturnType<typeof openStage>;

/** Merged, run and done; meanwhile a wrong change of it, and a good one. */
const playToy = async ({ open, keep, bring, pass }: Stage): Promise<void> => {
  const first = await open("toy", toy);
  await keep("plan-new", first, "plan");
  await bring(first);
  await pass(6);
  await keep("status-running", first, "status");

  const wrong = await open("wrong", {
    ...like("wrong", "sP26b", (one) =>
      one.replace("physics: toy", "physics: toys").replace("eventsPerJob: 20", "eventPerJob: 20"),
    ),
    [request]: text.replace("jobs: 10", "jobs: 20"),
  });
  await keep("plan-refused", wrong, "plan");
  await pass(40);
  await keep("status-done", first, "status");
  await keep("plan-merged", first, "plan");

  const more = await open("more", { [request]: text.replace("jobs: 10", "jobs: 20").replace("1.0.0", "1.1.0") });
  await keep("plan-good", more, "plan");
};

/** Jobs fail, and a person has to decide. */
const playFailing = async ({ open, keep, bring, pass }: Stage): Promise<void> => {
  const failing = await open(
    "failing",
    like("failing", "sP26c", (one) =>
      one
        .replace("maxAttempt: 2", "maxAttempt: 1")
        .replace(/(background:[^]*?run: \|\n)/, "$1      test $((uniqueId % 3)) -ne 0 || exit 3\n")
        .replace(
          'bash toy/merge.sh "${pileup[@]}" >merged.txt',
          'echo "no calibration for run 66522" >&2; test -e calibration && bash toy/merge.sh "${pileup[@]}" >merged.txt',
        ),
    ),
  );
  await bring(failing);
  await pass(8);
  await keep("status-partial", failing, "status");
  await pass(40);
  await keep("status-needs-person", failing, "status");
};

const playTryOut = async ({ world, found, open }: Stage): Promise<void> => {
  // With the workflow in the branch alone: no other pull request is tried out.
  await open("tried", {
    ...workflowFiles(undefined, ["tryout"]),
    ...like("tried", "sP26e", (one) =>
      one.replace(
        'bash toy/merge.sh "${pileup[@]}" >merged.txt',
        'echo "reading the calibration of run 66522"; cat calibration.txt >merged.txt',
      ),
    ),
  });
  const summaries = world.runner.runs().findLast(({ workflow }) => workflow === "tryout")?.jobs ?? [];
  found.push({
    name: "try-out",
    markdown: summaries
      .flatMap(({ steps }) => steps)
      .map((step) => step.summary)
      .join(""),
  });
};

/** What runs is taken out of main, while a campaign and variants are looked at. */
const playWithdrawal = async ({ world, found, open, keep, bring, pass }: Stage): Promise<void> => {
  const running = await open("running", like("running", "sP26d"));
  await bring(running);
  await pass(2);
  const gone = Object.fromEntries(Object.keys(like("running", "sP26d")).map((path) => [path, null]));
  const withdrawn = await open("withdrawn", gone);
  await keep("plan-withdrawn", withdrawn, "plan");

  await keep(
    "plan-huge",
    await open(
      "huge",
      campaign(300, (one, n) => (n < 280 ? one : one.replace("SANDBOX", "SANDBOXX"))),
    ),
    "plan",
  );
  await keep(
    "plan-variants",
    await open(
      "variants",
      like("variants", "sP27a", (one) => `${one}\nvariants:\n${twelve}\n`),
    ),
    "plan",
  );

  await bring(withdrawn);
  await keep("status-left-main", running, "status");
  const { octokit, owner, repo } = world.as(author);
  const { data } = await octokit.rest.issues.listForRepo({ owner, repo, creator: bot });
  const overview = data.find(({ pull_request, body }) => pull_request === undefined && body?.includes("shrek:"));
  found.push({ name: "overview", markdown: overview?.body ?? "(nothing was said)" });
};
