import { keyOf } from "../../core/ledger/event.ts";
import { streamOfTrial, streamsOf } from "../../core/ledger/make-intent.ts";
import type { TrialCommand } from "../../core/ledger/trial-command.ts";
import { approvalOf } from "../../core/pass/authorization/authorize-trial.ts";
import { newTrial } from "../../core/pass/trials/new-trial.ts";
import { type KeyedEvent, type View } from "../../core/pass/view.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { next } from "../../core/submission/next.ts";
import { broughtPage } from "../../core/view/ledger/pages.ts";
import { contentsAfter } from "../ledger-access/contents.ts";
import { decideAndWrite, type Writing } from "../ledger-access/ledger-view.ts";
import { seedsGiven } from "../ledger-access/made-lists.ts";
import { run } from "./gather.ts";
import { momentAt } from "./moment-at.ts";
import type { Pass } from "./pass.ts";
import { prepare } from "./prepare.ts";

/** An order that came to nothing, and why. */
export type TrialRefused = TrialCommand & { readonly reason: string };
export type TrialsEntered = { readonly view: View; readonly refused: readonly TrialRefused[] };

/**
 * Each order becomes a promise, under the next number of the ledger, or is answered with the reason why not: in one
 * commit with the answer, so that an order has one effect. What cannot be asked for now waits for the next pass.
 */
export const enterTrials = async (pass: Pass, from: View, mainHead: string): Promise<TrialsEntered> => {
  let view = from;
  const refused: TrialRefused[] = [];
  if (pass.ports.people === undefined) return { view, refused };
  for (const order of from.head.trials.waiting) {
    const done = await orFailure(() => enterTrial(pass, view, order, mainHead));
    if (done instanceof Failure) {
      pass.setting.tell(`The trial of pull request #${order.pullRequest} waits: ${describeError(done)}`);
      continue;
    }
    view = done.view;
    if (done.reason !== undefined) refused.push({ ...order, reason: done.reason });
  }
  return { view, refused };
};

type TrialWriting = Writing & { readonly reason: string | undefined };

const enterTrial = async (
  pass: Pass,
  from: View,
  order: TrialCommand,
  mainHead: string,
): Promise<{ readonly view: View; readonly reason: string | undefined }> => {
  const decide = async (at: View): Promise<TrialWriting> => {
    const why = `Trial of pull request #${order.pullRequest}`;
    if (!at.head.trials.waiting.some(({ confirms }) => confirms === order.confirms))
      return { events: [], why, reason: undefined };
    const anew = { gathering: pass.gathering.anew() };
    const made = await run(anew, newTrial(momentAt(pass, at.head, mainHead), order));
    if (made.kind === "not-allowed") {
      const { reason } = made;
      return { events: [], main: { event: "trial-answered", confirms: order.confirms, refused: reason }, why, reason };
    }
    const { ledger } = pass.ports;
    const trial = { ...order, of: made.of };
    const { intent } = await prepare(pass, at.head, made.accepted, {
      commit: order.head,
      validatedAt: order.head,
      requester: order.by,
      pullRequest: order.pullRequest,
      approval: approvalOf(trial),
      trial,
      streams: await seedsGiven({ ledger, head: at.head }, streamsOf(made.accepted.production).map(streamOfTrial)),
    });
    const key = keyOf(intent);
    const { events } = next({ kind: "none" }, { kind: "promised", intent }, pass.context);
    const keyed = events.map((event): KeyedEvent => [key, event]);
    return {
      events: keyed,
      main: { event: "trial-answered", confirms: order.confirms, entered: key },
      pages: [
        broughtPage(order.head, [...(await ledger.broughtBy(at.head, order.head)), key]),
        ...(await contentsAfter({ ledger, head: at.head }, keyed)),
      ],
      why: `${why}: ${key}`,
      reason: undefined,
    };
  };
  const { view, decided } = await decideAndWrite(pass.ports, [], decide, from);
  return { view, reason: decided.reason };
};
