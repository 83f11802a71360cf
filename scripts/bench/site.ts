/** What `shrek site` costs and weighs: `npm run bench:site -- [SUBMISSIONS...]`. Linux only. */

import { globSync, statSync } from "node:fs";
import { join } from "node:path";
import { scriptNumbers } from "../arguments.ts";
import { root } from "../demo/scene.ts";
import { sampleLedger } from "../site/sample-ledger.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { timeInterleaved } from "./interleaved.ts";
import { runWatched } from "./peak.ts";

const asked = scriptNumbers(Number.POSITIVE_INFINITY);
const kilobytes = (paths: readonly string[]): number =>
  Math.round(paths.reduce((all, path) => all + statSync(path).size, 0) / 1000);

for (const count of asked.length === 0 ? [100, 10_000] : asked) {
  using temporary = temporaryFolder("shrek-site-");
  const dir = temporary.path;
  const ledger = join(dir, "ledger.git");
  await sampleLedger(ledger, count);
  const site = join(dir, "site");
  const command = [process.execPath, join(root, "dist/cli.js"), "site", "--output", site];
  const first = ["bash", "-c", 'rm -rf "$1"; shift; exec "$@"', "bash", site, ...command];
  const peak = await runWatched(command, { cwd: ledger, env: {} });
  const timings = timeInterleaved(
    [
      { name: "written", command: first, cwd: ledger },
      { name: "again", command, cwd: ledger },
    ],
    1,
  );
  const files = globSync("**", { cwd: site })
    .map((path) => join(site, path))
    .filter((path) => statSync(path).isFile());
  const page = ["index.html", "app.js", "app.css", "icon.svg"].map((name) => join(site, name));
  const seconds = timings.map(({ name, processor }) => `${name} ${(processor / 1000).toFixed(1)} s`).join(", ");
  console.log(
    `${count} submissions: processor ${seconds}; ${Math.round(peak.megabytes)} MB; ${files.length} files of ${kilobytes(files)} kB; first page ${kilobytes(page)} kB, delivered ${kilobytes([join(site, "data/delivered.json")])} kB`,
  );
}
