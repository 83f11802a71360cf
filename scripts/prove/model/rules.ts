import { partsOfKey, type SubmissionEvent, type SubmissionKey } from "../../../action/core/ledger/event.ts";
import { tagName } from "../../../action/core/ledger/tag-message.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import type { SubmissionRequest } from "../../../action/core/submission/submission-request.ts";
import { intendedRow } from "../../../action/core/validate/split-runs.ts";
import { allSeedsGiven } from "../../../action/flows/ledger-access/made-lists.ts";
import { type Breach, isOf, statesOf } from "./breach.ts";
import type { Disturbance, Schedule } from "./disturbance.ts";
import { breachesOfDrift } from "./drift-rules.ts";
import { givenUp, isEnded } from "./jedi.ts";
import { breachesOfFirst, breachesOfPlaces, breachesOfPriority, waitsForFirst } from "./turn-rules.ts";
import type { ModelWorld } from "./world.ts";

/** What a process did and knew when it called PanDA. */
export type Knows = {
  /** Its last event of each, and its own clock, in milliseconds, when it wrote that. */
  readonly wrote: Map<SubmissionKey, { readonly event: SubmissionEvent; readonly since: number }>;
  /** Its own clock now, and when it last read the ledger. */
  readonly now: number;
  readonly read: number;
  /** Main as it last asked for it. */
  readonly main: string;
  /** Of a trial: whether its two comments stood, its pull request held it, and its author had the right, as it asked behind its last look at main. */
  readonly github: { readonly stands: boolean; readonly open: boolean; readonly may: boolean };
  /** Who it logged in as. */
  readonly user: string;
};

const attemptOf = ({ workflowName }: SubmissionRequest): number => Number(workflowName.split("-a").at(-1));

/** Judged at the moment of a call, from what the ledger says then and from what the caller wrote and asked. */
export const breachesOfCall = async (
  world: ModelWorld,
  call: "check" | "submit",
  submissionRequest: SubmissionRequest,
  { wrote, main, now, read, github, user }: Knows,
  calledBefore: readonly string[],
): Promise<readonly Breach[]> => {
  const key = world.keys.find((one) => isOf(one, submissionRequest.outDS));
  if (key === undefined)
    return [{ rule: "invariant 5", what: `a call for ${submissionRequest.outDS}, which nobody promised` }];
  const state = (await statesOf(world)).get(key) ?? { kind: "none" };
  const attempt = attemptOf(submissionRequest);
  const right = call === "check" ? "checking" : "submitting";
  const found: Breach[] = [];
  if (call === "submit" && calledBefore.includes(submissionRequest.workflowName))
    found.push({ rule: "invariant 1", what: `attempt ${attempt} of ${key} is submitted a second time` });
  const last = wrote.get(key);
  if (last?.event.event !== right)
    found.push({ rule: "invariant 2", what: `a ${call} of ${key}, and the caller did not write "${right}"` });
  if ("attempt" in state && state.attempt > attempt)
    found.push({
      rule: "invariant 4",
      what: `a ${call} of attempt ${attempt} of ${key}, and attempt ${state.attempt} is under way`,
    });
  if ("intent" in state && state.intent.panda.userName !== user)
    found.push({
      rule: "rule 4",
      what: `${user} makes a ${call} of ${key}, which was promised for ${state.intent.panda.userName}`,
    });
  const late = last === undefined ? 0 : now - last.since;
  if (late > minute)
    found.push({ rule: "rule 3", what: `a ${call} of ${key}, ${late / 1000} s after its right was written` });
  if (last !== undefined && late > slowWrite && read <= last.since)
    found.push({ rule: "rule 3", what: `a ${call} of ${key} behind a slow write, and the ledger was not read again` });
  const earlier = world.panda.ghosts.filter(
    ({ submissionRequest: { outDS, workflowName }, from, since }) =>
      outDS === submissionRequest.outDS &&
      from === "submit" &&
      workflowName !== submissionRequest.workflowName &&
      world.panda.date() - since < lastTry,
  );
  if (earlier.length > 0)
    found.push({
      rule: "invariant 4",
      what: `a ${call} of attempt ${attempt} of ${key}, and the server may still submit an earlier one`,
    });
  const lacking = Object.entries(github).flatMap(([what, isSo]) => (isSo ? [] : [what]));
  const isTrial = world.trialKeys.includes(key);
  if (isTrial && lacking.length > 0)
    found.push({ rule: "invariant 12", what: `a ${call} of ${key}, and GitHub said no of: ${lacking.join(", ")}` });
  if (isTrial && key !== world.trialKeys[0])
    found.push({ rule: "invariant 14", what: `a ${call} of ${key}, and its order was answered by ${world.keys[0]}` });
  const reads = "intent" in state ? state.intent.needs.flatMap(({ dataset }) => dataset ?? []) : [];
  if (!isTrial && reads.some((name) => world.trialKeys.some((one) => isOf(one, name))))
    found.push({ rule: "invariant 12", what: `a ${call} of ${key}, which reads data of a trial: ${reads.join(", ")}` });
  if (world.shape === "first") found.push(...(await breachesOfFirst(world, key)));
  if (world.shape === "places") found.push(...(await breachesOfPlaces(world, call, key)));
  if (world.isFrozenAt(main))
    found.push({ rule: "freeze", what: `a ${call} of ${key}, and main was frozen when it was asked` });
  if (world.github === undefined && !world.findOnMain(main).has(key))
    found.push({
      rule: "invariant 16",
      what: `a ${call} of ${key}, and main held ${[...world.findOnMain(main)].join(", ") || "nothing"} when it was asked`,
    });
  return found;
};

