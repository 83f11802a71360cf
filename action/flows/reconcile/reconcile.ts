import type { SubmissionKey } from "../../core/ledger/event.ts";
import { beginPlan, plannedEvents } from "../../core/pass/planned.ts";
import { endOlder } from "../../core/pass/planning/foresee-submits.ts";
import type { PassPlan } from "../../core/pass/planning/plan-pass.ts";
import type { View } from "../../core/pass/view.ts";
import { compareText, refuses } from "../../core/problems/problem.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { asksPerson } from "../../core/submission/ways-out.ts";
import type { ForPeople } from "../../core/view/status/for-people.ts";
import type { Would } from "../../core/view/status/would.ts";
import { decideAndWrite, loadView, type Writing } from "../ledger-access/ledger-view.ts";
import { describeOutputs } from "./describe-outputs.ts";
import { expireData } from "./expire-data.ts";
import { foresee } from "./foresee.ts";
import { type FoundByPass, foundBy, foundOnMain, nothingFound } from "./found.ts";
import { keepData } from "./keep-data.ts";
import { openPass, planAt, sayAll, writingOfPlanned } from "./open-pass.ts";
import { beginPass, type Pass } from "./pass.ts";
import type { ReconcilePorts, Setting } from "./ports.ts";
import { watchMain } from "./read-main-again.ts";
import { askTags, movedTags } from "./second-witness.ts";
import { sendOrders } from "./send-orders.ts";
import { submitAll } from "./submit-all.ts";

export type Reconciled = FoundByPass & {
  /** All that were live when the pass began, and all that are now. */
  readonly submissions: readonly { readonly key: SubmissionKey; readonly state: SubmissionState }[];
  /** What asked for a person when the pass began. */
  readonly begun: Pick<ForPeople, "submissions" | "refused">;
  /** What kept a submission from its next step, by submission; tried again by the next pass. */
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  /** Tags of what is followed that somebody moved or deleted. */
  readonly moved: readonly string[];
  /** What was left to the next pass, and why. */
  readonly postponed: readonly string[];
  readonly would: readonly Would[];
};

/** Whether a person has to do something. Waiting and doubt are not that. */
export const asksForPerson = ({ submissions, problems, rewritten, moved }: Reconciled): boolean =>
  rewritten !== undefined ||
  moved.length > 0 ||
  refuses(problems) ||
  submissions.some(({ state }) => asksPerson(state));

/**
 * Compares main, ledger and PanDA, and does what is missing. Safe to run at any time, any number of times, by any
 * number of processes: every step is decided from the ledger as it stands and written only if it still stands so.
 */
export const reconcile = async (
  ports: ReconcilePorts,
  setting: Setting,
  /** Hears what was entered, before any of it is submitted: that can take minutes, and people wait for a word. */
  onEntered: (soFar: Reconciled) => Promise<unknown> = async () => undefined,
): Promise<Reconciled> => {
  const pass = beginPass(ports, setting);
  await askTags(pass);
  const moved = await movedTags(pass);
  await pass.reads.panda.date();
  const mainHead = await ports.main.head();
  if (setting.dryRun) {
    const { view, plan, would } = await foresee(pass, mainHead);
    return { ...resultOf(view, view), ...foundBy(plan), ...endOf(pass), moved, would };
  }
  const begun = await loadView(ports.ledger);
  let found = nothingFound;
  const entries: SubmissionKey[] = [];
  const tellEntered = (view: View): Promise<unknown> =>
    onEntered({ ...resultOf(begun, view), ...found, ...endOf(pass), moved, would: [] });
  const meanwhile = watchMain(pass, mainHead, async ({ view, entered, isNews }) => {
    found = foundOnMain(entered, found);
    entries.push(...entered.entries.map(({ key }) => key));
    if (isNews) await tellEntered(view);
  });
  // PanDA may take minutes to say what became of many.
  const from = followsMany(begun, setting) ? await meanwhile.enter(begun, mainHead) : begun;
  const { view, plan } = await openPass(pass, mainHead, from);
  found = foundBy(plan, found);
  if (plan.isNews) await tellEntered(view);
  const ordered = await sendOrders(pass, view, plan.orders);
  const described = await describeOutputs(pass, ordered);
  if (plan.submits.length > 0) await submitAll(pass, described, { keys: plan.submits, mainHead, meanwhile });
  const readers = plannedEvents(plan.planned).flatMap(([key, { event }]) => (event === "input-declared" ? [key] : []));
  const followed = [...begun.states.keys(), ...plan.brought.map(({ key }) => key), ...entries, ...readers];
  const ended = await endPass(pass, followed, plan, mainHead);
  const after = await keepData(pass, await expireData(pass, ended, plan.planned));
  return { ...resultOf(begun, after), ...found, ...endOf(pass), moved, would: [] };
};

/** What PanDA is asked about in a few calls delays no word to people. */
const fewFollowed = 200;

const followsMany = ({ head, states }: View, { manyFollowed = fewFollowed }: Setting): boolean =>
  head.watched.length + [...states.values()].filter((state) => "request" in state).length > manyFollowed;

const endOf = ({ troubles, budget }: Pass): Pick<Reconciled, "troubles" | "postponed"> => ({
  troubles,
  postponed: [...budget.postponed.values()],
});

/** What is over by what this pass did. */
const endPass = async (
  pass: Pass,
  followed: readonly SubmissionKey[],
  { entered }: PassPlan,
  mainHead: string,
): Promise<View> => {
  const submitted = await loadView(pass.ports.ledger, followed);
  if (entered.rewritten !== undefined) return submitted;
  const decide = async (at: View): Promise<Writing> => {
    const { made, ...said } = await planAt(pass, at, mainHead, (planning) => endOlder(planning, beginPlan(at)));
    sayAll(pass, said);
    return writingOfPlanned(made);
  };
  return (await decideAndWrite(pass.ports, followed, decide, submitted)).view;
};

const resultOf = (begun: View, view: View): Pick<Reconciled, "submissions" | "begun"> => ({
  begun: { submissions: asking(begun.states), refused: new Set(begun.head.refused) },
  submissions: [...view.states].map(([key, state]) => ({ key, state })).toSorted((a, b) => compareText(a.key, b.key)),
});

const asking = (states: Iterable<readonly [SubmissionKey, SubmissionState]>): ReadonlySet<SubmissionKey> =>
  new Set([...states].flatMap(([key, state]) => (asksPerson(state) ? [key] : [])));

/** What asks for a person when the pass ends. */
export const forPeople = ({ submissions, refused, rewritten }: Reconciled): ForPeople => ({
  submissions: asking(submissions.map(({ key, state }) => [key, state] as const)),
  refused: new Set(refused.map(({ folder }) => folder)),
  rewritten: rewritten !== undefined,
});
