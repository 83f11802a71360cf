/**
 * `npm run contracts`: PanDA's own clients and parser, installed from PyPI, against what this repository sends and serves.
 * `npm run contracts -- job-script FILE`: PanDA's job script alone, which is in no registry.
 */

import { misused, scriptArguments } from "../arguments.ts";
import { twoNodesCheck } from "./archive/two-nodes-check.ts";
import { begunStepsCheck } from "./begun-steps-check.ts";
import { type Check, runChecks, tallyLine } from "./check.ts";
import { nativeChecks } from "./clients/native-check.ts";
import { orderChecks } from "./clients/order-check.ts";
import { pbookChecks } from "./clients/pbook-check.ts";
import { prunChecks } from "./clients/prun-check.ts";
import { serverOrdersCheck } from "./clients/server-order-check.ts";
import { engineChecks } from "./engines/engine-checks.ts";
import { iddsStatesCheck } from "./idds-states-check.ts";
import { filesCheck } from "./jedi/files-check.ts";
import { jediChecks } from "./jedi/jedi-check.ts";
import { joinsCheck } from "./jedi/joins-check.ts";
import { ordersByStateCheck } from "./jedi/orders-by-state-check.ts";
import { promisedFilesCheck } from "./jedi/promised-files-check.ts";
import { rowsCheck } from "./jedi/rows-check.ts";
import { scoutsCheck } from "./jedi/scouts-check.ts";
import { jobScriptChecks } from "./job-script/job-script-check.ts";
import { seen } from "./job-script/record.ts";
import { loginCheck } from "./login-check.ts";
import { nativePlanCheck } from "./native-plan-check.ts";
import { oddOptions } from "./odd-options.ts";
import { oddWorkflows } from "./odd-workflows.ts";
import { oddityCheck } from "./oddity-check.ts";
import { optionsCheck } from "./options-check.ts";
import { parserCheck } from "./parser-check.ts";
import { shellcheckCheck } from "./payloads/shellcheck-check.ts";
import { pchainChecks } from "./pchain-check.ts";
import { closeParser } from "./real-parser.ts";
import { fixtures, productionNames, renderFixture, renderProduction } from "./rendered-production.ts";
import { renderWanted } from "./requests/compared-workflow.ts";
import { openComparison } from "./requests/comparison.ts";
import { rawWorkflows, writeRaw } from "./requests/raw-workflows.ts";
import { requestCheck } from "./requests/request-check.ts";
import { wantedProductions } from "./requests/wanted-productions.ts";
import { rucioChecks } from "./rucio/rucio-checks.ts";
import { serverFaultsCheck } from "./server-faults-check.ts";
import { slicesCheck } from "./slices-check.ts";
import { ensureEngines, ensureRucio, ensureVenv, type Venv, versionsOf } from "./venv.ts";
import { actCheck } from "./workflows/act-check.ts";
import { actFormCheck } from "./workflows/act-form-check.ts";
import { actionlintCheck } from "./workflows/actionlint-check.ts";
import { issueFormCheck } from "./workflows/issue-form-check.ts";
import { releaseCheck } from "./workflows/release-check.ts";
import { singleFileCheck } from "./workflows/single-file-check.ts";
import { zizmorCheck } from "./workflows/zizmor-check.ts";

const say = (line: string): void => console.log(line);
const comparison = openComparison();

const checksOf = async (venv: Venv): Promise<readonly Check[]> => {
  const productions = await productionNames();
  const good = await fixtures();
  const compare = (name: string, render: Parameters<typeof requestCheck>[2]): Check =>
    requestCheck(venv, name, render, comparison);
  return [
    ...productions.flatMap((name) => [parserCheck(venv, name), ...pchainChecks(venv, name)]),
    ...good.map((fixture) => parserCheck(venv, fixture.tag ?? fixture.name, () => renderFixture(fixture))),
    ...wantedProductions.map((wanted) => parserCheck(venv, wanted.name, () => renderWanted(wanted))),
    ...productions.map((name) => nativePlanCheck(venv, name, () => renderProduction(name))),
    ...wantedProductions.map((wanted) => nativePlanCheck(venv, wanted.name, () => renderWanted(wanted))),
    ...productions.map((name) => compare(name, () => renderProduction(name))),
    ...wantedProductions.map((wanted) => compare(wanted.name, () => renderWanted(wanted))),
    ...rawWorkflows.map((raw) => compare(raw.name, () => writeRaw(raw))),
    ...[...prunChecks(venv), ...nativeChecks(venv), ...pbookChecks(venv), ...orderChecks(venv)],
    serverOrdersCheck(venv),
    ...productions.map(twoNodesCheck),
    ...[
      optionsCheck(venv),
      loginCheck(venv),
      serverFaultsCheck(venv),
      shellcheckCheck(venv),
      zizmorCheck(venv),
      actionlintCheck(venv),
      issueFormCheck(venv),
      actCheck(venv),
      actFormCheck(venv),
      releaseCheck(venv),
      singleFileCheck(venv),
      slicesCheck,
    ],
    ...(await jediChecks(venv, productions)),
    joinsCheck(venv),
    iddsStatesCheck(venv),
    begunStepsCheck(venv),
    ordersByStateCheck(venv),
    ...engineChecks(await ensureEngines(say)),
    ...rucioChecks(venv, await ensureRucio(say)),
    filesCheck(venv),
    promisedFilesCheck(venv),
    rowsCheck(venv),
    scoutsCheck(venv),
    ...[...oddWorkflows, ...oddOptions].map((odd) => oddityCheck(venv, odd)),
  ];
};

/** The file after `job-script`, if the arguments name one. */
const [part, jobScript, ...more] = scriptArguments({}, "any").words;
if (part !== undefined && (part !== "job-script" || jobScript === undefined || more.length > 0))
  misused("What can be chosen is job-script FILE");

let tally = { passed: 0, failed: 1, skipped: 0 };
try {
  if (jobScript === undefined) {
    const venv = await ensureVenv(say);
    say(await versionsOf(venv));
    tally = await runChecks(await checksOf(venv), say);
    for (const line of comparison.lines()) say(line);
    say(`left out: the job script is in no registry. npm run contracts -- job-script FILE runs it: ${seen.script}`);
  } else tally = await runChecks(jobScriptChecks(jobScript), say);
} catch (error) {
  say(`FAIL  nothing could be checked\n${error instanceof Error ? error.message : String(error)}`);
} finally {
  closeParser();
}
say(tallyLine(tally));
if (tally.failed > 0) process.exitCode = 1;
