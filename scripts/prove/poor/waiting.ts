import { waitingRuns } from "./waiting-runs.ts";

/** Passes end after so many seconds; an upload takes two. */
const [passSeconds, slowness] = [300, 2];
/** A wave that has begun goes to its end. */
const behindItsEnd = 8 * slowness + 1;

/**
 * How much was found while so many runs, all but the first appended by one merge, go through passes that end after five minutes:
 * each pass ends, tells what waits, moves something and leaves nothing in doubt, and each run is submitted once.
 */
export const proveWaiting = async (count: number, say: (line: string) => void): Promise<number> => {
  if (count === 0) return 0;
  const from = process.cpuUsage();
  const { append, pass, submitted } = waitingRuns(1);
  append(count - 1);
  let [found, passes, before] = [0, 0, Number.POSITIVE_INFINITY];
  const broken = (rule: string, what: string): void => {
    found += 1;
    say(`BROKEN ${rule}: ${what} in pass ${passes} of ${count} runs`);
  };
  while (before > 0 && found === 0) {
    const { kinds, postponed, seconds } = await pass(passSeconds, slowness);
    passes += 1;
    const waiting = kinds.get("intended") ?? 0;
    for (const kind of ["checking", "submitting", "in-doubt"] as const)
      if (kinds.has(kind)) broken("nothing is in doubt at the end of a pass", `${kinds.get(kind)} are ${kind}`);
    if (seconds > passSeconds + behindItsEnd) broken("a pass ends", `it took ${seconds} s`);
    if (waiting > 0 && postponed.length === 0)
      broken("a pass tells before it ends", `it left ${waiting} and said nothing`);
    if (waiting >= before) broken("the next pass goes on", `${waiting} wait as before`);
    before = waiting;
  }
  const names = submitted();
  if (found === 0 && (names.length !== count || new Set(names).size !== names.length))
    broken("each run is submitted once", `${names.length} submissions of ${new Set(names).size} names`);
  const { user, system } = process.cpuUsage(from);
  say(
    `waiting: ${count} appended runs, ${passes} passes; ${Math.round((user + system) / 1_000_000)} s of the processor`,
  );
  return found;
};
