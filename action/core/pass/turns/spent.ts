import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import { coreHoursAsked } from "../../ledger/intended-steps.ts";
import { fold } from "../../submission/fold.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { stateTable } from "../../submission/states.ts";
import { onceOf } from "../../text/once.ts";
import type { LedgerReads, Reads } from "../reads.ts";
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

/** Of every submission of these tags. What has ended begins no more, so it is read once for all views of a pass. */
export async function spentOnLedger(
  { ledger }: Reads,
  { head, states }: View,
  isNamed: (tag: string) => boolean = () => true,
): Promise<ReadonlyMap<SubmissionKey, SubmissionUse>> {
  const ended = endedOn(ledger);
  const listed = new Set([...(await ledger.submissions(head)), ...states.keys()]);
  const named = [...listed].filter((key) => isNamed(partsOfKey(key).tag));
  const unread = named.filter((key) => !states.has(key) && !ended.has(key));
  const read = unread.length === 0 ? new Map() : await ledger.events(head, unread);
  for (const key of unread) ended.set(key, spentBy(fold(read.get(key) ?? [])));
  return new Map(
    named.flatMap((key) => {
      const state = states.get(key);
      const spent = state === undefined ? ended.get(key) : spentBy(state);
      return spent === undefined ? [] : [[key, spent] as const];
    }),
  );
}

const endedOn = onceOf((_: LedgerReads) => new Map<SubmissionKey, SubmissionUse | undefined>());

/** Of the whole version, each of its submissions: what has ended is not in the view. */
export async function runsOf(
  ledger: LedgerReads,
  { head, states }: View,
  { tag, version }: { readonly tag: string; readonly version: string | null },
): Promise<readonly SubmissionState[]> {
  const keys = (await ledger.submissions(head, tag)).filter((key) => partsOfKey(key).version === version);
  const ended = await ledger.events(
    head,
    keys.filter((key) => !states.has(key)),
  );
  return keys.map((key) => states.get(key) ?? fold(ended.get(key) ?? []));
}
