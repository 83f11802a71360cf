import { expect, test } from "vitest";
import { type DataFound, dataFault } from "../../action/core/catalogue/judge-data.ts";
import { orFailure } from "../../action/core/problems/failure.ts";
import { dataJson, dataText } from "../../action/core/view/plan/data-text.ts";
import { filesThere, lookUp } from "../../action/flows/look-up.ts";
import { aRucio } from "../adapters/rucio/a-rucio.ts";

const at = new Date("2026-03-01T10:00:00Z");

test("A look says of each dataset what is there, where, on which medium, and why it would not be submitted", async () => {
  const { catalogue, filler } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  await filler.dataset("raw:run.2", 3, { at: "NEAR_TAPE", open: true });
  await filler.call("POST", "/replicas/bad/dids", {
    dids: [{ scope: "raw", name: "run.1.000002.root" }],
    rse: "NEAR_DISK",
    reason: "lost",
  });
  const needed = [
    { dataset: "raw:run.1", files: 5 },
    { dataset: "raw:run.2", files: 4 },
    { dataset: "raw:run.9", files: 1 },
  ];
  const look = await lookUp(
    catalogue,
    needed.map(({ dataset }) => dataset),
  );

  expect(dataText(needed, look, at).split("\n")).toEqual([
    "Data in Rucio, looked up at 2026-03-01 10:00 UTC:",
    "  raw:run.1: closed dataset, 5 files, 5 kB, 50 events, 4 at NEAR_DISK (disk, NEAR), is not submitted: 1 of 5 files of raw:run.1 are lost: no storage element has a good copy of them",
    "  raw:run.2: growing dataset, 3 files, 3 kB, all at NEAR_TAPE (tape, NEAR), waits: raw:run.2, which has 3 of 4 files",
    "  raw:run.9: Rucio does not know it; it is waited for",
  ]);
  expect(dataJson(needed, look, at)).toMatchObject({
    at: "2026-03-01T10:00:00.000Z",
    datasets: [
      { known: true, lost: 1, replicas: [{ storage: "NEAR_DISK", files: 4, medium: "disk", site: "NEAR" }] },
      { open: true, fault: { kind: "missing" } },
      { known: false },
    ],
  });
});

test("A look costs one call for each dataset whose copies it counts, and four for all together", async () => {
  const { rucio, catalogue, filler } = await aRucio();
  const names = Array.from({ length: 20 }, (_, run) => `raw:run.${run}`);
  for (const name of names) await filler.dataset(name, 1);
  rucio.clearCalls();
  await lookUp(catalogue, names);
  expect(rucio.calls()).toEqual({ login: 1, bulkmeta: 1, replicas: 20, rses: 1, "rse-attributes": 1 });
  rucio.clearCalls();
  await lookUp(catalogue, names.slice(0, 1));
  expect(rucio.calls()).toEqual({ bulkmeta: 1, replicas: 1, rses: 1, "rse-attributes": 1 });
});

test("What bump writes is what is there, and a name that is not there is no number", async () => {
  const { catalogue, filler } = await aRucio();
  await filler.dataset("raw:run.1", 5);
  await filler.dataset("raw:run.2", 0, { open: true });
  expect([...(await filesThere(catalogue, ["raw:run.1"]))]).toEqual([["raw:run.1", { files: 5, events: 50 }]]);
  expect(String(await orFailure(() => filesThere(catalogue, ["raw:run.9"])))).toContain("does not know raw:run.9");
  expect(String(await orFailure(() => filesThere(catalogue, ["raw:run.2"])))).toContain("raw:run.2 is empty");
});

test("More files than the request says, and a replica that nobody counted, hold nothing up", () => {
  const did = { scope: "raw", name: "run.1" };
  const found: DataFound = {
    kind: "known",
    collection: {
      ...{ did, kind: "dataset", open: true, files: 9, bytes: 9, events: undefined, datasets: [did] },
      ...{ account: "keeper", expires: undefined },
    },
    replicas: { at: [], lost: undefined },
  };
  expect(dataFault({ dataset: "raw:run.1", files: 5 }, found)).toBeUndefined();
  expect(dataFault({ dataset: "raw:run.1", files: undefined }, found)).toBeUndefined();
});
