/**
 * One digest of all files for each engine, of toy-pileup and of one run of toy-runs: `npm run compare-engines`. With `podman` also in
 * containers, with `htcondor` on an HTCondor of its own; both are installed where they are missing.
 */
import { scriptArguments } from "../../arguments.ts";
import { ensureEngines } from "../venv.ts";
import {
  cwltool,
  digestOf,
  type Engine,
  sandboxPanda,
  shrekRun,
  shrekRunByPodman,
  toil,
  toilOnHtcondor,
} from "./by-engine.ts";
import { openCondorPool } from "./condor-pool.ts";
import { toy, toyRun } from "./engine-checks.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const compare = async (engines: readonly Engine[]): Promise<void> => {
  for (const production of [toy, toyRun]) {
    say(production.join(" "));
    const digests = new Set<string>();
    for (const engine of engines) {
      const digest = digestOf(await engine.run(production));
      digests.add(digest);
      say(`  ${digest}  ${engine.name}`);
    }
    if (digests.size === 1) continue;
    say("They differ.");
    process.exitCode = 1;
  }
};

const { words: also } = scriptArguments({}, ["podman", "htcondor"]);
const programs = await ensureEngines(say, { htcondor: also.includes("htcondor") });
const engines = [
  shrekRun,
  ...(also.includes("podman") ? [shrekRunByPodman(say)] : []),
  sandboxPanda,
  cwltool(programs),
  toil(programs),
];
if (also.includes("htcondor")) {
  await using pool = await openCondorPool(say);
  await compare([...engines, toilOnHtcondor(programs, pool)]);
} else await compare(engines);
