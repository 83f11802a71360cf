/**
 * Changes the program at one spot at a time and asks whether a test notices: `npm run mutants -- [PATH...]`, with
 * `--sample N --seed S` for N of them by chance. Fails when a mutant lives that accepted.json does not name, and when
 * it names one that is no more. Says which of its entries a test notices now: they may go.
 */
import { parseArgs } from "node:util";
import { gone, noticedNow, readAccepted, strangers } from "./accepted.ts";
import { sameMutant, type Validated } from "./mutant.ts";
import { type Plan, planRoom, sampled } from "./plan.ts";
import { rooms } from "./rooms.ts";
import { runRoom } from "./run-room.ts";
import { switched } from "./switched.ts";
import { tableOf } from "./table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: "string" }, seed: { type: "string", default: "1" } },
});
const seconds = (from: number): string => `${((performance.now() - from) / 1000).toFixed(0)} s`;

const judge = async ({ room, files, mutants }: Plan): Promise<readonly Validated[]> => {
  if (mutants.length === 0) return [];
  const from = performance.now();
  const texts = new Map(files.map(({ path, text, changes, first }) => [path, switched(text, changes, first)]));
  const numbers = mutants.map(({ number }) => number);
  const fates = await runRoom(texts, room.tests, numbers);
  const judged = mutants.map((mutant) => ({ ...mutant, fate: fates.get(mutant.number) ?? "unseen" }));
  const left = strangers(judged, accepted).map(({ number }) => number);
  const further =
    room.further === undefined || left.length === 0 ? new Map() : await runRoom(texts, room.further, left);
  console.error(
    `${room.name}: ${mutants.length} mutants in ${seconds(from)}, ${further.size} of them in further tests`,
  );
  return judged.map(({ number, ...mutant }) => ({ ...mutant, fate: further.get(number) ?? mutant.fate }));
};

const isListed = (mutant: Validated): boolean => accepted.some((one) => sameMutant(one, mutant));
const began = performance.now();
const accepted = await readAccepted();
const all = rooms.map((room) => planRoom(room, positionals));
const plans = values.sample === undefined ? all : sampled(all, Number(values.sample), Number(values.seed));
const judged: Validated[] = [];
for (const plan of plans) {
  const ofRoom = await judge(plan);
  // At once: a room takes minutes, and one behind it may fail.
  for (const { fate, file, at, line, original, mutation } of strangers(ofRoom, accepted))
    console.log(`${fate} ${file}:${at}\n  ${line}\n  ${original}  ->  ${mutation}`);
  judged.push(...ofRoom);
}

const living = strangers(judged, accepted);
const old = gone(
  accepted,
  all.flatMap(({ files }) => files.map(({ path }) => path)),
  all.flatMap(({ mutants }) => mutants),
);
for (const { file, line, original, mutation } of old)
  console.log(`accepted.json names what is no more: ${file}\n  ${line}\n  ${original}  ->  ${mutation}`);
for (const { file, at, line, original, mutation } of noticedNow(judged, accepted))
  console.log(`accepted.json names what a test notices now: ${file}:${at}\n  ${line}\n  ${original}  ->  ${mutation}`);
console.log(tableOf(judged, isListed));
console.log(
  `${judged.length} mutants, ${living.length} live and are not listed, ${old.length} are listed and gone, ${seconds(began)}`,
);
if (judged.length === 0)
  console.log("Nothing was judged: scripts/mutants/rooms.ts has no file at these paths, or the sample is no number.");
process.exitCode = living.length + old.length > 0 || judged.length === 0 ? 1 : 0;
