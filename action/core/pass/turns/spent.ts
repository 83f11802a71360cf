import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { coreHoursAsked } from "../../ledger/intended-steps.ts";
import { fold } from "../../submission/fold.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { stateTable } from "../../submission/states.ts";
import type { Reads } from "../reads.ts";
import type { View } from "../view.ts";

/** What a submission takes of the budgets of its campaigns and of its working group. */
export type SubmissionUse = {
  readonly version: string;
  readonly group: string;
  /** The most that it may use by its own figures; `null`: nobody can say it. */
  readonly coreHours: number | null;
  /** When PanDA may first have had something of it, by the ledger's clock. */
  readonly began: string | undefined;
  /** It may still be submitted. */
  readonly isUnsent: boolean;
};

/** `undefined`: it takes nothing, as a trial of a pull request, and what ended before PanDA had anything of it. */
export const spentBy = (state: SubmissionState): SubmissionUse | undefined => {
  if (!("intent" in state) || state.intent.trial !== undefined) return undefined;
  const { intent, past } = state;
  const isUnsent = stateTable[state.kind].phase === "unsent";
  if (past.began === undefined && !isUnsent) return undefined;
  return {
    version: `${intent.tag} ${intent.version}`,
    group: intent.panda.workingGroup,
    coreHours: coreHoursAsked(intent),
    began: past.began,
    isUnsent,
  };
};

export type SpentOnLedger = (
  view: View,
  isNamed?: (tag: string) => boolean,
) => Promise<ReadonlyMap<SubmissionKey, SubmissionUse>>;

/** Of every submission of these tags. What has ended begins no more, so it is read once for all views of a pass. */
export const spentOnLedger = (reads: Reads): SpentOnLedger => {
  const ended = new Map<SubmissionKey, SubmissionUse | undefined>();
  return async ({ head, states }, isNamed = () => true) => {
    const listed = new Set([...(await reads.ledger.submissions(head)), ...states.keys()]);
    const named = [...listed].filter((key) => isNamed(partsOfKey(key).tag));
    const unread = named.filter((key) => !states.has(key) && !ended.has(key));
    const read = unread.length === 0 ? new Map() : await reads.ledger.events(head, unread);
    for (const key of unread) ended.set(key, spentBy(fold(read.get(key) ?? [])));
    return new Map(
      named.flatMap((key) => {
        const state = states.get(key);
        const spent = state === undefined ? ended.get(key) : spentBy(state);
        return spent === undefined ? [] : [[key, spent] as const];
      }),
    );
  };
};
