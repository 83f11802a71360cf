/** `npm run contracts`: PanDA's own client and parser, installed from PyPI, against what this repository sends and serves. */
import { type Check, runChecks, tallyLine } from "./check.ts";
import { oddWorkflows } from "./odd-workflows.ts";
import { oddityCheck } from "./oddity-check.ts";
import { parserCheck } from "./parser-check.ts";
import { pchainChecks } from "./pchain-check.ts";
import { productionNames } from "./rendered-production.ts";
import { ensureVenv, type Venv } from "./venv.ts";

const say = (line: string): void => console.log(line);

const checksOf = async (venv: Venv): Promise<readonly Check[]> => {
  const productions = await productionNames();
  return [
    ...productions.flatMap((name) => [parserCheck(venv, name), ...pchainChecks(venv, name)]),
    ...oddWorkflows.map((odd) => oddityCheck(venv, odd)),
  ];
};

let tally = { passed: 0, failed: 1, skipped: 0 };
try {
  tally = await runChecks(await checksOf(await ensureVenv(say)), say);
} catch (error) {
  say(`FAIL  nothing could be checked\n${error instanceof Error ? error.message : String(error)}`);
}
say(tallyLine(tally));
if (tally.failed > 0) process.exitCode = 1;
