import { type Accepted, gone, noticedNow, readAccepted, strangers } from "./accepted.ts";
import { type Mutant, sameMutant, type Tally, type Validated } from "./mutant.ts";
import { type Plan, type Planned, planRoom, sampled } from "./plan.ts";
import { rooms } from "./rooms.ts";
import { runRoom } from "./run-room.ts";
import { switched } from "./switched.ts";

/**
 * The mutants that are made of every spot below these paths, or a sample of them, judged by the tests of their room. One
 * that accepted.json lists may live, so tests are asked about it only to learn whether its entry may go: `listed`.
 */
export const judgeRooms = async (
  below: readonly string[],
  sample: { readonly size: number; readonly seed: number },
  listed: boolean,
): Promise<Tally> => {
  const accepted = await readAccepted();
  const all = rooms.map((room) => planRoom(room, below));
  const validated: Validated[] = [];
  for (const plan of sampled(all, sample.size, sample.seed)) {
    const ofRoom = await judgeRoom(plan, accepted, listed);
    // At once: a room takes minutes, and one behind it may fail.
    for (const one of strangers(ofRoom, accepted)) tell(one.fate, one);
    validated.push(...ofRoom);
  }
  const old = gone(
    accepted,
    all.flatMap(({ files }) => files.map(({ path }) => path)),
    all.flatMap(({ mutants }) => mutants),
  );
  for (const one of old) tell("accepted.json names what is no more:", one);
  for (const one of noticedNow(validated, accepted)) tell("accepted.json names what a test notices now:", one);
  console.log(tableOf(validated, (mutant) => accepted.some((one) => sameMutant(one, mutant))));
  return { validated: validated.length, living: strangers(validated, accepted).length, gone: old.length };
};

const judgeRoom = async (
  { room, files, mutants }: Plan,
  accepted: readonly Accepted[],
  listed: boolean,
): Promise<readonly Validated[]> => {
  if (mutants.length === 0) return [];
  const from = performance.now();
  const texts = new Map(files.map(({ path, text, changes, first }) => [path, switched(text, changes, first)]));
  const asked = listed ? mutants : strangers(mutants.map(living), accepted);
  const fates = asked.length === 0 ? new Map() : await runRoom(texts, room.tests, asked);
  const validated = mutants.map((mutant) => ({ ...mutant, fate: fates.get(mutant.number) ?? "lives" }));
  const left = strangers(validated, accepted);
  const further =
    room.further === undefined || left.length === 0 ? new Map() : await runRoom(texts, room.further, left);
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  console.error(
    `${room.name}: ${mutants.length} mutants in ${seconds} s, ${asked.length} of them asked, ${further.size} in further tests`,
  );
  return validated.map(({ number, ...mutant }) => ({ ...mutant, fate: further.get(number) ?? mutant.fate }));
};

const living = (mutant: Planned): Planned & Validated => ({ ...mutant, fate: "lives" });

const tell = (what: string, { file, line, original, mutation, at }: Mutant & { readonly at?: number }): void =>
  console.log(`${what} ${file}${at === undefined ? "" : `:${at}`}\n  ${line}\n  ${original}  ->  ${mutation}`);

/** A line a file: how many mutants, how many of them the tests killed, how many live and are listed. */
const tableOf = (validated: readonly Validated[], isListed: (mutant: Validated) => boolean): string => {
  const row = (name: string, ones: readonly Validated[]): string => {
    const living = ones.filter(({ fate }) => fate !== "killed");
    const killed = ones.length - living.length;
    const percent = ones.length === 0 ? "-" : ((100 * killed) / ones.length).toFixed(1);
    const cells = [ones.length, killed, percent, living.length, living.filter(isListed).length];
    return name.padEnd(52) + cells.map((cell) => String(cell).padStart(9)).join("");
  };
  const files = [...new Set(validated.map(({ file }) => file))].toSorted();
  return [
    "file".padEnd(52) + ["mutants", "killed", "%", "live", "listed"].map((word) => word.padStart(9)).join(""),
    ...files.map((file) =>
      row(
        file,
        validated.filter((mutant) => mutant.file === file),
      ),
    ),
    row("all", validated),
  ].join("\n");
};
