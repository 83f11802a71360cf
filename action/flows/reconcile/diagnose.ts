import type { SubmissionKey } from "../../core/ledger/event.ts";
import type { View } from "../../core/pass/view.ts";
import { Failure } from "../../core/problems/failure.ts";
import { tasksToDiagnose } from "../../core/submission/memory-retry.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { Pass } from "./pass.ts";
import { recordEach } from "./record.ts";

/**
 * Asks why jobs failed where the request has more memory for those that died of it. What is to be tried again stands on
 * the ledger as an order, and is told to PanDA like those of persons (`obey`).
 */
export const diagnose = async (pass: Pass, from: View): Promise<View> => {
  const ended = [...from.states].flatMap(([key, state]) => tasksToDiagnose(state).map(({ id }) => ({ key, id })));
  const seen = await pass.each(ended, async ({ key, id }): Promise<readonly [SubmissionKey, Observation]> => {
    const jobs = await pass.ports.watch.jobsOf(id, "unsuccessful");
    // "None" can mean that PanDA's database failed.
    if (jobs.length === 0)
      throw new Failure(`PanDA counts failed jobs of task ${id}, and lists none of them.`, {
        wayOut: "The next pass asks again. If it stays so, look at the task in PanDA's monitor.",
      });
    return [key, { kind: "failed-jobs", task: id, jobs }];
  });
  return recordEach(pass, from, seen, "Why jobs failed:");
};
