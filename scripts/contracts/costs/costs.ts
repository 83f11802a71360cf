/** What a submission costs, beside pchain's in the same run at the same server; printed, never asserted. costs.ts [PRODUCTIONS] [PCHAINS] */

import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { textTable } from "../../../action/core/markdown/text-table.ts";
import { inputsFile, workflowFile } from "../../../action/core/render/rendering.ts";
import { scriptNumbers } from "../../arguments.ts";
import { openMerged, reconcileAction } from "../../demo/merged.ts";
import { pandaEnv } from "../../demo/scene.ts";
import { start } from "../../sandbox/panda/start.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { clientEnvironment } from "../real-client.ts";
import { ensureVenv, type Venv } from "../venv.ts";
import { vo } from "../workflow.ts";
import { openCampaign, renderFirst } from "./campaign.ts";
import { minus, sum, times, type Usage, usageOf } from "./usage.ts";
import { manyProductions, roomyConventions } from "./write-many.ts";

/** So many submissions of one workflow under names of their own, one after the other, each a process. */
const runPchains = async (
  venv: Venv,
  url: string,
  token: string,
  folder: string,
  count: number,
): Promise<readonly Usage[]> => {
  using temporary = temporaryFolder("shrek-costs-pchain-");
  const place = temporary.path;
  const [work, home] = [join(place, "work"), join(place, "home")];
  await mkdir(home);
  await cp(folder, work, { recursive: true });
  const usages: Usage[] = [];
  for (let n = 0; n < count; n++) {
    const outDS = `user.sphnxpro.costs.${process.hrtime.bigint()}`;
    const options = ["--cwl", workflowFile, "--yaml", inputsFile, "--outDS", outDS, "--vo", vo];
    const given = [join(venv.dir, "bin", "pchain"), ...options, "--prodSourceLabel", "test"];
    const env = clientEnvironment(venv, { url, token }, home);
    const { printed, ...usage } = await usageOf(given, { cwd: work, env });
    if (!/successfully submitted with request_id=\d+/.test(printed)) throw new Error(printed);
    usages.push(usage);
  }
  return usages;
};

const leftOut = `
The processor of a process and of all that it waited for. \`reconcile\` pushes to a repository on this disk, whose git is
counted; the action pushes to a sandbox GitHub, which is not, though the clock waits for it.
Left out: TLS and the way to servers, of both sides; what the servers take; a disk that has not read the program yet.
Nothing that Node compiled is kept for the action, as on a runner. A pass without a submission, and the first one's share
of starting, are in rows of their own: of one production a pass costs what the third row says.`;

const [productions = 200, pchains = 20] = scriptNumbers(2);
const reconciling = [process.execPath, reconcileAction];
using temporary = temporaryFolder("shrek-costs-");
const dir = temporary.path;
await using panda = await start({ dir: join(dir, "panda"), executes: [], keepsConnections: true });
await using quiet = await openMerged(join(dir, "quiet"), roomyConventions(), {});
await using merged = await openMerged(join(dir, "merged"), roomyConventions(), manyProductions(productions));
const venv = await ensureVenv((line) => console.log(line));
const env = pandaEnv(panda.url, await panda.token());
const [none, one, many] = [
  await openCampaign(join(dir, "none"), 0),
  await openCampaign(join(dir, "one"), 1),
  await openCampaign(join(dir, "many"), productions),
];
const folder = await renderFirst(one, join(dir, "rendered"));
const half = Math.ceil(pchains / 2);
const before = await runPchains(venv, panda.url, await panda.token({ preferred_username: "sphnxpro" }), folder, half);
const idle = await none.reconcile(env);
const submissions = panda.count().submissions;
const single = await one.reconcile(env);
const campaign = await many.reconcile(env);
const login = { url: panda.url, token: await panda.token() };
const [actionIdle, action] = [
  await usageOf(reconciling, await quiet.job(login)),
  await usageOf(reconciling, await merged.job(login)),
];
const lacking = (): number => 2 * productions + 1 - (panda.count().submissions - submissions);
const left = lacking();
if (left > 0) {
  // On a busy machine a pass may run out of its 60 s for a call, or of an answer's time: that waits for the next one.
  await many.reconcile(env);
  await usageOf(reconciling, await merged.job(login));
  const printed = [single, campaign, action].map((one) => one.printed).join("\n");
  if (lacking() > 0)
    throw new Error(`${lacking()} submissions were made by no second pass either; the first said:\n${printed}`);
  console.log(
    `${left} submissions were left to a second pass, which is not in the figures; the first said:\n${printed}`,
  );
}
const token = await panda.token({ preferred_username: "sphnxpro" });
const after = await runPchains(venv, panda.url, token, folder, pchains - half);
const pchain = times(sum([...before, ...after]), 1 / pchains);

const row = (name: string, usage: Usage, than: Usage, target = ""): readonly string[] => [
  ...[name, usage.wall.toFixed(2), usage.cpu.toFixed(3)],
  ...[(usage.wall / than.wall).toFixed(3), (usage.cpu / than.cpu).toFixed(3), target],
];
const all = times(pchain, productions);
const rows = [
  row("pchain, a process", pchain, pchain),
  row("reconcile of nothing, a process", idle, pchain),
  row("reconcile of one production, a process", single, pchain),
  row(
    `a submission within a reconcile of ${productions}`,
    times(minus(campaign, idle), 1 / productions),
    pchain,
    "0.15, 0.15",
  ),
  row(
    `a submission within the action's reconcile of ${productions}`,
    times(minus(action, actionIdle), 1 / productions),
    pchain,
    "0.30, 0.15",
  ),
  row(`${productions} pchains, ${pchains} of them run`, all, all),
  row(`reconcile of ${productions}, a process`, campaign, all),
  row(`the action's reconcile of ${productions}, a process`, action, all),
];
const head = ["", "wall s", "cpu s", "wall ratio", "cpu ratio", "target"];
console.log(textTable(head, rows));
console.log(leftOut);
