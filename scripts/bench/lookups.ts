/** How many calls a look at data costs Rucio, and a pass over data that grow, by the number of datasets: `npm run bench:lookups -- [DATASETS...]`. Counts, no seconds. */

import { rucioRest } from "../../action/adapters/rucio/rucio-rest.ts";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { findData } from "../../action/flows/validation/look-at-data.ts";
import { scriptNumbers } from "../arguments.ts";
import { fillPlace, openFiller } from "../sandbox/rucio/fill.ts";
import { startRucio } from "../sandbox/rucio/start.ts";
import { growingPasses } from "./growing.ts";

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
