import { Validator } from "@cfworker/json-schema";
import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { dryRunSchema, wouldLine } from "../../../action/core/view/status/would.ts";
import { decideAndWrite } from "../../../action/flows/ledger-access/ledger-view.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { linesOf, untrueIn } from "../../../scripts/prove/true-dry-run.ts";
import { aStep, type Draft } from "../../core/a-production.ts";
import { reads } from "./a-read-world.ts";
import { aReportedWorld } from "./a-reported-world.ts";
import { finish } from "./a-scene.ts";
import { file, key, ownReleases, tag, written } from "./a-world.ts";

type World = Awaited<ReturnType<typeof aReportedWorld>>;
/** As text, because the validator takes a schema that may change. */
const rows = new Validator(JSON.parse(JSON.stringify(dryRunSchema.properties.would)), "2020-12");

/** The lines of a dry run, behind which a pass did exactly what they say. */
const foreseen = async (world: World): Promise<readonly string[]> => {
  const { ports, setting, ledger, panda, written: said, pass, tell } = world;
  await tell();
  const before = await linesOf(ledger);
  const { would } = await reconcile(ports, { ...setting, dryRun: true });
  expect(rows.validate(would)).toMatchObject({ valid: true, errors: [] });
  expect(await linesOf(ledger)).toEqual(before);
  const ordered = panda.calls.order.length;
  said.commented.length = said.called.length = 0;

  await pass();

  const effects = { ordered: panda.calls.order.slice(ordered).map(([task]) => task), told: said };
  expect(untrueIn(would, [before, await linesOf(ledger)], effects)).toEqual([]);
  return would.map(wouldLine);
};

const says = ({ ports, people }: World, verb: "retry" | "withdraw" | "submit", id = 21) => {
  people.permissions.set("grace", "write");
  people.comments.set(id, {
    body: verb === "withdraw" ? "/shrek withdraw keep" : `/shrek ${verb}`,
    login: "grace",
    pullRequest: 7,
  });
  const person = { event: "person", verb, by: "grace", id: `${id}`, reason: "" } as const;
  return decideAndWrite(ports, [key], () => ({ events: [[key, person]], why: "grace" }));
};

const comment = (number = 7) => `pull request #${number}: status comment`;
const call = (words: string, number = 7) => `pull request #${number}: call @test-user: ${tag} 1.0.0${words}`;
const runs10 = "request 1, 0 of 1 tasks done, 0 of 10 inputs done";

test("A merge: what is entered, submitted and told, and what becomes of it until it is done", async () => {
  const world = await aReportedWorld();

  expect(await foreseen(world)).toEqual([`${key}: enter as intended`, `${key}: submit`, comment()]);
  expect(await foreseen(world)).toEqual([`${key}: seen`, `${key}: becomes running, ${runs10}`, comment()]);
  expect(await foreseen(world)).toEqual([`${key}: running, ${runs10}`]);
  finish(world, "done");
  expect(await foreseen(world)).toEqual([
    `${key}: seen`,
    `${key}: recorded`,
    `${key}: becomes done, its task is done`,
    comment(),
    call(": done, its task is done."),
  ]);
  expect(await foreseen(world)).toEqual([]);
});

test("A dry run shows that a failed submission calls its people, and that an order of a person goes to PanDA", async () => {
  const world = await aReportedWorld();
  await world.pass();
  await world.pass();
  finish(world, "failed");
  expect(await foreseen(world)).toEqual([
    `${key}: seen`,
    `${key}: recorded`,
    `${key}: becomes failed, step simulate (task 1)`,
    comment(),
    call(" did not succeed, and needs a person."),
  ]);
  await says(world, "retry");
  expect(await foreseen(world)).toEqual([`${key}: commanding`, `${key}: order retry of task 1`, comment()]);
});

test("A dry run shows that a version without approval is held and calls people, and that a later command submits it", async () => {
  const world = await aReportedWorld();
  world.people.approved = [];

  const shown = async () => (await foreseen(world)).map((line) => line.split(", ")[0]);

  expect(await shown()).toEqual([`${key}: enter as intended`, `${key}: held`, comment(), call(" needs a person.")]);
  await says(world, "submit");
  expect(await shown()).toEqual([`${key}: intended`, `${key}: submit`, comment()]);
});

test("A dry run shows a question about a running version that main drops, and that its withdrawal kills its tasks", async () => {
  const world = await aReportedWorld();
  await world.pass();
  await world.merge(world.main.commit({ [file]: undefined }), 8);

  expect(await foreseen(world)).toEqual([
    `${key}: left-main, main does not hold ${tag} any more`,
    `${key}: seen`,
    `${key}: becomes running, ${runs10}`,
    comment(),
    call(" needs a person."),
  ]);
  await says(world, "withdraw");
  expect(await foreseen(world)).toEqual([`${key}: commanding`, `${key}: order kill of task 1`]);
  finish(world, "aborted");
  expect(await foreseen(world)).toEqual([
    `${key}: seen`,
    `${key}: recorded`,
    `${key}: withdrawn`,
    comment(),
    call(": withdrawn, its data: keep; grace withdrew it."),
  ]);
});

