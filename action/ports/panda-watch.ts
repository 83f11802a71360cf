import type { Task } from "./panda.ts";

/** What is watched beside its tasks, mostly with one question for many. Reads only; throws Failure. */
export interface PandaWatch {
  /** Requests of iDDS whose name begins so, each name with the id that iDDS tells for it: the later one (PANDA R5). */
  requestsBeginning(prefix: string): Promise<ReadonlyMap<string, number>>;
  /** iDDS's word for where the request stands, as `Transforming`, `SubFinished`; `undefined`: it has no such request. */
  requestStatus(request: number): Promise<string | undefined>;
  /** Tasks of this user that changed since then, by PanDA's clock. It may be cut: what is not in it may have changed too. */
  tasksChanged(since: Date, userName: string): Promise<readonly Task[]>;
}
