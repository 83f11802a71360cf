import { deepStrictEqual } from "node:assert";
import type { Check } from "../check.ts";
import { cwltool, type Engine, sandboxPanda, shrekRun, toil, validateExport } from "./by-engine.ts";

/** With pools, joins by identity, several outputs, a table of jobs; all jobs succeed. */
const chain = "test/requests/export/chain";
const toy = "productions/toy-pileup";

/** What other people's engines make of our export is what `shrek run` and the sandbox PanDA make, byte for byte. */
export const engineChecks = (programs: string): readonly Check[] => [
  ...[toy, chain].map((production) => ({
    name: `the export of ${production} is CWL v1.2, as cwltool validates it`,
    run: () => validateExport(programs, production),
  })),
  equal(toy, [sandboxPanda, cwltool(programs), toil(programs)]),
  equal(chain, [sandboxPanda, cwltool(programs)]),
];

const equal = (production: string, engines: readonly Engine[]): Check => ({
  name: `${production} gives the same files through shrek run, ${engines.map(({ name }) => name).join(", ")}`,
  run: async () => {
    const expected = await shrekRun.run(production);
    if (Object.keys(expected).length < 15) throw new Error("too few files to say anything");
    for (const engine of engines) deepStrictEqual(await engine.run(production), expected, engine.name);
  },
});
