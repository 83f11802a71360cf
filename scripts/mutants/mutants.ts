/**
 * Changes the program at one spot at a time and asks whether somebody notices: `npm run mutants -- [PATH...]` asks the tests,
 * with `--sample N --seed S` about N mutants by chance; `--promises [WORDS...]` asks the proofs of `npm run prove` about
 * those of promises.json, which are written by hand. Fails when a mutant lives that accepted.json does not name, and when
 * it names one that is no more. `--listed` asks also about those that it names, and says which a test notices now: they
 * may go.
 */
import { scriptArguments } from "../arguments.ts";
import { judgeRooms } from "./judge-rooms.ts";
import { judgePromises } from "./promises.ts";

const every = Number.POSITIVE_INFINITY;
const asked = scriptArguments({ promises: false, listed: false, sample: every, seed: 1 }, "any");
const began = performance.now();
const { validated, living, gone } = asked.promises
  ? await judgePromises(asked.words, asked.seed)
  : await judgeRooms(asked.words, { size: asked.sample, seed: asked.seed }, asked.listed);
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(`${validated} mutants, ${living} live and are not listed, ${gone} are listed and gone, ${seconds} s`);
if (validated === 0) console.log("Nothing was judged: no room has a file at these paths, or no promise these words.");
process.exitCode = living + gone > 0 || validated === 0 ? 1 : 0;
