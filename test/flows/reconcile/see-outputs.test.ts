import { expect, test } from "vitest";
import { rucioKeeper } from "../../../action/adapters/rucio/rucio-keeper.ts";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import { rucioStored } from "../../../action/adapters/rucio/rucio-stored.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import { aRucio, registerOutput } from "../../adapters/rucio/a-rucio.ts";
import { aStep } from "../../core/a-production.ts";
import { aGoodJob } from "../../core/submission/a-submission.ts";
import { aWorld, conventions, file, key, written } from "./a-world.ts";
import { fewTroubles, troublesOf } from "./rucio-troubles.ts";

const ownScope = "group.sphenix";
const files = ["o.000001.root", "o.000002.root"];

/** Done at PanDA, whose jobs made two files; what stands in Rucio is the test's to say. */
const aMadeWorld = async ({ destination = "", extra = "", account = "keeper" } = {}) => {
  const place = await aRucio();
  const { rucio, filler, settings } = place;
  const trouble = troublesOf(rucio);
  await filler.call("POST", `/accounts/keeper/scopes/${ownScope}`, {});
  const rules = `${conventions}\nrucio: { server: "${rucio.url}", account: ${account}, login: userpass, scopes: [${ownScope}]${extra} }\n${destination}`;
  const request = written({ steps: { simulate: aStep({ jobs: 2, out: ["o.root"] }) } });
  const world = aWorld({ "productions/conventions.yaml": rules, [file]: request });
  const way = { kind: "userpass", user: account, password: `${account}-word` } as const;
  const pass = (seeksLost = false) =>
    world.run(
      {
        stored: (of) => rucioStored({ ...of, way }, trouble.limits),
        keeper: (of) => rucioKeeper({ ...of, way }, trouble.limits),
        catalogue: () => rucioRest(settings, trouble.limits),
      },
      { seeksLost },
    );
  await pass();
  await pass();
  const [task] = world.panda.tasks;
  const dataset = `${task?.name}_o.root`;
  world.panda.tasks = world.panda.tasks.map((one) => ({ ...one, status: "done", files: 2, finished: 2 }));
  world.panda.jobs.set(
    1,
    files.map((name, index) =>
      aGoodJob({ id: 70 + index, outputs: [{ dataset, file: name, bytes: 1000, checksum: "ad:cc737eb" }] }),
    ),
  );
  const path = `/dids/${ownScope}/${dataset}`;
  const register = () => registerOutput(filler, ownScope, dataset, files);
  const later = (hours: number): void => {
    world.panda.date = new Date(Date.parse("2026-03-01T10:00:00Z") + hours * 3_600_000);
  };
  return { ...place, trouble, world, pass, dataset, path, register, later, did: `${ownScope}:${dataset}` };
};

const arrivalOf = (state: SubmissionState) => ("past" in state ? state.past.arrival : undefined);

test("Outputs that stand in Rucio with size, checksum and a good copy are recorded once, with what they are, and a quiet pass asks Rucio nothing", async () => {
  const place = await aMadeWorld();
  await place.register();
  await place.pass();
  await place.pass();

  const state = await place.world.state();
  expect(state).toMatchObject({ kind: "done" });
  const { checkedOn, ...arrival } = arrivalOf(state) ?? { checkedOn: "" };
  expect(arrival).toEqual({
    outputs: [
      {
        ...{ step: "simulate", did: place.did, files: 2, bytes: 2000, events: 20 },
        ...{ at: { NEAR_DISK: 2 }, compared: "files" },
      },
    ],
  });
  expect(Math.abs(Date.parse(checkedOn) - Date.now())).toBeLessThan(600_000);
  expect(state).toMatchObject({ past: { described: { containers: [] } } });
  const meta = JSON.parse(await place.filler.call("GET", `${place.path}/meta`)) as object;
  expect(meta).toMatchObject({
    project: "sPHENIX",
    version: "1.0.0",
    prod_step: "simulate",
    campaign: expect.any(String),
  });
  const commits = place.world.branch.commits.size;
  place.rucio.clearCalls();
  await place.pass();
  expect(place.rucio.calls()).toEqual({});
  expect(place.world.branch.commits.size).toBe(commits);
});

test("Outputs that Rucio does not know are named two days after the end, once, and ask a person", async () => {
  const place = await aMadeWorld();
  await place.pass();
  place.later(47);
  await place.pass();
  expect(arrivalOf(await place.world.state())).toBeUndefined();
  const commits = place.world.branch.commits.size;
  place.later(48);
  const { submissions } = await place.pass();
  await place.pass();
  expect(place.world.branch.commits.size).toBe(commits + 1);
  const lacks = arrivalOf(await place.world.state())?.lacks?.map(({ what }) => what);
  expect(lacks).toEqual([expect.stringMatching(/, which Rucio does not know$/)]);
  expect(submissions.map(({ state }) => state.kind)).toEqual(["done"]);
});

test("Outputs that arrived and lose their copy of a file later are told at once, with what had stood there", async () => {
  const place = await aMadeWorld();
  await place.register();
  await place.pass();
  await place.pass();
  await place.pass(true);
  const arrived = arrivalOf(await place.world.state());
  expect(arrived?.outputs.map(({ did }) => did)).toEqual([place.did]);
  expect(arrived).not.toHaveProperty("lacks");

  const dids = [{ scope: ownScope, name: files[0] }];
  await place.filler.call("POST", "/replicas/bad/dids", { dids, rse: "NEAR_DISK", reason: "lost" });
  await place.pass(true);

  expect(arrivalOf(await place.world.state())).toEqual({
    ...arrived,
    lacks: [{ did: place.did, files: 1, what: `1 of 2 files of ${place.did}` }],
    wasWhole: true,
  });
});

test.each(fewTroubles.map((one) => [one.what, one] as const))(
  "Outputs are not decided about where Rucio %s, however late it is, and are asked for again",
  async (_, trouble) => {
    const place = await aMadeWorld();
    await place.register();
    place.later(0);
    await place.world.run();
    place.trouble.begin(trouble);
    place.later(99);
    const { troubles } = await place.pass();
    expect(troubles.get(key)).toMatch(trouble.said);
    expect(arrivalOf(await place.world.state())).toBeUndefined();
    place.trouble.end();
    await place.pass();
    expect(arrivalOf(await place.world.state())?.outputs).toHaveLength(1);
    expect(arrivalOf(await place.world.state())).not.toHaveProperty("lacks");
  },
);

test("An account that may not write to Rucio is named, and the production goes on", async () => {
  const place = await aMadeWorld({ account: "reader" });
  await place.register();
  const { troubles } = await place.pass();
  await place.pass();
  expect([...troubles]).toEqual([]);
  expect(await place.world.state()).toMatchObject({
    kind: "done",
    past: { described: { refused: expect.stringContaining("Account reader can not add metadata") } },
  });
  const commits = place.world.branch.commits.size;
  await place.pass();
  expect(place.world.branch.commits.size).toBe(commits);
});

test("A pass that ended between the call and its record describes nothing twice", async () => {
  const place = await aMadeWorld();
  await place.register();
  // Rucio did it, and nobody heard.
  place.rucio.fault({ fault: "no-answer-after-effect", at: "set-meta", times: 2 });
  await place.pass();
  expect(await place.world.state()).toMatchObject({ past: { described: undefined } });
  await place.pass();
  place.rucio.mend();
  await place.pass();
  expect(await place.world.state()).toMatchObject({ past: { described: { containers: [] } } });
  const before = place.rucio.calls()["set-meta"];
  await place.pass();
  expect(place.rucio.calls()["set-meta"]).toBe(before);
});
