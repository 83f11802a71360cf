import type { SubmissionEvent } from "../../action/core/ledger/event.ts";
import type { StateKind } from "../../action/core/submission/state.ts";

/** An event that a flow writes without asking `next`, or right behind what `next` decided. */
export type Written = {
  readonly file: string;
  readonly event: SubmissionEvent["event"];
  /** `undefined`: the state stays. */
  readonly leads: { readonly from: readonly StateKind[]; readonly to: StateKind } | undefined;
  readonly why: string;
};

const enter = "action/flows/reconcile/enter.ts";
const makeReady = "action/flows/reconcile/make-ready.ts";
const obey = "action/flows/reconcile/obey.ts";
const rebuild = "action/flows/rebuild.ts";
const open: readonly StateKind[] = ["intended", "checked"];
const leads = (from: readonly StateKind[], to: StateKind): Written["leads"] => ({ from, to });
const again = "a lost ledger is made again";

/** All of them, event by event; `test/docs/states.test.ts` compares this table with the flows. */
export const writtenByFlows: readonly Written[] = [
  {
    file: "action/flows/reconcile/passed-by.ts",
    event: "skipped",
    leads: leads(["none"], "skipped"),
    why: "replaced on main before it was read",
  },
  { file: enter, event: "conflict", leads: leads(["intended"], "conflict"), why: "its git tag is there already" },
  { file: enter, event: "held", leads: leads(["intended"], "held"), why: "no approval, or submit: hold" },
  { file: makeReady, event: "needs-person", leads: leads(open, "needs-person"), why: "identity differs today" },
  {
    file: "action/flows/reconcile/still-on-main.ts",
    event: "needs-person",
    leads: leads(open, "needs-person"),
    why: "today's judge refuses it, or the file is another's",
  },
  { file: makeReady, event: "intended", leads: leads(["intended"], "intended"), why: "promised anew before any check" },
  { file: makeReady, event: "conflict", leads: leads(open, "conflict"), why: "its git tag says something else" },
  {
    file: makeReady,
    event: "held",
    leads: leads(["intended"], "held"),
    why: "the remote allows no such git tag",
  },
  {
    file: "action/flows/reconcile/queue.ts",
    event: "queued",
    leads: undefined,
    why: "the first runs of its version are not good yet, or as many as may run at one time do",
  },
  { file: obey, event: "commanding", leads: undefined, why: "before an order is sent" },
  { file: obey, event: "order-refused", leads: undefined, why: "PanDA refused an order" },
  { file: obey, event: "command-rejected", leads: undefined, why: "the order does not stand on GitHub" },
  { file: obey, event: "completed", leads: undefined, why: "a wish came true" },
  {
    file: "action/flows/reconcile/read-records.ts",
    event: "recorded",
    leads: undefined,
    why: "its jobs, when it ended",
  },
  { file: rebuild, event: "intended", leads: leads(["none"], "intended"), why: again },
  { file: rebuild, event: "checking", leads: leads(["intended"], "checking"), why: again },
  { file: rebuild, event: "in-doubt", leads: leads(["checking"], "in-doubt"), why: again },
];
