import { md } from "../../core/markdown/markdown.ts";
import type { Answering } from "../../ports/answering.ts";
import { setFailed, summarize } from "./actions-report.ts";

/** An answer to a form: the run's summary, and a red run where nothing was done. */
export const summaryAnswer = (): Answering => ({
  noticed: async () => undefined,
  show: ({ markdown }) => summarize(`${markdown}\n`),
  refuse: async (reason) => {
    setFailed(reason);
    await summarize(`${md`${reason}`.markdown}\n`);
  },
  // Each run of a form has a summary of its own, and nobody reads an earlier one here.
  wasGiven: async () => false,
  done: () => summarize("Recorded. Reconcile was started and carries it out.\n"),
});
