import { type SubmissionEvent, type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import type { View } from "../../../../action/core/pass/view.ts";
import { fold } from "../../../../action/core/submission/fold.ts";
import type { StateKind } from "../../../../action/core/submission/state.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../../../fakes/fake-ledger.ts";
import { anIntent, lineOf, pastOf } from "../../submission/a-submission.ts";

type OfIntent = NonNullable<Parameters<typeof anIntent>[0]>;
export type Spending = OfIntent & { readonly kind?: StateKind; readonly at?: string };

/** A ledger with submissions that ended or did not, each of ten core-hours where it says nothing else. */
export const aSpending = () => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  const write = async (key: SubmissionKey, at: string, events: readonly SubmissionEvent[]): Promise<void> => {
    await ledger.append(
      await ledger.head(),
      events.map((event) => ({ ...lineOf(event), key, at })),
      [],
      "test",
    );
  };
  const add = async (tag: string, { kind = "done", at = "2026-03-01T10:00:00.000Z", ...change }: Spending = {}) => {
    const intent = anIntent({ tag, coreHours: 10, ...change });
    const key = submissionKey(tag, intent.version, intent.run);
    await write(key, at, pastOf(kind, { intent }));
    return key;
  };
  const view = async (...live: readonly SubmissionKey[]): Promise<View> => {
    const head = await ledger.head();
    const read = await ledger.read(head, live);
    return { head, states: new Map([...read].map(([key, lines]) => [key, fold(lines)])) };
  };
  return { ledger, add, write, view };
};
