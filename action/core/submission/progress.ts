import type { TaskSeen } from "../ledger/event.ts";

/** Tenths of a task's files that are done and that are lost: less is not worth a line on the ledger. */
export const progressOf = ({ files, finished, failed }: TaskSeen): string =>
  `${tenth(finished, files)} ${tenth(failed, files)}`;

const tenth = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((10 * part) / whole));
