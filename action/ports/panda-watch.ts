import type { JobSeen, WhichJobs } from "../core/ledger/completion.ts";
import type { DatasetFiles, TaskList, TaskPart, WhichFiles } from "../core/submission/panda-answer.ts";

/** What is watched together with tasks, mostly with one question for many. Reads only; throws Failure. */
export interface PandaWatch {
  /** Requests of iDDS whose name begins so, each name with the id that iDDS gives for it: the later one (PANDA R5). */
  requestsBeginning(prefix: string): Promise<ReadonlyMap<string, number>>;
  /** iDDS's status of the request, as `Transforming`, `SubFinished`; `undefined`: it has no such request. */
  requestStatus(request: number): Promise<string | undefined>;
  /**
   * Tasks of this user that changed since then, by PanDA's clock, all or a part of them. What is not in the list
   * may have changed too: PanDA leaves out what is over its limit, and in silence a task that it failed to read.
   */
  tasksChanged(since: Date, userName: string, part?: TaskPart): Promise<TaskList>;
  /** The jobs of a task, 5,500 at most. "None" can mean that PanDA's database failed. */
  jobsOf(task: number, which: WhichJobs): Promise<readonly JobSeen[]>;
  /** The files that JEDI found in its inputs, or those of its outputs. */
  filesOf(task: number, which: WhichFiles): Promise<readonly DatasetFiles[]>;
}

/** `isCut`: what stood before is left out. */
export type LogEnd = { readonly text: string; readonly isCut: boolean };

/** From PanDA's monitor; throws Failure where it does not give it. */
export type ReadJobLog = (monitor: string, job: number, file: string) => Promise<LogEnd>;
