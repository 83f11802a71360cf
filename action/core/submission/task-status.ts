import type { TaskSeen } from "../ledger/event.ts";

/** PanDA takes a plain retry of these; an exhausted task needs the production role (PANDA P26). */
export const retriable = ["finished", "failed", "exhausted"];
/** The server or JEDI takes no kill and no finish of what has ended or is ending (panda-server 1.0.4, taskbuffer/JediTaskSpec.py:704). */
const endedTask = [
  ...["finished", "done", "prepared", "broken", "tobroken", "aborted", "toabort", "aborting", "failed"],
];
export const hasEnded = (status: string): boolean => endedTask.includes(status);

/** One that used up its attempts runs nothing. */
export const isTaskOver = ({ status }: Pick<TaskSeen, "status">): boolean => hasEnded(status) || status === "exhausted";

/**
 * JEDI aborts what waits for a task that ended without success, with these words; a person's kill has others
 * (panda-server 1.0.4, db_proxy_mods/task_utils_module.py:1541-1553).
 */
export const isAbortedByParent = ({ status, dialog }: { readonly status: string; readonly dialog: string }): boolean =>
  status === "aborted" && /^parent task is (failed|broken|aborted|toabort)\b/.test(dialog);

/** What a retry can run again, if its parents are good. */
export const isRetriable = (task: { readonly status: string; readonly dialog: string }): boolean =>
  retriable.includes(task.status) || isAbortedByParent(task);
