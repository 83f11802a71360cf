/**
 * Changes the program at one spot at a time and asks whether somebody notices: `npm run mutants -- [PATH...]` asks the tests,
 * with `--sample N --seed S` about N mutants by chance; `--promises [WORDS...]` asks the proofs of `npm run prove` about
 * those of promises.json, which are written by hand. Fails when a mutant lives that accepted.json does not name, and when
 * it names one that is no more. `--listed` asks also about those that it names, and says which a test notices now: they
 * may go.
 */
import { parseArgs } from "node:util";
import { judgeRooms } from "./judge-rooms.ts";
import { judgePromises } from "./promises.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    promises: { type: "boolean", default: false },
    listed: { type: "boolean", default: false },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const began = performance.now();
const seed = Number(values.seed);
const { validated, living, gone } = values.promises
  ? await judgePromises(positionals, seed)
  : await judgeRooms(
      positionals,
      values.sample === undefined ? undefined : { size: Number(values.sample), seed },
      values.listed,
    );
const seconds = ((performance.now() - began) / 1000).toFixed(0);
console.log(`${validated} mutants, ${living} live and are not listed, ${gone} are listed and gone, ${seconds} s`);
if (validated === 0)
  console.log(
    "Nothing was judged: no room has a file at these paths, no promise these words, or the sample is no number.",
  );
process.exitCode = living + gone > 0 || validated === 0 ? 1 : 0;
