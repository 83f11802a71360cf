import type { SubmissionKey } from "../../ledger/event.ts";
import type { MainEvent } from "../../ledger/main-event.ts";
import { adoptNamed } from "../commands/adopt.ts";
import { type DueOrder, executeCommands } from "../commands/execute-commands.ts";
import { releaseHeld } from "../commands/release-held.ts";
import { tellReaders } from "../commands/tell-readers.ts";
import { type Entered, enterMain } from "../entering/enter-main.ts";
import { enterTrials, type TrialRefused } from "../entering/enter-trials.ts";
import { diagnose } from "../following/diagnose.ts";
import { followUp } from "../following/follow-up.ts";
import { monitorCompleted } from "../following/look.ts";
import { awaitInputs } from "../inputs/await-inputs.ts";
import { growRuns } from "../inputs/grow-runs.ts";
import { seeOutputs } from "../outputs/see-outputs.ts";
import { seekLost } from "../outputs/seek-lost.ts";
import { beginPlan, type Planned, type Planning } from "../planned.ts";
import { takeTurns } from "../turns/take-turns.ts";
import type { View } from "../view.ts";

/** What a pass does: what the ledger must remember before anything acts, and what is done then. */
export type PassPlan = {
  readonly planned: Planned;
  /** What the ledger notes of main and of trials, in the same commit. */
  readonly main: readonly MainEvent[];
  readonly entered: Entered;
  readonly trialsRefused: readonly TrialRefused[];
  /** Main or a trial has changed something: people are told before the rest is done. */
  readonly isNews: boolean;
  /** Submissions by the commit that brought them, for the page of each commit. */
  readonly brought: readonly { readonly key: SubmissionKey; readonly commit: string }[];
  /** Sent to PanDA as soon as the ledger says so. */
  readonly orders: readonly DueOrder[];
  /** Submitted in waves, in this order. */
  readonly submits: readonly SubmissionKey[];
};

/** The one decision of a pass. A main that was force-pushed is followed, and nothing of it is entered or submitted. */
export async function planPass(planning: Planning, view: View): Promise<PassPlan> {
  const { planned: read, entered } = await enterMain(planning, beginPlan(view));
  const isWhole = entered.rewritten === undefined;
  const { planned: begun, tried } = isWhole ? await enterTrials(planning, read) : { planned: read, tried: noTrials };
  const grown = isWhole ? await growRuns(planning, begun, entered.growing) : { planned: begun, entries: [] };
  let planned = await followUp(planning, grown.planned);
  planned = await monitorCompleted(planning, planned);
  planned = await seeOutputs(planning, planned);
  planned = await seekLost(planning, planned);
  if (isWhole) planned = await diagnose(planning, planned);
  planned = await adoptNamed(planning, planned);
  if (isWhole) planned = await releaseHeld(planning, planned);
  planned = await awaitInputs(planning, planned);
  const commanded = await executeCommands(planning, planned);
  const declared = await tellReaders(planning, commanded.planned);
  const turns = isWhole ? await takeTurns(planning, declared) : { planned: declared, go: [] };
  return {
    planned: turns.planned,
    main: [...entered.main, ...tried.main],
    entered,
    trialsRefused: tried.refused,
    isNews: grown.planned.parts.some(({ events }) => events.length > 0),
    brought: [...entered.entries, ...tried.entries, ...grown.entries],
    orders: commanded.orders,
    submits: turns.go,
  };
}

const noTrials = { entries: [], main: [], refused: [] } as const;
