import type { PandaReads } from "../core/pass/reads.ts";
import type { TaskList, TaskPart } from "../core/submission/panda-answer.ts";

/** What is watched together with tasks, mostly with one question for many. Reads only; throws Failure. */
export interface PandaWatch extends Pick<PandaReads, "requestsBeginning" | "requestStatus" | "jobsOf" | "filesOf"> {
  tasksChanged(since: Date, userName: string, part?: TaskPart): Promise<TaskList>;
}

/** `isCut`: what stood before is left out. */
export type LogEnd = { readonly text: string; readonly isCut: boolean };

/** From PanDA's monitor; throws Failure where it does not give it. */
export type ReadJobLog = (monitor: string, job: number, file: string) => Promise<LogEnd>;
