import { describe, expect, test } from "vitest";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import type { SubmissionEvent } from "../../../action/core/ledger/event.ts";
import { asksPerson } from "../../../action/core/submission/ways-out.ts";
import { describeState } from "../../../action/core/view/status/state-text.ts";
import type { OpenCatalogue } from "../../../action/flows/validation/look-at-data.ts";
import { aRucio } from "../../adapters/rucio/a-rucio.ts";
import { finish, writeLines } from "./a-scene.ts";
import { aWorld, conventions, file, key, written } from "./a-world.ts";
import { troublesOf } from "./rucio-troubles.ts";

const did = "mc:made";

/** A production that is done, whose ten files had arrived in a sandbox Rucio as the dataset `mc:made`. */
const arrived = async () => {
  const { rucio, filler, settings } = await aRucio();
  const trouble = troublesOf(rucio);
  const rules = `${conventions}\nrucio: { server: "${rucio.url}", account: keeper, login: userpass, scopes: [group.sphenix] }\n`;
  const world = aWorld({ "productions/conventions.yaml": rules, [file]: written() });
  let asked = 0;
  const catalogue: OpenCatalogue = () => {
    asked += 1;
    return rucioRest(settings, trouble.limits);
  };
  const pass = async (seeksLost = true) => world.run({ catalogue }, { seeksLost });
  for (const _ of [1, 2]) await pass(false);
  finish(world);
  await pass(false);
  expect(await world.kind()).toBe("done");
  await filler.dataset(did, 10);
  const events: readonly SubmissionEvent[] = [
    {
      ...{ event: "arrived", checkedOn: "2026-03-01T11:00:00Z" },
      outputs: [{ step: "simulate", did, files: 10, bytes: 10_000, events: 100, at: {}, compared: "files" }],
    },
    { event: "described", containers: [] },
  ];
  await writeLines(world, key, ...events);
  await pass(false);
  asked = 0;
  const lose = (file = "made.000002.root"): Promise<unknown> =>
    filler.call("POST", "/replicas/bad/dids", {
      dids: [{ scope: "mc", name: file }],
      rse: "NEAR_DISK",
      reason: "lost",
    });
  const text = async (): Promise<string> => describeState(await world.state());
  return { ...world, rucio, trouble, filler, pass, lose, text, times: () => asked };
};

const lost = `lost in Rucio what it had on 2026-03-01 11:00 UTC: 1 of 10 files of ${did}`;

describe("outputs that had arrived", () => {
  test("A file that is lost after its production was done is found, said once, and asks a person", async () => {
    const world = await arrived();
    await world.pass();
    expect(await world.text()).toContain("Rucio has all of it");

    await world.lose();
    await world.pass();

    expect(await world.kind()).toBe("done");
    expect(await world.text()).toContain(lost);
    expect(asksPerson(await world.state())).toBe(true);
    const commits = world.branch.commits.size;
    await world.pass();
    expect(world.branch.commits.size).toBe(commits);
  });

  test("A pass without a login of Rucio looks for no lost files, and one that finds all of them writes nothing", async () => {
    const world = await arrived();
    const commits = world.branch.commits.size;
    await world.pass(false);
    expect(world.times()).toBe(0);

    await world.pass();

    expect(world.times()).toBe(1);
    expect(world.branch.commits.size).toBe(commits);
  });
});
