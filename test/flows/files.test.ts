import { describe, expect, test } from "vitest";
import { scopeOf } from "../../action/core/conventions/file-address.ts";
import type { JobSeen } from "../../action/core/ledger/completion.ts";
import { filesMade, resolveTargets } from "../../action/flows/files.ts";
import { aStep, conventionsBytes, type Draft } from "../core/a-production.ts";
import { aGoodJob } from "../core/submission/a-submission.ts";
import { aTrial } from "./reconcile/a-trial.ts";
import { aWorld, file, tag, written } from "./reconcile/a-world.ts";

const called = new TextDecoder()
  .decode(conventionsBytes)
  .replace("names: {", 'names: { file: "{name}_{stage}_{build}[-{run:8}][-{stream}][-{segment:5}]{suffix}",');

const calorimeter: Draft = {
  runs: { list: "runs.txt" },
  inputs: { raw: { dataset: "user.tester.raw.{run}", names: "{stream}.{run:8}.{segment}.evt", files: 4 } },
  steps: {
    fit: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }], out: ["DST_FIT.root"] }),
    cluster: aStep({
      jobs: undefined,
      in: [{ from: "fit", group: "segment", filesPerJob: 2 }],
      out: ["DST_{run}.root"],
    }),
    sum: aStep({ jobs: undefined, in: [{ from: "cluster", filesPerJob: "all" }], out: ["HIST.root"] }),
    noise: aStep({ jobs: 2, out: ["noise.root"] }),
  },
};

const aJob = (files: readonly string[], status = "finished"): JobSeen => {
  const datasetOf = (name: string): string => `d_${name.split("_").slice(1).join("_").slice(7)}`;
  return aGoodJob({ id: 70, status, outputs: files.map((file) => ({ dataset: datasetOf(file), file, bytes: 5 })) });
};

const aProcessedRun = async (changes: Draft = {}, conventions = called) => {
  const world = aWorld({
    [file]: written({ ...calorimeter, ...changes }),
    "productions/p/runs.txt": "# query: SELECT run\n66001\n66002\n",
    "productions/conventions.yaml": conventions,
  });
  await world.run();
  await world.run();
  const ports = { ledger: world.ledger, main: world.main, watch: world.panda };
  const taskOf = (step: string, run = 66001): number =>
    world.panda.tasks.find(({ name }) => name.includes(`.b${run}_`) && name.endsWith(`_${step}`))?.id ?? 0;
  const tell = (step: string, ...jobs: readonly JobSeen[]): void => void world.panda.jobs.set(taskOf(step), jobs);
  const found = (step?: string) => filesMade(ports, { tag, version: "1.0.0", run: 66001 }, step);
  return { world, ports, tell, found };
};
const names = ({ files }: Awaited<ReturnType<typeof filesMade>>) => files.map(({ file, meant }) => [file, meant]);

test("With its files a submission tells where its list of runs came from", async () => {
  const { found } = await aProcessedRun();

  expect((await found()).lists).toEqual([{ list: "runs.txt", query: "SELECT run" }]);
});

test("Files say of which output they are, also where its name ends as another's, and events that jobs were asked for", async () => {
  const both = { noise: aStep({ jobs: 2, out: ["noise.root", "white_noise.root"], eventsPerJob: 500 }) };
  const { tell, found } = await aProcessedRun({
    steps: { ...(calorimeter["steps"] as Draft), ...both },
  });
  const [plain, white] = ["noise.root", "white_noise.root"].map((output) => ({
    ...{ dataset: `d_000_noise_${output}`, file: `group.sphenix.3._000001.${output}`, bytes: 5 },
  }));
  if (plain === undefined || white === undefined) throw new Error("unreachable");
  tell("noise", { ...aJob([]), outputs: [plain, white] });
  tell("sum", aJob(["group.sphenix.503._000001.HIST.root"]));

  expect((await found("noise")).files.map(({ output, events }) => [output, events])).toEqual([
    ["noise.root", 500],
    ["white_noise.root", 500],
  ]);
  expect((await found("sum")).files.map(({ output, events }) => [output, events])).toEqual([["HIST.root", null]]);
});

