import type { Duration } from "../times/times.ts";

/**
 * PanDA's dates, as ISO text; `undefined`: PanDA did not say one. All windows of a submission are counted by them: our
 * own clock decides nothing about PanDA (SAFETY rule 10).
 */
export type PandaDate = string | undefined;

/** Whether so much time has passed between two dates of PanDA; never, where it did not say one. */
export const hasPassed = (from: PandaDate, to: PandaDate, { milliseconds }: Duration): boolean =>
  from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) >= milliseconds;

/** As an event has it. */
export const dated = ({ pandaDate }: { readonly pandaDate: PandaDate }): { readonly pandaDate?: string } =>
  pandaDate === undefined ? {} : { pandaDate };
