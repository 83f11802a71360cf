import { chance } from "../../fuzz/chance.ts";
import { temporaryFolder } from "../../temporary-folder.ts";
import { jobs, openJob } from "./jobs.ts";
import { onGithub, onTrial } from "./on-github.ts";
import { onTerminal } from "./on-terminal.ts";
import type { Disturbed, KilledAt, OpenPlace, Place } from "./place.ts";

/**
 * The built program on real git and the sandbox PanDA, killed at moments chosen by the seed, and run again until all is
 * over: the command line over a list of runs that grew, and the reconcile action at the sandbox GitHub, of a merged
 * production and of a trial, so often each.
 * How many kills did not end in one submission of each that is done.
 */
export const proveKills = async (most: number, seed: number, say: (line: string) => void): Promise<number> => {
  if (most === 0) return 0;
  let bad = 0;
  for (const place of [onTerminal, onGithub, onTrial]) bad += await killIn(place, most, seed, say);
  for (const job of jobs) bad += await killJob(job, most, seed, say);
  return bad;
};

/** Another job is killed, or its clock jumps by days, and people run it again. */
const killJob = async (
  job: (typeof jobs)[number],
  most: number,
  seed: number,
  say: (line: string) => void,
): Promise<number> => {
  using temporary = temporaryFolder("shrek-kills-");
  const open = await openJob(temporary.path, job);
  const count = await open.countCalls();
  const all = momentsOf(count).flatMap((one): readonly Disturbed[] => [one, { ...one, days: 3 }, { ...one, days: -3 }]);
  const chosen = someOf(all, most, seed);
  let bad = 0;
  for (const [round, what] of chosen.entries()) {
    const wrong = await open.play(what, round + 1);
    if (wrong === undefined) continue;
    bad += 1;
    const how = what.days === undefined ? "killed" : `its clock jumps by ${what.days} days`;
    say(`BROKEN kill: job ${job.name}, ${how} ${what.when} call ${what.at}: ${wrong}`);
  }
  await open.close();
  say(
    `kills, the job ${job.name}: ${count} calls leave the process; disturbed at ${chosen.length} of ${all.length} moments`,
  );
  return bad;
};

const momentsOf = (count: number): readonly KilledAt[] =>
  Array.from({ length: count }, (_, index) => index + 1).flatMap((at): readonly KilledAt[] => [
    { at, when: "before" },
    { at, when: "after" },
  ]);

const killIn = async (
  { name, prepare }: OpenPlace,
  most: number,
  seed: number,
  say: (line: string) => void,
): Promise<number> => {
  using temporary = temporaryFolder("shrek-kills-");
  const dir = temporary.path;
  const open = await prepare(dir);
  const count = await inPlace(open, (place) => place.countCalls());
  const all = momentsOf(count);
  const chosen = someOf(all, most, seed);
  let bad = 0;
  for (const kill of chosen) {
    const wrong = await inPlace(open, (place) => play(place, kill));
    if (wrong === undefined) continue;
    bad += 1;
    say(`BROKEN kill: ${name}, killed ${kill.when} call ${kill.at}: ${wrong}`);
  }
  say(`kills, ${name}: ${count} calls leave the process; killed at ${chosen.length} of ${all.length} moments`);
  return bad;
};

const inPlace = async <T>(open: () => Promise<Place>, work: (place: Place) => Promise<T>): Promise<T> => {
  await using place = await open();
  return await work(place);
};

const someOf = <T>(kills: readonly T[], most: number, seed: number): readonly T[] => {
  if (kills.length <= most) return kills;
  const drawn = chance(seed);
  return Array.from({ length: most }, () => drawn.of(kills));
};

/** An hour a pass: a doubt takes six of them, and two looks more. */
const maxPasses = 14;

const play = async (place: Place, kill: KilledAt): Promise<string | undefined> => {
  if (!(await place.isKilled(kill))) return "the process ended before it could be killed";
  let state = "none";
  for (let pass = 1; pass <= maxPasses && state !== "done"; pass++) {
    if (pass > 1) await place.panda.advance(60);
    const { code, stdout, stderr } = await place.reconcile();
    if (code !== 0) return `pass ${pass} behind it ends with ${code}: ${(stderr || stdout).split("\n")[0]}`;
    // From the second on: on a busy machine a pass may leave its call to the next.
    if (pass >= 2) await place.panda.tick(24);
    state = await stateOf(place);
  }
  const { submissions } = place.panda.count();
  if (state !== "done" || submissions !== place.submissions)
    return `${submissions} submissions, and the state is ${state}`;
  const { code, stdout } = await place.shrek(["ledger", "verify"]);
  return code === 0 ? await place.wrongWords() : `the ledger is wrong: ${stdout}`;
};

/** One word where all stand alike. */
const stateOf = async (place: Place): Promise<string> => {
  const { stdout, stderr } = await place.shrek(["status", place.tag, "--json"]);
  if (stdout === "") throw new Error(stderr);
  const status = JSON.parse(stdout) as { readonly submissions: readonly { readonly state: string }[] };
  const lacking = Array.from({ length: place.submissions - status.submissions.length }, () => "none");
  return [...new Set([...status.submissions.map(({ state }) => state), ...lacking])].join(", ");
};