describe("file names", () => {
  test("Files have the name from the conventions, made from PanDA's name, with padded digits and after retries", async () => {
    const { tell, found } = await aProcessedRun();
    tell(
      "fit",
      aJob(["group.sphenix.3.seb05.501._000009.DST_FIT.root"]),
      aJob(["group.sphenix.4.seb05.501._000002.DST_FIT.root"], "failed"),
      aJob(["group.sphenix.4.seb05.501._000012.DST_FIT.root"]),
    );
    tell("cluster", aJob(["group.sphenix.3.502._000001.DST_66001.root"]));
    tell("sum", aJob(["group.sphenix.503._000001.HIST.root"]));

    const all = await found();

    expect(names(all)).toEqual([
      ["group.sphenix.3.seb05.501._000009.DST_FIT.root", "DST_FIT_signal_ana.418-00066001-seb05-00003.root"],
      ["group.sphenix.4.seb05.501._000012.DST_FIT.root", "DST_FIT_signal_ana.418-00066001-seb05-00004.root"],
      // The request writes the run into the name itself.
      ["group.sphenix.3.502._000001.DST_66001.root", "DST_66001_signal_ana.418-00003.root"],
      ["group.sphenix.503._000001.HIST.root", "HIST_signal_ana.418-00066001.root"],
    ]);
    expect(all.files[0]).toMatchObject({ tag, version: "1.0.0", run: 66001, step: "fit", bytes: 5 });
  });

  test("Files have no name from the conventions where two would be equal, or where PanDA's name has another form", async () => {
    const { tell, found } = await aProcessedRun();
    tell("noise", aJob(["group.sphenix.504._000001.noise.root"]));
    tell(
      "fit",
      aJob(["group.sphenix.3.seb05.501._000001.DST_FIT.root"]),
      aJob(["group.sphenix.3.seb05.501._000002.DST_FIT.root"]),
    );
    tell("cluster", aJob(["someone.else.root"]));

    expect(names(await found()).map(([, meant]) => meant)).toEqual([null, null, null, null]);
  });

  test("Files have no name from the conventions where a distinguishing key is missing in the template, or there is no template", async () => {
    const without = await aProcessedRun({}, called.replace("[-{stream}]", ""));
    without.tell("fit", aJob(["group.sphenix.3.seb05.501._000001.DST_FIT.root"]));
    const bare = await aProcessedRun({}, new TextDecoder().decode(conventionsBytes));
    bare.tell("sum", aJob(["group.sphenix.503._000001.HIST.root"]));

    expect(names(await without.found("fit")).map(([, meant]) => meant)).toEqual([null]);
    expect(names(await bare.found("sum")).map(([, meant]) => meant)).toEqual([null]);
  });

  test("Files have no name from the conventions where files of two runs would have equal names", async () => {
    const { tell, found } = await aProcessedRun({}, called.replace("[-{run:8}]", ""));
    tell("cluster", aJob(["group.sphenix.3.502._000001.DST_66001.root"]));
    tell("sum", aJob(["group.sphenix.503._000001.HIST.root"]));

    expect(names(await found()).map(([, meant]) => meant)).toEqual(["DST_66001_signal_ana.418-00003.root", null]);
  });

  test("File names in a production without runs need no run number", async () => {
    const world = aWorld({
      [file]: written({ steps: { simulate: aStep({ jobs: 1 }) } }),
      "productions/conventions.yaml": called.replace("[-{run:8}]", ""),
    });
    for (let pass = 0; pass < 2; pass++) await world.run();
    world.panda.jobs.set(world.panda.tasks[0]?.id ?? 0, [aJob(["group.sphenix.501._000001.hits.tar"])]);

    const found = await filesMade({ ...world, watch: world.panda }, { tag, version: "1.0.0", run: undefined });

    expect(names(found)).toEqual([["group.sphenix.501._000001.hits.tar", "hits_signal_ana.418.tar"]]);
  });
});

