import type { SubmissionKey } from "../../../action/core/ledger/event.ts";
import type { ReconcilePorts } from "../../../action/flows/reconcile/ports.ts";
import { type Breach, isOf, statesOf } from "./breach.ts";
import type { ModelWorld } from "./world.ts";

/**
 * The same ports, through which nothing is uploaded while what PanDA answered to this process is not on the ledger:
 * until then all of its wave is in doubt for everybody else (ADR 20).
 */
export const withoutWaitingAnswers = (ports: ReconcilePorts, world: ModelWorld, breaches: Breach[]): ReconcilePorts => {
  const answered = new Set<SubmissionKey>();
  return {
    ...ports,
    panda: {
      ...ports.panda,
      submit: async (submissionRequest, sandbox) => {
        const answer = await ports.panda.submit(submissionRequest, sandbox);
        for (const key of world.keys) if (isOf(key, submissionRequest.outDS)) answered.add(key);
        return answer;
      },
    },
    cache: {
      ...ports.cache,
      hold: async (archive) => {
        const states = await statesOf(world);
        const waiting = [...answered].filter((key) => states.get(key)?.kind === "submitting");
        if (waiting.length > 0)
          breaches.push({ rule: "rule 9", what: `an upload while the answers for ${waiting.join(", ")} wait` });
        return ports.cache.hold(archive);
      },
    },
  };
};