const list = "productions/p/runs.txt";
const atMostTwo = (changes: Draft = {}): string =>
  written({ runs: { list: "runs.txt", atMost: 2 }, steps: { fit: aStep({ jobs: 2 }) }, ...changes });

test("Runs that have a place are submitted, and the others say that they wait", async () => {
  const world = await aReportedWorld({ ...ownReleases(), [file]: atMostTwo(), [list]: "66001\n66002\n66003\n" });
  const run = (number: number) => submissionKey(tag, "1.0.0", number);

  expect(await foreseen(world)).toEqual([
    `${run(66001)}: enter as intended`,
    `${run(66002)}: enter as intended`,
    `${run(66003)}: enter as intended`,
    `${run(66003)}: queued`,
    `${run(66001)}: submit`,
    `${run(66002)}: submit`,
    comment(),
  ]);
});

test("A newer version ends the older one that PanDA refused, once PanDA has it", async () => {
  const next = submissionKey(tag, "2.0.0", undefined);
  const world = await aReportedWorld();
  const { onCheck } = world.panda;
  world.panda.onCheck = async () => ({ kind: "rejected", message: "no such option" });
  await world.pass();
  world.panda.onCheck = onCheck;
  await world.merge(world.main.commit({ [file]: written({ version: "2.0.0", build: "ana.500" }) }), 8);

  expect(await foreseen(world)).toEqual([
    `${next}: enter as intended`,
    `${next}: submit`,
    `${key}: superseded, when PanDA has the newer version`,
    comment(),
    call(`: superseded, by ${tag} 2.0.0.`),
    comment(8),
  ]);
});

test("A request that main refuses, and one that is never submitted, are told", async () => {
  const never = written({ submit: "never" });
  const world = await aReportedWorld({ [file]: never, "productions/q/production.yaml": "{" });

  expect(await foreseen(world)).toEqual([`${key}: enter as skipped, the request says submit: never`, comment()]);
  expect(await foreseen(world)).toEqual([]);
});

test("A version that main says never to submit is told where it was merged, also alone", async () => {
  const world = await aReportedWorld();
  await world.pass();
  await world.merge(world.main.commit({ [file]: written({ version: "2.0.0", build: "ana.500", submit: "never" }) }), 8);

  expect(await foreseen(world)).toContain(comment(8));
});

test("A dry run shows the delivered sample on the pull requests of all its versions, and nothing of it when a version is read", async () => {
  const sample = (changes: Draft = {}): string =>
    written({ events: 200, steps: { simulate: aStep({ eventsPerJob: 10, seed: { stream: "s" } }) }, ...changes });
  const world = await aReportedWorld({ [file]: sample() });
  const merge = async (files: Readonly<Record<string, string>>, number: number) => {
    await world.merge(world.main.commit(files), number);
    return foreseen(world);
  };
  const toEnd = async (): Promise<readonly string[]> => {
    await foreseen(world);
    finish(world, "done");
    return foreseen(world);
  };
  await foreseen(world);
  await toEnd();
  expect(world.said(7)).toContain("delivered 100 of 200 events (50 %)");

  expect(await merge({ [file]: sample({ version: "1.1.0", extends: "1.0.0" }) }, 8)).toContain(comment());
  expect((await toEnd()).filter((line) => line.startsWith("pull request"))).toEqual([
    comment(8),
    `pull request #8: call @test-user: ${tag} 1.1.0: done, its task is done.`,
    comment(),
  ]);
  expect(world.said(7)).toContain("delivered 200 of 200 events (100 %)");
  const read = await merge({ "productions/q/production.yaml": reads() }, 9);
  expect(read).toContain(`${key}: read-by`);
  expect(read).not.toContain(comment());
});

test("A reader of data that a step validates goes in the pass that sees that step done", async () => {
  const reader = submissionKey("sP26a-minbias-signal", "1.0.0", undefined);
  const made = written({
    steps: {
      simulate: aStep(),
      compare: aStep({
        in: [{ from: "simulate", filesPerJob: "all" }],
        out: ["p.tar"],
        validates: true,
        jobs: undefined,
      }),
    },
  });
  const world = await aReportedWorld({ [file]: made, "productions/q/production.yaml": reads() });
  await foreseen(world);
  await foreseen(world);
  finish(world, "done");

  expect(await foreseen(world)).toContain(`${reader}: submit`);
});
