import type { SubmissionKey } from "../../../action/core/ledger/event.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { type Breach, isOf } from "./rules.ts";
import type { ModelWorld } from "./world.ts";

/**
 * The same ports, through which nothing is uploaded while what PanDA answered to this process is not on the ledger:
 * until then all of its wave is in doubt for everybody else (ADR 39).
 */
export const withoutWaitingAnswers = (
  ports: ReconcilePorts,
  { keys }: ModelWorld,
  breaches: Breach[],
): ReconcilePorts => {
  const unwritten = new Set<SubmissionKey>();
  return {
    ...ports,
    panda: {
      ...ports.panda,
      submit: async (parcel, sandbox) => {
        const answer = await ports.panda.submit(parcel, sandbox);
        for (const key of keys) if (isOf(key, parcel.outDS)) unwritten.add(key);
        return answer;
      },
    },
    ledger: {
      ...ports.ledger,
      append: async (at, events, pages, why) => {
        const appended = await ports.ledger.append(at, events, pages, why);
        if (appended.kind === "written") for (const event of events) if ("key" in event) unwritten.delete(event.key);
        return appended;
      },
    },
    cache: {
      ...ports.cache,
      hold: (archive) => {
        if (unwritten.size > 0)
          breaches.push({ rule: "rule 9", what: `an upload while the answers for ${[...unwritten].join(", ")} wait` });
        return ports.cache.hold(archive);
      },
    },
  };
};
