import type { TaskSeen } from "../ledger/event.ts";
import type { PandaDate } from "./state.ts";

/** What PanDA answers, in our words. Only the adapter knows the wire. */
export type UploadedArchive =
  /** `sandbox`: the archive's name there. */
  | { readonly kind: "held"; readonly sandbox: string }
  /** The next answer would be the same: the author must correct it. */
  | { readonly kind: "rejected"; readonly message: string };

export type Checked =
  | { readonly kind: "accepted"; readonly names: Readonly<Record<string, readonly string[]>>; readonly sandbox: string }
  | { readonly kind: "rejected"; readonly message: string }
  | Unanswered;

export type Submitted =
  /** `pandaDate`: when, by PanDA's clock. */
  | { readonly kind: "accepted"; readonly request: number; readonly pandaDate: PandaDate }
  /** PanDA refused before it called iDDS. */
  | { readonly kind: "refused"; readonly message: string }
  | Unanswered;

/** A value, on which the state machine decides. Refused connection, DNS, TLS, 400, 401, 403 never are "refused". */
export type Unanswered = { readonly kind: "unanswered"; readonly arrived: "no" | "maybe"; readonly message: string };

export type Task = {
  readonly id: number;
  readonly name: string;
  readonly userName: string;
  readonly status: string;
  readonly dialog: string;
  /** What `osInfo` became. */
  readonly mark: string;
  /** Counts of files, not of jobs. */
  readonly files: number;
  readonly finished: number;
  readonly failed: number;
  /** How often JEDI began it again, since it refined it. */
  readonly attemptNr: number;
  /** PanDA's word for when its status changed last, which is only compared; none where PanDA does not say. */
  readonly changed?: string;
  /** MB a core that it asks for now; none where PanDA gives none. */
  readonly memory?: number;
  readonly priority?: number;
  /** Where it was sent; empty: its broker chooses. None where PanDA's list does not say. */
  readonly site?: string;
};

export type TaskList = {
  readonly tasks: readonly Task[];
  /** The list has its maximum length: PanDA has more, and which ones it sent is chance. */
  readonly isCut: boolean;
  /** How many of a list that is cut have which value. */
  readonly spread?: TaskSpread;
};

/** A dataset that a task reads or makes, and its files with PanDA's word for each: `finished`, once it was read or made. */
export type DatasetFiles = {
  readonly dataset: string;
  readonly files: readonly { readonly name: string; readonly status: string }[];
};
export type WhichFiles = "input" | "output";

/** Columns of PanDA's table of tasks that part a list, as PanDA's filter knows them. */
export const taskColumns = ["status", "site", "currentPriority", "ramCount"] as const;
export type TaskColumn = (typeof taskColumns)[number];
export type TaskSpread = Readonly<Record<TaskColumn, ReadonlyMap<string, number>>>;

/** A part of a list: the rows with these values, `NULL` where a row has none. */
export type TaskPart = {
  readonly where?: Readonly<Partial<Record<TaskColumn, string>>>;
  /** More rows than usual, where PanDA gives them. */
  readonly atMost?: number;
};

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
