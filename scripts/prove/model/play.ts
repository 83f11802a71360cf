import type { GivenCommand } from "../../../action/core/ledger/event.ts";
import { describeError, Failure, Outage } from "../../../action/core/problems/failure.ts";
import { BrokenLedger } from "../../../action/core/submission/fold.ts";
import { recordCommand } from "../../../action/flows/commands/record-command.ts";
import type { Setting } from "../../../action/flows/reconcile/ports.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { statesOf } from "./breach.ts";
import { withJudgedData } from "./data-rules.ts";
import type { Disturbance, Schedule } from "./disturbance.ts";
import { breachesOfDryRun, dryRun, fewNames } from "./dry-run.ts";
import { judgedPorts } from "./judged-ports.ts";
import { breachesOfKept, withJudgedKept } from "./kept-rules.ts";
import { type Calls, withMoments } from "./moments.ts";
import { breachesAtEnd, breachesBehindPass } from "./rules.ts";
import type { Played, Stage } from "./stage.ts";
import { type AtMoment, type Process, passBegins, takeTurns } from "./turns.ts";
import { withoutWaitingAnswers } from "./waiting-answers.ts";
import { type ModelWorld, modelWorld, type Shape } from "./world.ts";

/** One story: reconcile runs again and again, and what the schedule says happens at its moments. The same each time. */
export const play = async (schedule: Schedule, calls: Calls, shape: Shape = "one step"): Promise<Played> => {
  const world = modelWorld(shape);
  const stage: Stage = {
    world,
    calls,
    turns: takeTurns(),
    moments: [],
    breaches: [],
    submits: [],
    ordered: [],
    answer: {},
    processes: 0,
  };
  await world.begin();
  await world.open();
  if (!(await passUntilQuiet(stage, schedule)))
    stage.breaches.push({ rule: "liveness", what: `after ${maxPasses} passes it is not quiet` });
  stage.breaches.push(...(await breachesAtEnd(world, schedule)), ...(await breachesOfKept(world)));
  const end = [...(await statesOf(world))].map(([key, { kind }]) => `${key} ${kind}`).join(", ");
  return { moments: stage.moments, breaches: stage.breaches, end };
};

/** An hour of PanDA a pass: a doubt takes fourteen, and what has no task yet is stalled after a day. */
const maxPasses = 70;
const quietPasses = 3;
/** Behind the first promises and before all is quiet. */
const appendingPass = 3;

const passUntilQuiet = async (stage: Stage, schedule: Schedule): Promise<boolean> => {
  const { world, turns, moments } = stage;
  const last = schedule.at(-1)?.at ?? -1;
  const standing = (): string => [world.branch.head, world.panda.requests.length].join();
  for (let pass = 1, quiet = 0; pass <= maxPasses; pass++) {
    if (world.shape === "runs" && pass === appendingPass) world.move("more runs");
    await write(world, world.kept?.atPass(pass));
    const before = standing();
    const isDisturbed = moments.length <= last;
    const foreseen = isDisturbed || world.kept?.isTroubled() === true ? undefined : await dryRun(stage);
    await turns.run(...newProcess(stage, schedule));
    if (foreseen !== undefined) stage.breaches.push(...(await breachesOfDryRun(stage, foreseen)));
    stage.breaches.push(...(await breachesBehindPass(world)));
    quiet = !isDisturbed && standing() === before && !(await waitsForTime(world)) ? quiet + 1 : 0;
    if (quiet === quietPasses) return true;
    world.panda.wait(pass < 2 ? 0 : 1);
    world.rucio?.wait();
    world.kept?.wait();
  }
  return false;
};

/** That nothing is written yet is no rest. */
const waitsForTime = async (world: ModelWorld): Promise<boolean> =>
  world.rucio?.isTroubled() === true ||
  world.kept?.isTroubled() === true ||
  [...(await statesOf(world)).values()].some(({ kind }) => kind === "in-doubt" || kind === "submitted");

const newProcess = (stage: Stage, schedule: Schedule): readonly [Process, () => Promise<void>] => {
  const process = { name: `reconcile ${++stage.processes}`, user: "", dead: false, clock: 0 };
  const at: AtMoment = async (one, moment) => {
    const number = stage.moments.push({ moment, ghosts: stage.world.panda.ghosts.length }) - 1;
    const now = schedule.filter((step) => step.at === number);
    for (const { what } of now) await happen(stage, what, one, () => newProcess(stage, schedule));
  };
  return [process, () => onePass(stage, process, at, fewNames(stage.processes))];
};

