import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { TrialCommand } from "../../core/ledger/trial-command.ts";
import { type View } from "../../core/pass/view.ts";
import { compareText, type Problem, refuses } from "../../core/problems/problem.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { isLive } from "../../core/submission/states.ts";
import { asksPerson } from "../../core/submission/ways-out.ts";
import type { ForPeople } from "../../core/view/status/for-people.ts";
import type { RefusedOnMain } from "../../core/view/status/refused-on-main.ts";
import { describeState } from "../../core/view/status/state-text.ts";
import { loadView } from "../ledger-access/ledger-view.ts";
import type { TrackedSubmission } from "../ledger-access/update-status-comments.ts";
import { adoptNamed } from "./adopt-named.ts";
import { awaitInputs } from "./await-inputs.ts";
import { closeOlder } from "./close-older.ts";
import { diagnose } from "./diagnose.ts";
import { decideEntries, enterMain } from "./enter-main.ts";
import { enterTrials, type TrialRefused } from "./enter-trials.ts";
import { followUp } from "./follow-up.ts";
import { hearOrders } from "./hear-orders.ts";
import { keepWatch } from "./keep-watch.ts";
import { obey } from "./obey.ts";
import { beginPass, type Pass } from "./pass.ts";
import type { ReconcilePorts, Setting } from "./ports.ts";
import { releaseHeld } from "./release-held.ts";
import { askTags, movedTags } from "./second-witness.ts";
import { submitAll } from "./submit-all.ts";

export type Reconciled = {
  /** All that were live when the pass began, and all that are now. */
  readonly submissions: readonly { readonly key: SubmissionKey; readonly state: SubmissionState }[];
  /** Requests on main that the judge refuses. */
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedOnMain[];
  /** What this pass entered without a promise, each with the commit that brought it. */
  readonly skipped: readonly TrackedSubmission[];
  /** Trials that people ordered and that are not submitted. */
  readonly trialsRefused: readonly TrialRefused[];
  /** What asked for a person when the pass began. */
  readonly begun: Pick<ForPeople, "submissions" | "refused">;
  /** What kept a submission from its next step, by submission; tried again by the next pass. */
  readonly troubles: ReadonlyMap<SubmissionKey, string>;
  /** The last processed commit, when main was force-pushed. */
  readonly rewritten: string | undefined;
  /** Tags of what is followed that somebody moved or deleted. */
  readonly moved: readonly string[];
  /** What was left to the next pass, and why. */
  readonly postponed: readonly string[];
  /** A dry run's list of what it would write and do. */
  readonly would: readonly string[];
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
  const { date } = await ports.panda.health();
  const pandaDate = date?.toISOString();
  const mainHead = await ports.main.head();
  if (setting.dryRun) return { ...(await foresee(pass, mainHead)), moved };
  const { begun, view, entered } = await enterMain(pass, mainHead);
  const tried = entered.rewritten === undefined ? await enterTrials(pass, view, mainHead) : { view, refused: [] };
  const { problems, refused, skipped, rewritten } = entered;
  const found = { problems, refused, skipped, trialsRefused: tried.refused, rewritten, moved, would: [] };
  if (entered.events.length > 0 || tried.view.states.size > view.states.size)
    await onEntered({ ...resultOf(begun, tried.view), ...found, ...endOf(pass) });
  const heard = await hearOrders(pass, tried.view, mainHead);
  const followed = await keepWatch(pass, await followUp(pass, heard, pandaDate), pandaDate);
  const diagnosed = entered.rewritten === undefined ? await diagnose(pass, followed) : followed;
  const adopted = await adoptNamed(pass, diagnosed);
  const released = entered.rewritten !== undefined ? adopted : await releaseHeld(pass, adopted, mainHead);
  const supplied = await awaitInputs(pass, released, pandaDate);
  const obeyed = await obey(pass, supplied, pandaDate, mainHead);
  if (entered.rewritten === undefined) await submitAll(pass, obeyed, mainHead);
  const submitted = await loadView(ports.ledger, [...tried.view.states.keys()]);
  const after = rewritten === undefined ? await closeOlder(pass, submitted, mainHead) : submitted;
  return { ...resultOf(begun, after), ...found, ...endOf(pass) };
};

const endOf = ({ troubles, budget }: Pass): Pick<Reconciled, "troubles" | "postponed"> => ({
  troubles,
  postponed: [...budget.postponed.values()],
});

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

/** A dry run: the same decisions, and nothing written or called. */
const foresee = async (pass: Pass, mainHead: string): Promise<Omit<Reconciled, "moved">> => {
  const view = await loadView(pass.ports.ledger);
  const { events, problems, refused, skipped, rewritten } = await decideEntries(pass, view, mainHead);
  const entries = events.map(([key, event]) => {
    if (view.states.has(key)) return `${key}: main has changed: ${event.event}`;
    return event.event === "skipped" ? `${key}: enter as skipped, ${event.reason}` : `${key}: enter as ${event.event}`;
  });
  const live = [...view.states]
    .filter(([, state]) => isLive(state))
    .map(([key, state]) => `${key}: ${state.kind}, ${describeState(state)}`);
  return {
    ...resultOf(view, view),
    problems,
    refused,
    skipped,
    trialsRefused: [],
    ...endOf(pass),
    rewritten,
    would: [...entries, ...view.head.trials.waiting.map(trialWaits), ...live],
  };
};

const trialWaits = ({ pullRequest, head, by }: TrialCommand): string =>
  `pull request #${pullRequest}: the trial of ${head.slice(0, 12)} that ${by} ordered waits`;