/** Milliseconds that a right to call lasts, and that a write may take before its owner has to look again (SAFETY rule 3). */
const [minute, slowWrite] = [60_000, 5_000];
/** Milliseconds after which a server gives a file its last try (SAFETY S1). */
const lastTry = 2 * 3_600_000;

const waitsForNobody: readonly SubmissionState["kind"][] = [
  "none",
  "intended",
  "checking",
  "checked",
  "submitting",
  "not-sent",
  "in-doubt",
  "submitted",
  "running",
];
const callsPerson: readonly SubmissionState["kind"][] = ["duplicate-suspected", "conflict", "needs-person"];
const over: readonly SubmissionState["kind"][] = ["closed", "retired", "withdrawn"];

/** Milliseconds by PanDA's clock before which silence says nothing. */
const day = 24 * 3_600_000;

/** Judged behind each pass. */
export const breachesBehindPass = async (world: ModelWorld): Promise<readonly Breach[]> =>
  [...(await statesOf(world))].flatMap(([key, { kind }]) =>
    kind === "stalled" &&
    world.panda.age() < day &&
    !world.panda.tasks.some(({ name, status }) => isOf(key, name) && status === givenUp) &&
    !world.panda.hasLostJoin((name) => isOf(key, name))
      ? [{ rule: "rule 10", what: `${key} is stalled before a day of PanDA has passed, and iDDS gave nothing up` }]
      : [],
  );

/** Judged when all is quiet. */
export const breachesAtEnd = async (world: ModelWorld, schedule: Schedule): Promise<readonly Breach[]> => {
  const states = await statesOf(world);
  const found = world.keys.flatMap((key) => {
    const state = states.get(key) ?? { kind: "none" };
    return breachesOf(
      world,
      key,
      state,
      schedule,
      waitsForFirst(world, key, state, states) || waitsForThaw(world, state) || waitsForResume(world, key),
    );
  });
  return [
    ...found,
    ...(await changedPromises(world)),
    ...(await takenByTrials(world)),
    ...breachesOfPriority(world, schedule),
    ...(await breachesOfDrift(world, schedule)),
  ];
};

/** It waits as it must: main is frozen, no submit of it was called, and it says so. */
const waitsForThaw = (world: ModelWorld, state: SubmissionState): boolean =>
  world.isFrozen() &&
  (state.kind === "intended" || state.kind === "checked") &&
  state.past.queued !== undefined &&
  "until" in state.past.queued;

/** A person paused it. */
const waitsForResume = ({ panda }: ModelWorld, key: SubmissionKey): boolean =>
  panda.tasks.some(({ name, status }) => isOf(key, name) && status === "paused");

/** A trial takes no seed of a production, makes no tag, and its order does not stay unanswered (invariant 12). */
const takenByTrials = async ({ github, ledger, tags, trialKeys }: ModelWorld): Promise<readonly Breach[]> => {
  if (github === undefined) return [];
  const head = await ledger.head();
  const [{ trials }, streams] = [head, await allSeedsGiven({ ledger, head })];
  const tried = new Set(trialKeys.map((key) => partsOfKey(key).tag));
  const isOfTried = (stream: string): boolean => stream === "signal" || tried.has(stream.split(".")[0] ?? "");
  const taken = [...[...streams.keys()].filter(isOfTried), ...tags.made.keys()];
  return [
    ...taken.map((one) => ({ rule: "invariant 12", what: `a trial took ${one}` })),
    ...(trials.length === 0 ? [] : [{ rule: "liveness", what: "an order of a trial is not answered" }]),
  ];
};

/** A submission has the run of its key, and the content with which it was promised first (invariant 17). */
const changedPromises = async ({ ledger, keys }: ModelWorld): Promise<readonly Breach[]> =>
  [...(await ledger.read(await ledger.head(), keys))].flatMap(([key, lines]) => {
    const promised = lines.flatMap((line) => (line.event === "intended" ? [line.intent] : []));
    const contents = new Set(promised.map(({ contentDigest }) => contentDigest));
    const strange = promised.some(({ run, content }) => run !== intendedRow(content)?.run);
    return contents.size > 1 || strange
      ? [{ rule: "invariant 17", what: `${key} was intended with ${contents.size} contents, or for another run` }]
      : [];
  });

