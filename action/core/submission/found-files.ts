import type { Intent, TaskSeen } from "../ledger/event.ts";
import { type Json, mapping } from "../text/canonical-json.ts";
import { hasEnded } from "./panda-answer.ts";

/** A step whose first input is data from outside, and how many of its files were planned, approved and asked for. */
type AskedFiles = { readonly step: string; readonly input: string; readonly files: number; readonly asWhole: boolean };

/** What PanDA found of them; before a task runs it still looks. */
export type FoundFiles = AskedFiles & { readonly found: number };

/**
 * For data from outside, nobody knows before the submission how many files exist. What the task took shows it: fewer
 * than were asked for when fewer exist, and never more, except for a job that reads all of them.
 */
export const foundFiles = ({ content }: Intent, tasks: readonly TaskSeen[]): readonly FoundFiles[] => {
  const asked = askedFiles(content.request);
  return tasks.flatMap(({ step, status, files }) => {
    const one = asked.find((each) => each.step === step);
    const isFound = files > 0 && (status === "running" || hasEnded(status));
    return one === undefined || !isFound ? [] : [{ ...one, found: files }];
  });
};

/** The share of what was asked for that was found, of the step that found the least; 1 where it is unknown. */
export const shareFound = (intent: Intent, tasks: readonly TaskSeen[]): number =>
  Math.min(1, ...foundFiles(intent, tasks).map(({ found, files }) => found / files));

/** Only numbers that the request says: a pattern leaves files out, a column of a run list differs from run to run, and what is paired is one list of both. */
const askedFiles = (request: Json): readonly AskedFiles[] => {
  const { steps, inputs } = mapping(request);
  return Object.entries(mapping(steps)).flatMap(([step, written]) => {
    const { in: read } = mapping(written);
    const { from, skip, maxFiles, match, exclude, repeat, filesPerJob, pair } = mapping(
      Array.isArray(read) ? read[0] : undefined,
    );
    if (typeof from !== "string" || [match, exclude, repeat, pair].some((one) => one !== undefined)) return [];
    const { files } = mapping(mapping(inputs)[from]);
    if (typeof files !== "number") return [];
    const behind = files - (typeof skip === "number" ? skip : 0);
    const most = typeof maxFiles === "number" ? Math.min(maxFiles, behind) : behind;
    return most < 1 ? [] : [{ step, input: from, files: most, asWhole: filesPerJob === "all" }];
  });
};
