import { Failure } from "../../problems/failure.ts";
import { tasksToDiagnose } from "../../submission/memory-retry.ts";
import { type Asking, ask } from "../asking.ts";
import { each, openIn, type Planned, type Planning, withSeen } from "../planned.ts";

/**
 * Asks why jobs failed where the request has more memory for those that died of it. What is to be tried again stands on
 * the ledger as an order, and is told to PanDA like those of persons.
 */
export function* diagnose(planning: Planning, from: Planned): Asking<Planned> {
  const ended = openIn(from).flatMap(({ key, state }) => tasksToDiagnose(state).map(({ id }) => ({ key, id })));
  const seen = yield* each(planning.notes, ended, function* ({ key, id }) {
    const jobs = yield* ask({ ask: "jobs", task: id, which: "unsuccessful" });
    // "None" can mean that PanDA's database failed.
    if (jobs.length === 0)
      throw new Failure(`PanDA counts failed jobs of task ${id}, and lists none of them.`, {
        wayOut: "The next pass asks again. If it stays so, look at the task in PanDA's monitor.",
      });
    return [key, { kind: "failed-jobs", task: id, jobs }] as const;
  });
  return withSeen(planning, from, "Why jobs failed:", seen);
}