const breachesOf = (
  world: ModelWorld,
  key: SubmissionKey,
  state: SubmissionState,
  schedule: Schedule,
  isHeld: boolean,
): readonly Breach[] => {
  const { panda, tags } = world;
  const tasks = panda.tasks.filter(({ name }) => isOf(key, name));
  const found: Breach[] = [];
  const twins = tasks.filter(({ id, name }) => tasks.some((other) => other.id !== id && other.name === name));
  if (twins.length > 0)
    found.push({
      rule: "invariant 6",
      what: `${key} has ${twins.length} tasks of a name: ${twins.map(({ name, userName }) => `${name} of ${userName}`).join(", ")}`,
    });
  if (tasks.some(({ mark }) => !mark.startsWith("shrek-")) && "request" in state)
    found.push({ rule: "invariant 8", what: `${key} is ${state.kind}, and a task of its name is a stranger's` });
  const requests = panda.requests.filter(({ name }) => name.includes(labelOf(state)));
  if (requests.length > 1 && !schedule.some(({ what }) => actsTwice(what)))
    found.push({ rule: "invariant 6", what: `${key} was requested ${requests.length} times` });
  const again = tasks.filter(({ id }) => panda.again.includes(id));
  if (again.length > 0 && !callsPerson.includes(state.kind) && !over.includes(state.kind))
    found.push({ rule: "invariant 7", what: `a task of ${key} was executed again, and the state is ${state.kind}` });
  // iDDS tells the last id of a name: an earlier one is not visible, and its tasks are the later one's (SAFETY S12).
  const told = [...new Map(requests.map(({ name, id }) => [name, id])).values()];
  const isNews = told.length > 1 || ("request" in state && told.some((id) => id !== state.request));
  if (isNews && !callsPerson.includes(state.kind) && !over.includes(state.kind))
    found.push({ rule: "invariant 7", what: `${key} has the requests ${told.join()}, and the state is ${state.kind}` });
  if ("intent" in state === false && tags.made.has(tagNameOf(key)))
    found.push({ rule: "invariant 11", what: `a tag of ${key}, and the ledger has no promise` });
  const { version, run } = partsOfKey(key);
  // A run that left the list before anybody promised it needs no end: it may come back. Behind a newer version main's request is refused.
  const isMissed = run !== undefined && state.kind === "none";
  const isRefused = isMissed && [...world.everHeld()].some((one) => partsOfKey(one).version > version);
  const entered = isMissed ? world.holds() : world.everHeld();
  if (entered.has(key) && !isRefused && waitsForNobody.includes(state.kind) && !isMoot(state) && !isHeld)
    found.push({ rule: "liveness", what: `${key} stays ${state.kind}` });
  if (state.kind === "done" && tasks.some((task) => task.status !== "done"))
    found.push({
      rule: "liveness",
      what: `${key} is done, and its task is ${tasks.map(({ status }) => status).join(", ")}`,
    });
  const lacking = panda.lacking().filter((name) => isOf(key, name));
  if (state.kind === "done" && lacking.length > 0)
    found.push({ rule: "joins", what: `${key} is done, and ${lacking.join(", ")} read a part of its parents` });
  if (over.includes(state.kind) && tasks.some((task) => !isEnded(task)))
    found.push({
      rule: "stop",
      what: `${key} is ${state.kind}, and its task is ${tasks.map(({ status }) => status).join(", ")}`,
    });
  if (schedule.every(({ what }) => neverSent(what)) && "attempt" in state && state.attempt > 1)
    found.push({ rule: "S13", what: `${key} is at attempt ${state.attempt}, and nothing was ever sent` });
  const isOver = state.kind === "done" || state.kind === "needs-person" || isHeld;
  if (isHarmless(schedule) && world.holds().has(key) && !isOver)
    found.push({ rule: "liveness", what: `${key} is ${state.kind}, and nothing that happened excuses that` });
  return found;
};

const tagNameOf = (key: SubmissionKey): string => tagName(partsOfKey(key));

const labelOf = (state: SubmissionState): string => ("intent" in state ? state.intent.label : "nobody's");

/** No client can help it: the server acts on a file that it kept, or twice on one call (SAFETY S1, S12). */
const actsTwice = (what: Disturbance): boolean => "answer" in what && /stays|twice/.test(what.answer);

/** A question about main waits for a person. */
const isMoot = (state: SubmissionState): boolean => "past" in state && state.past.leftMain !== undefined;

/** A check that PanDA never had. */
const neverSent = (what: Disturbance): boolean => what.kind === "check" && what.answer === "not reached";

const harmless = ["dies", "interrupted", "stands still", "outage", "hours", "rucio"];
/** Deaths, delays, outages and data that come back take nothing from what was merged; after two doubts a person is asked (SAFETY rule 6). */
const isHarmless = (schedule: Schedule): boolean => schedule.every(({ what }) => harmless.includes(what.kind));
