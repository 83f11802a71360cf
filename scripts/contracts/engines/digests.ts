/** One digest of all files of toy-pileup for each engine: `npm run digests`. */
import { ensureEngines } from "../venv.ts";
import { cwltool, digestOf, sandboxPanda, shrekRun, toil } from "./by-engine.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const programs = await ensureEngines(say);
const engines = [shrekRun, sandboxPanda, cwltool(programs), toil(programs)];
const digests = new Set<string>();
for (const engine of engines) {
  const digest = digestOf(await engine.run("productions/toy-pileup"));
  digests.add(digest);
  say(`${digest}  ${engine.name}`);
}
if (digests.size !== 1) {
  say("They differ.");
  process.exitCode = 1;
}
