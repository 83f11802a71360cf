import type { Intent, TaskNames } from "../../ledger/event.ts";
import { allNames, isOurs, workflowName } from "../../ledger/names.ts";
import type { Observation } from "../../submission/observation.ts";
import type { Task } from "../../submission/panda-answer.ts";
import { type Asking, all, ask } from "../asking.ts";
import type { LedgerHead } from "../ledger-head.ts";

/** A submission whose names PanDA may know. */
type MaybeSent = { readonly intent: Intent; readonly attempt: number; readonly names: TaskNames };

type PandaLook = Extract<Observation, { kind: "all-absent" | "ours" | "foreign" }>;

/**
 * What PanDA and iDDS know under our names, every attempt's. Presence proves; absence is evidence, and only counts
 * when login, PanDA and iDDS answered in the same look.
 */
export function* look(
  { repository }: Pick<LedgerHead, "repository">,
  { intent, attempt, names }: MaybeSent,
): Asking<PandaLook> {
  const pandaDate = yield* ask({ ask: "panda-date", anew: true });
  const attempts = Array.from({ length: attempt }, (_, index) => attempt - index);
  const requests = yield* all(
    attempts.map((n) => ask({ ask: "request-named", name: workflowName(repository, intent.label, n) })),
  );
  const tasks = yield* ask({ ask: "tasks", names: allNames(names), userName: intent.panda.userName });
  const isForeign = ({ mark }: Task) => !isOurs(mark, repository, intent.label, intent.contentDigest);
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
}
