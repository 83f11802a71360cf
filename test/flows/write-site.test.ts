import { expect, test } from "vitest";
import { textFile } from "../../action/core/text/source-file.ts";
import type { SiteIndex, SiteRow } from "../../action/core/view/site/site-data.ts";
import { writeSite } from "../../action/flows/write-site.ts";
import type { SiteFolder } from "../../action/ports/site-folder.ts";
import { aRead, recorded } from "../core/view/site/made.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";
import { fakeMain } from "../fakes/fake-main.ts";

/** A folder in memory, with what the last time wrote into it. */
const memoryFolder = () => {
  const files = new Map<string, string>();
  const written: string[] = [];
  const folder = (): SiteFolder => {
    const kept = new Set<string>();
    written.length = 0;
    return {
      write: async ({ path, bytes }) => {
        kept.add(path);
        const text = new TextDecoder().decode(bytes);
        if (files.get(path) === text) return "same";
        files.set(path, text);
        written.push(path);
        return "written";
      },
      tidy: async () => {
        const gone = [...files.keys()].filter((path) => !kept.has(path));
        for (const path of gone) files.delete(path);
        return gone.length;
      },
    };
  };
  return { files, written, folder };
};

const main = fakeMain();
main.commit({
  "campaigns/runs.yaml": JSON.stringify({ campaign: 1, productions: ["sP26a-runs"], coreHours: 10 }),
  "campaigns/wrong.yaml": "x",
});
const app = [textFile("app.js", "app")];
const aLedger = async (...all: readonly ReturnType<typeof aRead>[]) => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const add = async (...more: readonly ReturnType<typeof aRead>[]) =>
    ledger.append(
      await ledger.head(),
      more.flatMap(({ events }) => events),
      [],
      "test",
    );
  await add(...all);
  return { ledger, add };
};

test("The site of a ledger has a page, rows, sums, and a file for each tag and each hundred runs", async () => {
  const { ledger } = await aLedger(
    aRead("done", {}, [{ event: "recorded", steps: [recorded("simulate")] }]),
    aRead("running", { tag: "sP26a-runs", run: 7 }),
    aRead("held", { tag: "sP26a-runs", run: 107 }),
  );
  const { files, folder } = memoryFolder();

  const result = await writeSite({ ledger, main, folder: folder() }, { page: null, app });

  expect([...files.keys()].toSorted()).toEqual([
    ...["accounting.csv", "app.js", "data/accounting.json", "data/campaigns.json", "data/delivered.json"],
    ...["data/of/sP26a-runs.json", "data/of/sP26a-toy.json", "data/rows/2026-03-1.json"],
    ...["data/runs/sP26a-runs/1.0.0/0xx.json", "data/runs/sP26a-runs/1.0.0/1xx.json"],
    ...["data/site.json", "data/sites.json", "index.html"],
  ]);
  expect(result).toEqual({ commit: (await ledger.head()).commit, submissions: 3, written: 13, same: 0, removed: 0 });
  const index: SiteIndex = JSON.parse(files.get("data/site.json") ?? "");
  expect(index).toMatchObject({ ledger: { commit: result.commit }, submissions: 3, parts: [{ rows: 3 }] });
  const rows: readonly SiteRow[] = JSON.parse(files.get("data/rows/2026-03-1.json") ?? "");
  expect(rows.map(({ state, campaigns }) => [state, campaigns]).toSorted()).toEqual([
    ["done", []],
    ["held", ["runs"]],
    ["running", ["runs"]],
  ]);
  expect(JSON.parse(files.get("data/of/sP26a-runs.json") ?? "")).toMatchObject({ campaigns: ["runs"] });
  expect(JSON.parse(files.get("data/campaigns.json") ?? "")).toMatchObject([
    {
      name: "runs",
      asked: { unknown: "sP26a-runs 1.0.0" },
      made: [{ tag: "sP26a-runs", states: { running: 1, held: 1 } }],
    },
    { name: "wrong", made: [], why: expect.stringContaining("campaigns/wrong.yaml is wrong") },
  ]);
});

test("Made again after a pass only that is written which the pass changed, and what is no more is removed", async () => {
  const { ledger, add } = await aLedger(aRead("done"), aRead("running", { tag: "sP26a-other" }));
  const { files, written, folder } = memoryFolder();
  await writeSite({ ledger, main, folder: folder() }, { page: null, app });
  files.set("data/of/gone.json", "{}");
  await add(aRead("intended", { tag: "sP26a-new" }));

  const again = await writeSite({ ledger, main, folder: folder() }, { page: null, app });

  expect(written.toSorted()).toEqual([
    ...["accounting.csv", "data/accounting.json", "data/delivered.json", "data/of/sP26a-new.json"],
    ...["data/rows/2026-03-1.json", "data/site.json", "index.html"],
  ]);
  expect(again).toMatchObject({ removed: 1, submissions: 3 });
});
