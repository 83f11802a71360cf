import { driftOf } from "../../../action/core/outcomes/drift.ts";
import type { Breach } from "./breach.ts";
import type { Schedule } from "./disturbance.ts";
import { type ModelWorld, users } from "./world.ts";

/** Nobody did anything by hand at PanDA, so nothing differs from the ledger, whatever died, was lost or came late. */
export const breachesOfDrift = async (world: ModelWorld, schedule: Schedule): Promise<readonly Breach[]> => {
  if (schedule.some(({ what }) => what.kind === "stranger")) return [];
  const { ledger, panda } = world;
  const head = await ledger.head();
  const lists = await Promise.all(users.map((user) => panda.port(user, () => ({})).tasksChanged(new Date(0), user)));
  const submissions = await ledger.submissions(head);
  const drift = driftOf({
    repository: head.repository,
    tasks: lists.flatMap(({ tasks }) => tasks),
    submissions,
    events: await ledger.read(head, submissions),
    scopes: ["group.sphenix", "user.tester"],
    moved: [],
  });
  return drift.map(({ words }) => ({ rule: "drift", what: `a false alarm: ${words}` }));
};
