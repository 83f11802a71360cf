/**
 * One digest of all files for each engine, of toy-pileup and of one run of toy-runs: `npm run digests`. With `htcondor`
 * also on an HTCondor of its own, which is installed where it is missing.
 */
import { ensureEngines } from "../venv.ts";
import { cwltool, digestOf, type Engine, sandboxPanda, shrekRun, toil, toilOnHtcondor } from "./by-engine.ts";
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

const onHtcondor = process.argv[2] === "htcondor";
const programs = await ensureEngines(say, { htcondor: onHtcondor });
const engines = [shrekRun, sandboxPanda, cwltool(programs), toil(programs)];
if (onHtcondor) {
  const pool = await openCondorPool(say);
  try {
    await compare([...engines, toilOnHtcondor(programs, pool)]);
  } finally {
    await pool.close();
  }
} else await compare(engines);
