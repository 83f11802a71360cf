import type { Task } from "./panda.ts";

/** One question for many: what is watched for a second effect after its end. Reads only; throws Failure. */
export interface PandaWatch {
  /** Requests of iDDS whose name begins so, each name with the id that iDDS tells for it: the later one (PANDA R5). */
  requestsBeginning(prefix: string): Promise<ReadonlyMap<string, number>>;
  /** Tasks of this user that changed since then, by PanDA's clock. It may be cut: what is not in it may have changed too. */
  tasksChanged(since: Date, userName: string): Promise<readonly Task[]>;
}
