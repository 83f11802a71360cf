import { expect, test } from "vitest";
import { rucioKeeper } from "../../../action/adapters/rucio/rucio-keeper.ts";
import { rucioStored } from "../../../action/adapters/rucio/rucio-stored.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { aRucio, quickLimits, registerOutput } from "../../adapters/rucio/a-rucio.ts";
import { aStep } from "../../core/a-production.ts";
import { aGoodJob } from "../../core/submission/a-submission.ts";
import { aWorld, conventions, file, tag, written } from "./a-world.ts";

const scope = "group.sphenix";
const runs = [66001, 66002];
const keyOf = (run: number) => submissionKey(tag, "1.0.0", run);
const container = `${scope}.${tag}.v1.0.0.fit.o.root`;
const way = { kind: "userpass", user: "keeper", password: "keeper-word" } as const;

/** Two runs of a version that are done at PanDA, each with a file; Rucio has the outputs that the test registers. */
const aWorldOfRuns = async () => {
  const { rucio, filler } = await aRucio();
  await filler.call("POST", `/accounts/keeper/scopes/${scope}`, {});
  const wanted = 'container: "{scope}.{tag}.v{version}.{step}.{output}"';
  const world = aWorld({
    "productions/conventions.yaml": `${conventions}\nrucio: { server: "${rucio.url}", account: keeper, login: userpass, scopes: [${scope}], ${wanted} }\n`,
    [file]: written({ runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 1, out: ["o.root"] }) } }),
    "productions/p/runs.txt": `${runs.join("\n")}\n`,
  });
  const pass = () =>
    world.run({
      stored: (of) => rucioStored({ ...of, way }, quickLimits),
      keeper: (of) => rucioKeeper({ ...of, way }, quickLimits),
    });
  await pass();
  await pass();
  world.panda.tasks = world.panda.tasks.map((one) => ({ ...one, status: "done", files: 1, finished: 1 }));
  const outputs = world.panda.tasks.map(({ id, name }) => ({ id, dataset: `${name}_o.root`, made: `o.${id}.root` }));
  for (const { id, dataset, made } of outputs) {
    const output = { dataset, file: made, bytes: 1000, checksum: "ad:cc737eb" };
    world.panda.jobs.set(id, [aGoodJob({ id: 100 + id, outputs: [output] })]);
  }
  const register = async (at: number): Promise<void> => {
    const { dataset, made } = outputs[at] ?? { dataset: "", made: "" };
    await registerOutput(filler, scope, dataset, [made]);
  };
  const datasets = outputs.map(({ dataset }) => dataset);
  const collected = (): readonly string[] =>
    [...(rucio.state.dids.get(`${scope}:${container}`)?.children ?? [])].toSorted();
  const describedOf = async (run: number) => {
    const state = await world.state(keyOf(run));
    return "past" in state ? state.past.described : undefined;
  };
  return { rucio, world, pass, register, datasets, collected, describedOf };
};

const idsOf = (datasets: readonly string[]) => datasets.map((dataset) => `${scope}:${dataset}`).toSorted();

test("A run is put into the container of its version when it is whole, and the next one joins it; nothing is attached twice", async () => {
  const { rucio, pass, register, datasets, collected, describedOf } = await aWorldOfRuns();
  await register(0);
  await pass();
  await pass();

  expect(datasets).toHaveLength(2);
  expect(collected()).toEqual(idsOf(datasets.slice(0, 1)));
  expect(await describedOf(66001)).toEqual({ containers: [`${scope}:${container}`] });
  expect(await describedOf(66002)).toBeUndefined();

  await register(1);
  await pass();
  await pass();

  expect(collected()).toEqual(idsOf(datasets));
  expect(await describedOf(66002)).toEqual({ containers: [`${scope}:${container}`] });
  const attached = rucio.calls()["attach"];
  await pass();
  expect(rucio.calls()["attach"]).toBe(attached);
});

test("A pass that heard no answer when it attached a run finds it there, and attaches it once", async () => {
  const { rucio, pass, register, datasets, collected, describedOf } = await aWorldOfRuns();
  await register(0);
  await register(1);
  rucio.fault({ fault: "no-answer-after-effect", at: "attach", times: 1 });
  await pass();
  expect(await Promise.all(runs.map(describedOf))).toContain(undefined);
  const before = rucio.calls()["attach"] ?? 0;
  await pass();
  await pass();

  expect(collected()).toEqual(idsOf(datasets));
  expect(rucio.calls()["attach"] ?? 0).toBeLessThanOrEqual(before + 1);
  expect(await describedOf(66001)).toEqual({ containers: [`${scope}:${container}`] });
  expect(await describedOf(66002)).toEqual({ containers: [`${scope}:${container}`] });
});

test.each([
  ["attach", 1],
  ["add-did", 2],
  ["set-meta", 2],
])("A login that Rucio takes for ended at %s, %i times, is no refusal of what was asked", async (at, times) => {
  const { rucio, pass, register, datasets, collected, describedOf } = await aWorldOfRuns();
  await register(0);
  rucio.fault({ fault: "expired-token", at, times });
  for (const _ of [1, 2, 3]) await pass();

  expect(collected()).toEqual(idsOf(datasets.slice(0, 1)));
  expect(await describedOf(66001)).toEqual({ containers: [`${scope}:${container}`] });
});

test("A container that somebody removed is made anew by the next run, and holds that run", async () => {
  const { rucio, pass, register, datasets, collected, describedOf } = await aWorldOfRuns();
  await register(0);
  await pass();
  await pass();
  rucio.state.dids.delete(`${scope}:${container}`);
  await register(1);
  await pass();
  await pass();

  expect(collected()).toEqual(idsOf(datasets.slice(1)));
  expect(await describedOf(66002)).toEqual({ containers: [`${scope}:${container}`] });
});

test.each([
  ["has JSON keeps where data come from", true, "productions/p"],
  ["has none keeps its columns, and nothing is refused", false, undefined],
])("A Rucio whose database %s", async (_, holdsJson, folder) => {
  const { rucio, pass, register, datasets, describedOf } = await aWorldOfRuns();
  rucio.state.holdsJson = holdsJson;
  await register(0);
  await pass();
  await pass();

  const { meta } = rucio.state.dids.get(`${scope}:${datasets[0]}`) ?? {};
  expect(meta).toMatchObject({ version: "1.0.0", run_number: 66001 });
  expect(meta?.["shrek_folder"]).toBe(folder);
  expect(await describedOf(66001)).not.toHaveProperty("refused");
});
