/** What a pass of the action asks of GitHub, git and PanDA, with productions of one merge: `npm run bench:calls -- [PRODUCTIONS]`. */

import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textTable } from "../../action/core/markdown/text-table.ts";
import { scriptNumbers } from "../arguments.ts";
import { usageOf } from "../contracts/costs/usage.ts";
import { manyProductions, roomyConventions } from "../contracts/costs/write-many.ts";
import { openMerged, reconcileAction } from "../demo/merged.ts";
import { start } from "../sandbox/panda/start.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const [count = 200] = scriptNumbers(1);
using temporary = temporaryFolder("shrek-calls-");
const dir = temporary.path;
const begun = join(dir, "begun");

/** A git that notes each start of it. */
const notingGit = (): string => {
  const git = execFileSync("bash", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  const bin = join(dir, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "git"), `#!/bin/sh\necho x >>'${begun}'\nexec '${git}' "$@"\n`);
  chmodSync(join(bin, "git"), 0o755);
  return bin;
};

await using panda = await start({ dir: join(dir, "panda"), executes: [] });
const path = `${notingGit()}:${process.env["PATH"] ?? ""}`;
const rows: (readonly string[])[] = [];
for (const productions of new Set([0, 1, count])) {
  const world = await openMerged(join(dir, `${productions}`), roomyConventions(), manyProductions(productions));
  const pass = async (name: string): Promise<void> => {
    const job = await world.job({ url: panda.url, token: await panda.token() });
    writeFileSync(begun, "");
    const [calls, requests] = [world.calls().length, panda.count().requests];
    await usageOf([process.execPath, reconcileAction], { ...job, env: { ...job.env, PATH: path } });
    const asked = world.calls().slice(calls);
    const git = asked.filter(({ route }) => route.startsWith("git-"));
    const pushes = git.filter(({ method, route }) => method === "POST" && route === "git-receive-pack");
    const starts = readFileSync(begun, "utf8").split("\n").length - 1;
    const amounts = [asked.length - git.length, git.length, pushes.length, starts, panda.count().requests - requests];
    rows.push([name, ...amounts.map(String)]);
  };
  await pass(productions === 0 ? "the first of all" : `${productions} new`);
  await pass(productions === 0 ? "idle" : `${productions} at PanDA`);
  await world.close();
}
const head = ["pass", "GitHub's API", "git of GitHub", "of them pushes", "processes of git", "PanDA"];
console.log(textTable(head, rows));
