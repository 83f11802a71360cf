import { type Did, didOf } from "../../catalogue/data-seen.ts";
import type { TaskSeen } from "../../ledger/event.ts";
import { filesExpected, readsNothing } from "../../ledger/intended-steps.ts";
import type { StepCompletion } from "../../ledger/step-completion.ts";
import type { ArrivingState } from "../../submission/arriving.ts";

/** A container that PanDA's jobs say they filled. */
export type ExpectedOutput = {
  readonly step: string;
  readonly task: number;
  /** As PanDA names it. */
  readonly dataset: string;
  readonly did: Did;
  /** `undefined`: nobody could say; it is not empty. */
  readonly files: number | undefined;
  /** All jobs were read, so that they can say each file. */
  readonly isListed: boolean;
  /** The storage element that it is wanted at. */
  readonly wanted: string | undefined;
};

/** Of each task that finished anything: what its jobs said when it ended, and what its request has besides. */
export const expectedOutputs = ({ intent, past, tasks }: ArrivingState): readonly ExpectedOutput[] => {
  const places = new Map(Object.entries(intent.arrives.at));
  const known = new Map(tasks.map((task) => [task.id, task]));
  return past.completion.steps.flatMap((one) => {
    const task = known.get(one.task);
    if (task === undefined || task.finished === 0) return [];
    const listed =
      one.kind === "all" ? Object.entries(one.outputs).map(([dataset, { files }]) => ({ dataset, files })) : [];
    const asked = filesExpected(intent, one.step)
      .filter(({ isOptional, isByPattern }) => !isOptional && !isByPattern)
      .map(({ output }) => ({
        dataset: containerOf(task, output),
        files: filesOf(one, task, readsNothing(intent, one.step)),
      }));
    const names = new Set(listed.map(({ dataset }) => dataset));
    return [...listed, ...asked.filter(({ dataset }) => !names.has(dataset))].map(({ dataset, files }) => ({
      ...{ step: one.step, task: one.task, dataset, did: didOf(dataset), files },
      ...{ isListed: names.has(dataset), wanted: places.get(one.step) },
    }));
  });
};

const containerOf = ({ name }: TaskSeen, output: string): string => `${name.replace(/\/$/, "")}_${output}`;

/** Of a step that reads nothing PanDA counts jobs, and each made one file. */
const filesOf = ({ kind }: StepCompletion, { finished }: TaskSeen, isCountedByJob: boolean): number | undefined =>
  kind === "unsuccessful" && isCountedByJob ? finished : undefined;