const onePass = async (stage: Stage, process: Process, at: AtMoment, few: Pick<Setting, "fewNames">): Promise<void> => {
  const { world, turns, calls } = stage;
  await at(process, { process: process.name, call: passBegins, when: "before" });
  process.user = world.userNow();
  const { panda } = world.setting;
  const setting = { ...world.setting, ...few, run: process.name, panda: { ...panda, userName: process.user } };
  try {
    const own = judgedPorts(stage, process);
    const judged =
      world.kept === undefined ? withJudgedData(own, stage.breaches) : withJudgedKept(own, world, stage.breaches);
    const ports = withMoments(judged, { process, turns, at, calls });
    await reconcile(withoutWaitingAnswers(ports, world, stage.breaches), setting);
  } catch (error) {
    // A pass that decides what the ledger cannot hold is wrong, although nothing of it was written.
    if (!(error instanceof Failure) || error instanceof BrokenLedger)
      stage.breaches.push({ rule: "no bug", what: describeError(error) });
  }
};

const happen = async (
  stage: Stage,
  what: Disturbance,
  process: Process,
  fresh: () => readonly [Process, () => Promise<void>],
): Promise<void> => {
  const { world, turns } = stage;
  switch (what.kind) {
    case "dies":
      return turns.die(process);
    case "interrupted":
      return turns.letRun(process, fresh);
    case "stands still":
      process.clock += what.seconds * 1000;
      return;
    case "outage":
      throw new Outage("the network is away", { wayOut: "Try again later." });
    case "main":
      return world.move(what.holds);
    case "says":
      return say(stage, what);
    case "trial":
      return world.github?.happen(what.what, world.ports);
    case "rucio":
      return world.rucio?.happen(what.what);
    case "kept":
      return write(world, world.kept?.happen(what.what));
    case "forges memory":
      return forgeMemory(world);
    case "login":
      return world.changeLogin();
    case "ghost":
      return world.panda.haunt();
    case "stranger":
      return world.addStranger();
    case "hours":
      return world.panda.wait(8);
    case "tasks fail":
      return world.panda.wait(1, "failed");
    case "files are lost":
      return world.panda.wait(1, "finished");
    case "gives up":
      return world.panda.giveUp();
    case "check":
      stage.answer = { check: what.answer };
      return;
    case "submit":
      stage.answer = { submit: what.answer };
  }
};

/** A command writes at once, between two calls of reconcile. It is about what the ledger knows, or the last run of that. */
const say = async (
  { world, moments }: Stage,
  { verb, ofOneRun }: Extract<Disturbance, { kind: "says" }>,
): Promise<void> => {
  const states = await statesOf(world);
  const known = world.keys.filter((key) => "past" in (states.get(key) ?? {})).slice(ofOneRun === true ? -1 : 0);
  const said = { verb, by: "ada", id: `comment ${moments.length}`, reason: "" };
  await recordCommand({ ledger: world.ledger, clock: world.ports.clock }, said, known);
};

/** What a person says of data that are kept. */
const write = async ({ ledger, ports, kept }: ModelWorld, said: GivenCommand | undefined): Promise<void> => {
  if (said !== undefined && kept !== undefined) await recordCommand({ ledger, clock: ports.clock }, said, [kept.key]);
};

const forgeMemory = async (world: ModelWorld): Promise<void> => {
  const { ledger, keys, panda, ports } = world;
  const [task] = panda.tasks;
  const [key] = keys;
  const state = key === undefined ? undefined : (await statesOf(world)).get(key);
  // Elsewhere it would be a line that nobody can read.
  if (key === undefined || task === undefined || state === undefined || !("tasks" in state)) return;
  const diagnosed = { step: "simulate", task: task.id, attemptNr: task.attemptNr, lastJob: 99, outOfMemory: 1 };
  const line = { event: "diagnosed", ...diagnosed, memory: 9000, key, at: ports.clock.now().toISOString() } as const;
  await ledger.append(await ledger.head(), [line], [], "forged");
};
