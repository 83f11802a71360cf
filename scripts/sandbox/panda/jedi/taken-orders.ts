import type { TaskStatus, WaitingOrder } from "../state.ts";

type ByCommand = Readonly<Record<WaitingOrder["command"], (status: TaskStatus) => boolean>>;

const only =
  (...statuses: readonly TaskStatus[]) =>
  (status: TaskStatus): boolean =>
    statuses.includes(status);
const not =
  (...statuses: readonly TaskStatus[]) =>
  (status: TaskStatus): boolean =>
    !statuses.includes(status);

const notEnded = not("finished", "done", "broken", "aborted", "toabort", "aborting", "failed");
const executable = only("finished", "failed", "aborted", "done", "exhausted");
const pausable = not("finished", "failed", "done", "aborted", "broken", "paused");

/**
 * Where the server notes an order, a move to a site in every state (panda-server 1.0.4,
 * db_proxy_mods/task_event_module.py:3823-3862, `_check_command_allowed`).
 */
export const serverTakes: ByCommand = {
  kill: notEnded,
  finish: notEnded,
  retry: only("finished", "failed", "exhausted"),
  incexec: executable,
  pause: pausable,
  resume: only("paused"),
  reassign: only("defined", "ready", "running", "scouting", "pending", "assigning", "exhausted"),
};

/** `statusToRejectExtChange` (panda-server 1.0.4, taskbuffer/JediTaskSpec.py:704-705). */
export const takesChange = not(
  ...(["finished", "done", "broken", "tobroken", "aborted", "toabort", "aborting", "failed", "passed"] as const),
);

/** JEDI asks the status again, by its own lists (db_proxy_mods/task_complex_module.py:4323-4366, JediTaskSpec.py:700-735). */
export const jediTakes: ByCommand = {
  kill: takesChange,
  finish: takesChange,
  retry: only("finished", "failed", "aborted", "exhausted"),
  incexec: executable,
  pause: pausable,
  resume: only("paused"),
  // A move of these is dropped without a word, though the server registered it.
  reassign: not("failed", "aborted", "broken"),
};

/** A child with which the retry of its parent does something (db_proxy_mods/task_complex_module.py:5390-5393). */
export const runsAgainWithParent = not("aborted", "toabort", "aborting", "broken", "tobroken", "failed");
/** One that only gets what comes (5430). */
export const runsOnWithParent = only("ready", "running", "scouting");
