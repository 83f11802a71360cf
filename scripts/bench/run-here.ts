/**
 * What `shrek run` costs beside the jobs: 200 that do nothing, against `xargs -P` with the same wrappers, in the same run.
 * `npm run bench:run`. Ratios; the machine is shared.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { textTable } from "../../action/core/view/text-table.ts";
import { buildScene, root, shrek } from "../demo/scene.ts";
import { timeInterleaved } from "./interleaved.ts";

const jobs = 200;
const rounds = 5;
const dir = mkdtempSync(join(tmpdir(), "shrek-bench-run-"));
const { clone } = await buildScene(dir, []);

const request = `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: toy, stage: signal }
description: Jobs that do nothing
contact: ["@sphenix-production"]
build: toy.1
conditions: none
defaults: { sites: [SANDBOX] }
steps:
  nothing: { out: [{ name: nothing.txt, optional: true }], jobs: ${jobs}, run: ":" }
`;
mkdirSync(join(clone, "productions/nothing"));
writeFileSync(join(clone, "productions/nothing/production.yaml"), request);
const rendered = join(dir, "rendered");
await shrek(clone, ["render", "productions/nothing", "-o", rendered]);

const cores = availableParallelism();
/** Each job in a folder of its own with the files that it gets, and a log: what a person writes by hand. */
const inFolders = `rm -rf by-hand && mkdir by-hand && cd by-hand && tar -czf files.tar.gz -C ${rendered} . && seq ${jobs} | xargs -P ${cores} -I{} sh -c 'mkdir {} && tar -xzf files.tar.gz -C {} && cd {} && bash nothing.sh {} >../{}.log 2>&1'`;
const cli = join(root, "dist/cli.js");
const timings = timeInterleaved(
  [
    {
      name: "shrek run",
      command: ["sh", "-c", `rm -rf try && "${process.execPath}" "${cli}" run productions/nothing --out try`],
      cwd: clone,
    },
    { name: "xargs, a folder and a log a job", command: ["sh", "-c", inFolders], cwd: clone },
    {
      name: "xargs, all in one folder",
      command: ["sh", "-c", `seq ${jobs} | xargs -P ${cores} -I{} bash nothing.sh {}`],
      cwd: rendered,
    },
  ],
  rounds,
);
const own = timings[0]?.median ?? Number.NaN;
process.stdout.write(
  `${jobs} jobs that do nothing, ${cores} at a time, medians of ${rounds} rounds\n\n${textTable(
    ["", "ms", "shrek run is"],
    timings.map(({ name, median }) => [name, String(Math.round(median)), `${(own / median).toFixed(2)} times`]),
  )}\n`,
);
rmSync(dir, { recursive: true, force: true });
