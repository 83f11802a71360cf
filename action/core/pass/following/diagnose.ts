import { Failure } from "../../problems/failure.ts";
import { tasksToDiagnose } from "../../submission/memory-retry.ts";
import { each, openIn, type Planned, type Planning, withSeen } from "../planned.ts";

/**
 * Asks why jobs failed where the request has more memory for those that died of it. What is to be tried again stands on
 * the ledger as an order, and is told to PanDA like those of persons.
 */
export async function diagnose(planning: Planning, from: Planned): Promise<Planned> {
  const ended = openIn(from).flatMap(({ key, state }) => tasksToDiagnose(state).map(({ id }) => ({ key, id })));
  const seen = await each(planning.notes, ended, async ({ key, id }) => {
    const jobs = await planning.panda.jobsOf(id, "unsuccessful");
    // "None" can mean that PanDA's database failed.
    if (jobs.length === 0)
      throw new Failure(`PanDA counts failed jobs of task ${id}, and lists none of them.`, {
        wayOut: "The next pass asks again. If it stays so, look at the task in PanDA's monitor.",
      });
    return [key, { kind: "failed-jobs", task: id, jobs }] as const;
  });
  return withSeen(planning, from, "Why jobs failed:", seen);
}
