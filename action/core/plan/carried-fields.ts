import type { Step } from "../production/production.ts";

/**
 * The file's task and serial number are fields 3 and 4 of `user.<nick>.<task>._<serial>.<output>`. PanDA puts them
 * there in the names that are made of it too, so the same fields say the same of all descendants, and it groups primary
 * files by them (PANDA J17).
 */
const originFields = [3, 4] as const;

/** Fields of a primary file's name that PanDA puts into those of the outputs, counted from 1 (PANDA J7). */
export const carriedFields = ({ lineage, naming }: Pick<Step, "lineage" | "naming">): readonly number[] =>
  lineage ? originFields : (naming?.numbers ?? []);

/** Files of one job are equal up to this number of dots; 0: PanDA groups none, or one file a job leaves nothing to group. */
export const groupedUpTo = (step: Pick<Step, "lineage" | "naming">): number =>
  step.lineage || step.naming?.grouped === true ? Math.max(...carriedFields(step)) : 0;
