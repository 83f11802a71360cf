import assert from "node:assert/strict";
import type { Check } from "../check.ts";
import { archivesUnder, twoNodes } from "./two-nodes.ts";

/** Here nothing may be left out; the tests leave it out, by name, where there is one Node only. */
export const twoNodesCheck = (production: string): Check => ({
  name: `two Nodes make the same archive of ${production}`,
  run: async () => {
    const nodes = await twoNodes();
    if (nodes === undefined) throw new Error(`only Node ${process.versions.node} is there`);
    const [ours, other] = await archivesUnder(nodes, production);
    assert.deepEqual(other, ours);
  },
});
