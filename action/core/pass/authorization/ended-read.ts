import { didOf, didText } from "../../catalogue/did.ts";
import { isReadAs } from "../../ledger/declared-read.ts";
import type { Intent, TaskSeen } from "../../ledger/event.ts";
import { givenUpDids, type KeepFacts, outputDids } from "../../ledger/keeping.ts";
import { dataRead, namesRead } from "../../production/data-read.ts";
import type { Production } from "../../production/production.ts";

type ReadSubmission = {
  readonly intent: Intent;
  readonly past: Pick<KeepFacts, "expired" | "ending">;
  readonly tasks: readonly TaskSeen[];
};

/** What a production reads of a submission and a person's command has ended, or is about to: it may be gone at any time. */
export const endedRead = (
  production: Production,
  { intent, past, tasks }: ReadSubmission,
  runs: ReadonlySet<number> | undefined,
): readonly string[] => {
  const givenUp = givenUpDids(past);
  if (givenUp.length === 0) return [];
  const read = dataRead(production).filter((one) => isReadAs(one, intent, runs));
  const names = namesRead(production).map(([, name]) => didText(didOf(name)));
  return outputDids(intent, tasks).flatMap(({ did, step, output }) => {
    const name = didText(did);
    const isRead =
      read.some((one) => one.step === step && (one.output ?? output) === output) ||
      // The container itself, or a dataset of those that are in it.
      names.some((one) => one === name || one.startsWith(`${name}.`));
    return isRead && givenUp.includes(name) ? [name] : [];
  });
};
