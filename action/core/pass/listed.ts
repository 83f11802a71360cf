import type { SubmissionEvent, TaskSeen } from "../ledger/event.ts";
import { next } from "../submission/next.ts";
import { type RequestedState, requestToAsk } from "../submission/next-requested.ts";
import type { Context } from "../submission/observation.ts";
import { hasEnded } from "../submission/panda-answer.ts";
import type { PandaDate } from "../submission/state.ts";

/**
 * What a list of many tasks shows of a submission, where that is enough to go on with; `undefined`: PanDA is asked by
 * name. A task that is in the list is there. One that is not may be left out by the list, so its absence decides
 * nothing: it only goes unasked where nothing but progress would be written, and where the ledger knows of no task that
 * the list should show.
 */
export const listedTasks = (
  state: RequestedState,
  { tasks, isCut }: { readonly tasks: readonly TaskSeen[]; readonly isCut: boolean },
  pandaDate: PandaDate,
  context: Context,
): readonly TaskSeen[] | undefined => {
  const unlisted = ("tasks" in state ? state.tasks : []).filter(({ id }) => !tasks.some((one) => one.id === id));
  if (unlisted.some(({ step, status }) => !hasEnded(status) || tasks.some((one) => one.step === step)))
    return undefined;
  const known = state.intent.steps.flatMap((step) => [...tasks, ...unlisted].filter((one) => one.step === step));
  if (requestToAsk(state, known, pandaDate) !== undefined) return undefined;
  const isWhole = !isCut && tasks.length === state.intent.steps.length;
  const { events } = next(state, { kind: "tasks", pandaDate, tasks: known }, context);
  return isWhole || events.every(isProgress) ? known : undefined;
};

const isProgress = (event: SubmissionEvent): boolean =>
  event.event === "looked" || (event.event === "seen" && event.verdict === "running");
