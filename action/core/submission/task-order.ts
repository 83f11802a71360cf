import type { Order } from "../ledger/event.ts";

/** What a person may ask of a task. PanDA registers it and JEDI carries it out minutes later. */
export type TaskOrder =
  | { readonly kind: "kill" }
  /** Ends the task with what it has; the jobs that run now are killed or waited for, the queued ones are killed. */
  | { readonly kind: "finish"; readonly running: "kill" | "wait" }
  /** The failed part once more. */
  | { readonly kind: "retry" }
  /** The old request with these on top: PanDA executes the task again. */
  | { readonly kind: "retry-changed"; readonly changes: RetryChanges }
  /** Of an aborted task, which PanDA refuses a plain retry, or with what is new in its input: executed again as it is. */
  | { readonly kind: "re-execute" }
  | { readonly kind: "reassign"; readonly to: Destination; readonly jobs: "kill" | "kill-queued" | "keep" }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  | { readonly kind: "priority"; readonly priority: number };

export type Destination =
  | { readonly kind: "site"; readonly site: string }
  | { readonly kind: "cloud"; readonly cloud: string };

/** Memory in MB a core. Of other parameters PanDA drops most without a word (panda-server task_event_module, 1.0.4). */
export type RetryChanges =
  | { readonly memory: number }
  | { readonly site: string }
  | { readonly memory: number; readonly site: string };

/** PanDA answers these with "production or pilot role required" to everybody else (panda-server task_api, 1.0.4). */
export const needsProductionRole = ({ kind }: TaskOrder): boolean => {
  switch (kind) {
    case "pause":
    case "resume":
    case "priority":
      return true;
    case "kill":
    case "finish":
    case "retry":
    case "retry-changed":
    case "re-execute":
    case "reassign":
      return false;
  }
};

/** The call to PanDA for an order of the ledger. */
export const taskOrder = ({ verb, memory, site, status, looksAgain, priority = 0 }: Order): TaskOrder => {
  switch (verb) {
    case "finish":
      return { kind: "finish", running: "wait" };
    case "pause":
      return { kind: "pause" };
    case "resume":
      return { kind: "resume" };
    case "priority":
      return { kind: "priority", priority };
    case "move":
      return { kind: "reassign", to: { kind: "site", site: site ?? "" }, jobs: "kill-queued" };
    case "retry":
      return memory === undefined && site === undefined
        ? { kind: status === "aborted" || looksAgain === true ? "re-execute" : "retry" }
        : { kind: "retry-changed", changes: changesOf(memory, site) };
    case "kill":
      return { kind: "kill" };
  }
};

const changesOf = (memory: number | undefined, site: string | undefined): RetryChanges => {
  if (memory !== undefined && site !== undefined) return { memory, site };
  return memory === undefined ? { site: site ?? "" } : { memory };
};
