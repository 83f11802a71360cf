/**
 * What a pass of `shrek reconcile` costs while many wait, runs or productions of one merge, or merges that nobody read:
 * `npm run bench:waiting -- [COUNTS...]`. A pass ends after 30 seconds of the clock, and so takes few of them.
 */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { scriptNumbers } from "../arguments.ts";
import { type Campaign, openCampaign } from "../contracts/costs/campaign.ts";
import { manyProductions, roomyConventions, writeMany } from "../contracts/costs/write-many.ts";
import { commitAll, gitIn, pandaEnv } from "../demo/scene.ts";
import { start } from "../sandbox/panda/start.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** So many merges that no pass has read come to the main that this clone pushes to: one commit each, and each brings a production. */
const pushMerges = async (clone: string, count: number): Promise<void> => {
  const [rules, files] = [
    Object.entries(roomyConventions()),
    Map.groupBy(Object.entries(manyProductions(count)), toyOf),
  ];
  const commits = Array.from({ length: count }, (_, n) => {
    const own = [...(n === 0 ? rules : []), ...(files.get(`toy${n}`) ?? [])];
    const parts = own.map(([path, text]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(text)}\n${text}\n`);
    const what = `Bring ${n}`;
    const from = n === 0 ? "from refs/remotes/origin/main^0\n" : "";
    return `commit refs/heads/main\ncommitter Ada <ada@example.org> ${1_800_000_000 + n} +0000\ndata ${what.length}\n${what}\n${from}${parts.join("")}`;
  });
  execFileSync("git", ["-C", clone, "fast-import", "--quiet", "--force"], { input: commits.join("") });
  await gitIn(clone, "push", "--quiet", "origin", "main");
};

const toyOf = ([path]: readonly [string, string]): string => path.split("/")[1] ?? "";

const given = scriptNumbers(Number.POSITIVE_INFINITY);
/** A list of more runs is refused. */
const maxRuns = 10_000;

const writeRuns = async (campaign: Campaign, count: number): Promise<void> => {
  const productions = Math.ceil(count / maxRuns);
  const list = Array.from({ length: count / productions }, (_, n) => `${53_000 + n}\n`).join("");
  writeMany(campaign.clone, productions);
  for (let n = 0; n < productions; n++) {
    const folder = join(campaign.clone, "productions", `toy${n}`);
    const request = join(folder, "production.yaml");
    writeFileSync(request, `${readFileSync(request, "utf8")}\nruns: { list: runs.txt }\n`);
    writeFileSync(join(folder, "runs.txt"), list);
  }
  await commitAll(campaign, "Runs");
  await gitIn(campaign.clone, "fetch", "--quiet");
};

const writeProductions = async (campaign: Campaign, count: number): Promise<void> => {
  writeMany(campaign.clone, count);
  await commitAll(campaign, "Productions");
  await gitIn(campaign.clone, "fetch", "--quiet");
};

const kinds = {
  "runs of one merge": writeRuns,
  "productions of one merge": writeProductions,
  "unread merges": ({ clone }: Campaign, count: number): Promise<void> => pushMerges(clone, count),
};

/** The first pass enters all runs of a merge; the next ones are those that many wait in. */
const measure = async (kind: keyof typeof kinds, count: number): Promise<readonly string[]> => {
  using folder = temporaryFolder("shrek-waiting-");
  const place = folder.path;
  await using panda = await start({ dir: join(place, "panda"), executes: [] });
  const campaign = await openCampaign(join(place, "world"), 0);
  const env = { ...pandaEnv(panda.url, await panda.token()), SHREK_PASS_SECONDS: "30" };
  await campaign.reconcile(env);
  await kinds[kind](campaign, count);
  const spent: string[] = [];
  for (let pass = 0; pass < 3; pass++) {
    const before = panda.count().requests;
    const { cpu } = await campaign.reconcile(env);
    spent.push(cpu.toFixed(2), `${panda.count().requests - before}`);
  }
  return [kind, `${count}`, ...spent];
};

const rows: (readonly string[])[] = [];
for (const count of given.length === 0 ? [200, 2000, 20_000] : given)
  for (const kind of ["runs of one merge", "productions of one merge", "unread merges"] as const)
    rows.push(await measure(kind, count));
const passes = ["first", "second", "third"].flatMap((pass) => [`${pass} pass, cpu s`, "calls of PanDA"]);
console.log(textTable(["what waits", "how many", ...passes], rows));
console.log(
  "Left out: GitHub, TLS, the processor of servers, and the clone of a runner, which grows with the history of main.",
);