test("Missing answers of PanDA are reported in a list of files: no job of a task with files, and an incomplete list", async () => {
  const { world, tell, found } = await aProcessedRun();
  world.panda.tasks = world.panda.tasks.map((task) => ({ ...task, finished: 2 }));
  await world.run();
  tell("fit", ...Array.from({ length: 5500 }, () => aJob([])));

  expect((await found("sum")).notes).toEqual([expect.stringContaining("PanDA listed no job of task")]);
  expect((await found("fit")).notes).toEqual([expect.stringContaining("5500 jobs of a task at most")]);
});

test("Names that select no files of a production are reported with the way out", async () => {
  const { ports, found } = await aProcessedRun();
  const meant = (run: number | "all" | undefined, version = "1.0.0") => resolveTargets(ports, { tag, version, run });

  await expect(found("fitting")).rejects.toThrow("There is no step fitting.");
  await expect(meant(undefined)).rejects.toThrow(`${tag} 1.0.0 has 2 runs.`);
  await expect(meant("all", "2.0.0")).rejects.toThrow("no submission");
  await expect(filesMade(ports, { tag, version: "1.0.0", run: 5 })).rejects.toThrow(`no submission ${tag}@1.0.0#5`);
  expect((await meant("all")).meant.map(({ run }) => run)).toEqual([66001, 66002]);
});

test("Runs without a task are counted in a list of files", async () => {
  const { world, ports } = await aProcessedRun();
  world.main.commit({ "productions/p/runs.txt": "66001\n66002\n66003\n" });
  await world.run();

  expect(await resolveTargets(ports, { tag, version: "1.0.0", run: "all" })).toMatchObject({
    meant: [{ run: 66001 }, { run: 66002 }],
    notes: [`${tag} 1.0.0: the ledger knows no task of 1 of 3 runs.`],
  });
});

test("Files of a trial are listed with PanDA's names only", async () => {
  const trial = await aTrial();
  await trial.order();
  await trial.run();
  await trial.run();
  const { ledger, main, panda } = trial;
  const merge = panda.tasks.find(({ name }) => name.endsWith("_merge"));
  panda.jobs.set(merge?.id ?? 0, [aJob(["user.tester.5._000001.m.tar"])]);
  const ports = { ledger, main: { ...main, at: () => expect.unreachable("a clone need not have it") }, watch: panda };

  const found = await filesMade(ports, { tag, version: "1.1.0-test.1", run: undefined });

  expect([names(found), found.notes]).toEqual([[["user.tester.5._000001.m.tar", null]], []]);
});

test("Files have Rucio's names, and the addresses that main's conventions of today give them, the nearest first", async () => {
  const { world, tell, found } = await aProcessedRun();
  tell("noise", aJob(["group.sphenix.4._000001.noise.root"]));
  world.main.commit({
    "productions/conventions.yaml": `${called}\naddresses: { root: "root://dcache.example//{rucio}", web: "https://data.example/{scope}/{file}", local: "/lustre/{tag}/{run:8}/{file}" }\n`,
  });

  const [one] = (await found("noise")).files;

  expect(one?.lfn).toBe("d_noise:group.sphenix.4._000001.noise.root".replace("d_noise", scopeOf(one?.dataset ?? "")));
  expect(one?.addresses).toEqual({
    root: expect.stringMatching(
      /^root:\/\/dcache\.example\/\/[^/]+\/[0-9a-f]{2}\/[0-9a-f]{2}\/group\.sphenix\.4\._000001\.noise\.root$/,
    ),
    web: `https://data.example/${scopeOf(one?.dataset ?? "")}/group.sphenix.4._000001.noise.root`,
    local: `/lustre/${tag}/00066001/group.sphenix.4._000001.noise.root`,
  });
});
