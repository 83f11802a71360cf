import { deepStrictEqual } from "node:assert";
import type { Check } from "../check.ts";
import { cwltool, type Engine, type Runnable, sandboxPanda, shrekRun, toil, validateExport } from "./by-engine.ts";

/** With pools, joins by identity, several outputs, a table of jobs; all jobs succeed. */
const chain: Runnable = ["test/requests/export/chain"];
export const toy: Runnable = ["productions/toy-pileup"];
/** A job that reads all files of an input, and the columns of a list of runs. */
export const toyRun: Runnable = ["productions/toy-runs", "--run", "82003"];

/** What other people's engines make of our export is what `shrek run` and the sandbox PanDA make, byte for byte. */
export const engineChecks = (programs: string): readonly Check[] => [
  ...[toy, toyRun, chain].map((production) => ({
    name: `the export of ${production.join(" ")} is CWL v1.2, as cwltool validates it`,
    run: () => validateExport(programs, production),
  })),
  equal(toy, [sandboxPanda, cwltool(programs), toil(programs)]),
  equal(toyRun, [sandboxPanda, cwltool(programs), toil(programs)]),
  equal(chain, [sandboxPanda, cwltool(programs)]),
];

const equal = (production: Runnable, engines: readonly Engine[]): Check => ({
  name: `${production.join(" ")} gives the same files through shrek run, ${engines.map(({ name }) => name).join(", ")}`,
  run: async () => {
    const expected = await shrekRun.run(production);
    if (Object.keys(expected).length < 9) throw new Error("too few files to say anything");
    for (const engine of engines) deepStrictEqual(await engine.run(production), expected, engine.name);
  },
});
