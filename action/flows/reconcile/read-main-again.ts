import { type Entered, enterMain } from "../../core/pass/entering/enter-main.ts";
import { beginPlan } from "../../core/pass/planned.ts";
import type { View } from "../../core/pass/view.ts";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import { times } from "../../core/times/times.ts";
import { decideAndWrite } from "../ledger-access/ledger-view.ts";
import { planAt, sayAll, writingOf } from "./open-pass.ts";
import type { Pass } from "./pass.ts";

/** What main gets while a pass is at something that lasts: GitHub lets the next pass begin only behind it. */
export type MainMeanwhile = {
  /** The head of main, where this pass has not read it; asked for once in a while. */
  unread(): Promise<string | undefined>;
  /** What it brings is entered and shown to people, and nothing of it is submitted: that is the next pass's. A Failure leaves it to that one too. */
  enter(from: View, head: string): Promise<View>;
};

/** `isNews`: main has changed something that people are told. */
type ReadMeanwhile = { readonly view: View; readonly entered: Entered; readonly isNews: boolean };

export const watchMain = (
  pass: Pass,
  mainHead: string,
  onRead: (read: ReadMeanwhile) => Promise<unknown>,
): MainMeanwhile => {
  const { clock, main } = pass.ports;
  let [read, asked] = [mainHead, clock.monotonic()];
  return {
    unread: async () => {
      if (clock.monotonic() - asked < times.mainAgain.milliseconds) return undefined;
      asked = clock.monotonic();
      const head = await orFailure(() => main.head());
      return head instanceof Failure || head === read ? undefined : head;
    },
    enter: async (from, head) => {
      read = head;
      const written = await orFailure(() => enterAt(pass, from, head));
      if (written instanceof Failure) {
        pass.setting.tell(`What was merged meanwhile waits: ${describeError(written)}`);
        return from;
      }
      if (written.isNews || written.entered.main.length > 0) await onRead(written);
      return written.view;
    },
  };
};

const enterAt = async (pass: Pass, from: View, head: string): Promise<ReadMeanwhile> => {
  const now = { ...pass, reads: pass.reads.again() };
  const decide = async (at: View) => {
    const { made, ...said } = await planAt(now, at, head, (planning, view) => enterMain(planning, beginPlan(view)));
    const { planned, entered } = made;
    const writing = await writingOf(pass, at, { planned, main: entered.main, brought: entered.entries });
    return { ...writing, entered, said };
  };
  const { view, decided } = await decideAndWrite(pass.ports, [], decide, from);
  const { entered, events, said } = decided;
  sayAll(pass, said);
  return { view, entered, isNews: events.length > 0 };
};
