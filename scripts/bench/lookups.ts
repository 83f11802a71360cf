/** How many calls a look at data costs Rucio, and a pass over data that grow, by the number of datasets: `npm run bench:lookups -- [DATASETS...]`. Counts, no seconds. */

import { rucioRest } from "../../action/adapters/rucio/rucio-rest.ts";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { findData } from "../../action/flows/validation/look-at-data.ts";
import { aStep } from "../../test/core/a-production.ts";
import { aWorld, conventions, written } from "../../test/flows/reconcile/a-world.ts";
import { scriptNumbers } from "../arguments.ts";
import { type Filler, fillPlace, openFiller } from "../sandbox/rucio/fill.ts";
import { type RucioHandle, startRucio } from "../sandbox/rucio/start.ts";

const ofAll = (calls: Readonly<Record<string, number>>): number =>
  Object.values(calls).reduce((sum, count) => sum + count, 0);

/** What whole passes ask Rucio where many productions on main begin by themselves, with everything but Rucio in memory: a pass where nothing is new and files may come, where each dataset has files for a run, and where all are closed and had their runs. */
const growingPasses = async (count: number): Promise<readonly string[]> => {
  await using rucio = await startRucio({ password: "root-word" });
  const filler = await openFiller(rucio.url, "root-word");
  await fillPlace(filler);
  const pass = aPass(rucio, count);
  await openAll(filler, count);
  await pass();
  const quiet = await pass();
  for (let n = 0; n < count; n++) await filler.grow(`raw:stream.${n}`, 0, 2);
  const fresh = await pass();
  for (let n = 0; n < count; n++) await filler.close(`raw:stream.${n}`);
  for (let more = 0; more < 3; more++) await pass();
  return [String(count), String(quiet), String(fresh), String(await pass())];
};

const openAll = async (filler: Filler, count: number): Promise<void> => {
  for (let n = 0; n < count; n++) await filler.dataset(`raw:stream.${n}`, 0, { open: true });
};

const aPass = (rucio: RucioHandle, count: number): (() => Promise<number>) => {
  const free = conventions.replace("enum: [hfcharm, hfbottom, minbias]", 'type: string\n      pattern: "^p[0-9]+$"');
  const rules = `${free}\nrucio: { server: "${rucio.url}", account: keeper, login: userpass, scopes: [raw], startsPerDay: 100000 }\ndatasets: { pattern: "." }\n`;
  const requests = Array.from({ length: count }, (_, n) => [
    `productions/p${n}/production.yaml`,
    written({
      tag: { campaign: "sP26a", physics: `p${n}`, stage: "signal" },
      runs: { from: "raw", files: 2 },
      inputs: { raw: { dataset: `raw:stream.${n}` } },
      steps: { read: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 2 }], walltime: 1 }) },
    }),
  ]);
  const world = aWorld({ "productions/conventions.yaml": rules, ...Object.fromEntries(requests) });
  const way = { kind: "userpass", user: "keeper", password: "keeper-word" } as const;
  return async () => {
    rucio.clearCalls();
    await world.run({ catalogue: (place) => rucioRest({ ...place, way }) });

    if (world.told.some((line) => line.includes("not looked up"))) throw new Error(world.told.join("\n"));
    return ofAll(rucio.calls());
  };
};

const given = scriptNumbers(Number.POSITIVE_INFINITY);
const counts = given.length === 0 ? [1, 200, 10_000] : given;
const rows: (readonly string[])[] = [];
for (const count of counts) {
  await using rucio = await startRucio({ password: "root-word" });
  const filler = await openFiller(rucio.url, "root-word");
  await fillPlace(filler);
  const names = Array.from({ length: count }, (_, run) => `raw:run.${run}`);
  for (const name of names) await filler.dataset(name, 1);
  const way = { kind: "userpass", user: "reader", password: "reader-word" } as const;
  const look = async (asked: readonly string[]): Promise<string> => {
    rucio.clearCalls();
    await findData(rucioRest({ server: rucio.url, account: "reader", login: "userpass", way }), asked);
    return String(Object.values(rucio.calls()).reduce((sum, calls) => sum + calls, 0));
  };
  const whole = await look(names);
  // Of every tenth the catalogue knows nothing.
  const absent = await look(names.map((name, run) => (run % 10 === 0 ? `raw:none.${run}` : name)));
  for (const name of names.slice(0, Math.ceil(count / 10)))
    await filler.call("PUT", `/dids/${name.replace(":", "/")}/status`, { open: true });
  rows.push([String(count), whole, absent, await look(names)]);
}
console.log(textTable(["datasets", "all closed", "a tenth absent", "a tenth open"], rows));

const passes: (readonly string[])[] = [];
// Whole passes: ten thousand productions take an hour to write, and a pass asks for 200 of them.
for (const count of given.length === 0 ? [1, 200, 400] : given) passes.push(await growingPasses(count));
console.log(textTable(["growing datasets", "nothing new", "two files each", "all closed"], passes));
