import type { Intent, SubmissionKey } from "../../core/ledger/event.ts";
import { type Authorize, authorizeAt } from "../../core/pass/authorization/authorize.ts";
import { recheckBeforeCall } from "../../core/pass/authorization/recheck-before-call.ts";
import { all } from "../../core/pass/reads.ts";
import {
  costOfSubmits,
  payableSubmits,
  type Waves,
  waveSize,
  wavesTogether,
} from "../../core/pass/turns/payable-submits.ts";
import { isSendable, type Sendable } from "../../core/pass/turns/take-turns.ts";
import { stateIn, type View } from "../../core/pass/view.ts";
import { Failure, orFailure, RepositoryOutage } from "../../core/problems/failure.ts";
import { byParts } from "../../core/text/by-parts.ts";
import { intendNow } from "./make-ready.ts";
import { maxKept } from "./packed.ts";
import { momentAt, type Pass } from "./pass.ts";
import type { MainMeanwhile } from "./read-main-again.ts";
import type { Answered } from "./record.ts";
import { makeTags } from "./tags.ts";
import { type PreparedWave, prepareWave, recordAnswers, submitWave } from "./wave.ts";

type ToSubmit = {
  readonly keys: readonly SubmissionKey[];
  readonly mainHead: string;
  /** Read between waves, where nothing is under way. */
  readonly meanwhile: MainMeanwhile;
};

/** Wave by wave as their turns are, as far as the pass can pay. What a wave could not move waits for the next pass. */
export const submitAll = async (pass: Pass, from: View, { keys, mainHead, meanwhile }: ToSubmit): Promise<void> => {
  let rest = sendableIn(from, keys);
  const intents = rest.map(({ state }) => state.intent);
  const authorize = authorizeAt(momentAt(pass, from.head, mainHead), intents);
  const { perWave = waveSize, wavesAhead = 1 } = pass.setting;
  let [view, untagged, waves] = [from, 0, wavesAhead];
  let begun: Waves = { kind: "before-the-first", pushes: 0 };
  while (rest.length > 0) {
    const payable = await payableSubmits(pass, rest, begun);
    if (payable.length === 0) break;
    if (untagged === 0) {
      untagged = await tagAll(pass, view, payable.slice(0, perWave * wavesTogether), authorize);
      if (untagged === 0) break;
    }
    const group = byParts(payable.slice(0, Math.min(perWave * waves, untagged)), perWave);
    const done = await submitGroup(pass, view, { group, authorize, meanwhile });
    view = done.view;
    untagged -= done.count;
    rest = rest.slice(done.count);
    waves = wavesTogether;
    begun = { kind: "begun", tagged: untagged };
  }
};

/**
 * Several waves, of which all archives are at PanDA before the first is claimed: so a wave's answers can be written with
 * the claim of the next, and do not wait for an upload. A pass begins with one, because uploads may be slow.
 */
const submitGroup = async (
  pass: Pass,
  from: View,
  {
    group,
    authorize,
    meanwhile,
  }: Pick<ToSubmit, "meanwhile"> & { readonly group: readonly Sendables[]; readonly authorize: Authorize },
): Promise<{ readonly view: View; readonly count: number }> => {
  const { maxHeld = maxKept } = pass.setting;
  let answered: Answered = { view: from, answers: new Map() };
  const prepared: PreparedWave[] = [];
  let going: Sendables = [];
  for (const wave of group) {
    if (prepared.length > 0 && (bytesOf(prepared) > maxHeld || !(await isPayable(pass, [...going, ...wave])))) break;
    const keys = wave.map(({ key }) => key);
    answered = await withMain(pass, answered, meanwhile);
    const { view, prepared: one } = await prepareWave(pass, answered.view, keys, authorize);
    answered = { ...answered, view };
    prepared.push(one);
    going = [...going, ...wave];
  }
  try {
    for (const one of prepared) {
      answered = await withMain(pass, answered, meanwhile);
      answered = await submitWave(pass, answered, one);
    }
  } finally {
    answered = { ...answered, view: await recordAnswers(pass, answered) };
  }
  pass.budget.spend(costOfSubmits(going));
  return { view: answered.view, count: going.length };
};

/** Answers that were not written yet are written first: what follows asks GitHub, and may last. */
const withMain = async (pass: Pass, answered: Answered, meanwhile: MainMeanwhile): Promise<Answered> => {
  const head = await meanwhile.unread();
  if (head === undefined) return answered;
  const view = await recordAnswers(pass, answered);
  return { view: await meanwhile.enter(view, head), answers: new Map() };
};

/** Of archives that wait for their waves. */
const bytesOf = (prepared: readonly PreparedWave[]): number =>
  prepared.flatMap(({ ready }) => ready).reduce((sum, { submissionRequest: { archive } }) => sum + archive.length, 0);

const isPayable = async (pass: Pass, waves: Sendables): Promise<boolean> =>
  (await payableSubmits(pass, waves, { kind: "begun", tagged: waves.length })).length === waves.length;

type Sendables = readonly { readonly key: SubmissionKey; readonly state: Sendable }[];

const sendableIn = (view: View, keys: readonly SubmissionKey[]): Sendables =>
  keys.flatMap((key) => {
    const state = stateIn(view, key);
    return isSendable(state) ? [{ key, state }] : [];
  });

/**
 * Tags of these are asked for together, as a campaign is one merge. What may be called, and is what was intended, has its
 * tag. Gives how many of the first GitHub was asked about: a limit of its ends that, and leaves those before it whole.
 */
const tagAll = async (pass: Pass, view: View, going: Sendables, authorize: Authorize): Promise<number> => {
  const intents: Intent[] = [];
  let count = 0;
  // As many archives are made at one time as in a wave.
  for (const part of byParts(going, waveSize)) {
    const cleared = await all(
      part.map(({ key, state }) => orFailure(() => recheckBeforeCall({ ...pass, authorize }, key, state))),
    );
    const end = cleared.findIndex((one) => one instanceof RepositoryOutage);
    const whole = (end === -1 ? part : part.slice(0, end)).map((one, at) => ({ ...one, recheck: cleared[at] }));
    intents.push(
      ...(await pass.each(whole, async ({ state: { intent }, recheck }) => {
        if (recheck instanceof Failure) throw recheck;
        const authorized = recheck?.authorized;
        if (authorized === undefined) return undefined;
        const { seen } = await intendNow(pass, view, intent, authorized);
        return seen === undefined ? { ...intent, commit: authorized.commit } : undefined;
      })),
    );
    count += whole.length;
    if (end !== -1) break;
  }
  await makeTags(pass, intents);
  return count;
};
