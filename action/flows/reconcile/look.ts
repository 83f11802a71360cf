import type { Intent, TaskNames } from "../../core/ledger/event.ts";
import { allNames, isOurs, workflowName } from "../../core/ledger/names.ts";
import type { LedgerHead } from "../../core/pass/ledger-head.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { Task } from "../../core/submission/panda-answer.ts";
import type { Pass } from "./pass.ts";

/** A submission whose names PanDA may know. */
type MaybeSent = { readonly intent: Intent; readonly attempt: number; readonly names: TaskNames };

type PandaLook = Extract<Observation, { kind: "all-absent" | "ours" | "foreign" }>;

/**
 * What PanDA and iDDS know under our names, every attempt's. Presence proves; absence is evidence, and only counts
 * when login, PanDA and iDDS answered in the same look. A wave looks for all of its names at once: it asks after
 * PanDA's `health` once, first.
 */
export const look = async (
  { ports: { panda } }: Pass,
  head: LedgerHead,
  { intent, attempt, names }: MaybeSent,
  health = panda.health(),
): Promise<PandaLook> => {
  const pandaDate = (await health).date?.toISOString();
  const attempts = Array.from({ length: attempt }, (_, index) => attempt - index);
  const requests = await Promise.all(
    attempts.map((n) => panda.requestNamed(workflowName(head.repository, intent.label, n))),
  );
  const tasks = await panda.tasksNamed(allNames(names), intent.panda.userName);
  const isForeign = ({ mark }: Task) => !isOurs(mark, head.repository, intent.label, intent.contentDigest);
  const foreign = tasks.find(isForeign);
  if (foreign !== undefined)
    return {
      kind: "foreign",
      reason: `task ${foreign.id} has the name ${foreign.name}, but SHREK did not submit it`,
      ...(tasks.every(isForeign) ? {} : { ours: true }),
      pandaDate,
    };
  const request = requests.find((id) => id !== undefined);
  if (request !== undefined) return { kind: "ours", request, pandaDate };
  const [task] = tasks;
  if (task !== undefined)
    return {
      kind: "foreign",
      reason: `task ${task.id} was submitted by SHREK, but iDDS has no such request`,
      ours: true,
    };
  return { kind: "all-absent", pandaDate };
};
