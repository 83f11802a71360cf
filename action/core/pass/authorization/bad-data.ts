import { didOf, didText } from "../../catalogue/data-seen.ts";
import { badWord } from "../../ledger/declared.ts";
import {
  declaredText,
  isReadAs,
  keysRead,
  notValidated,
  notValidatedText,
  readsOf,
} from "../../ledger/declared-read.ts";
import {
  type Intent,
  keyOf,
  type SubmissionKey,
  submissionKey,
  type TaskSeen,
  versionName,
} from "../../ledger/event.ts";
import type { HeldBy } from "../../ledger/held-by.ts";
import { givenUpDids, type KeepFacts, outputDids } from "../../ledger/keeping.ts";
import { acknowledges } from "../../production/acknowledge.ts";
import { dataRead, namesRead } from "../../production/data-read.ts";
import type { Production } from "../../production/production.ts";
import { fold } from "../../submission/fold.ts";
import { lastTasks } from "../../submission/orders.ts";
import type { Moment } from "../reads.ts";

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

/**
 * Why a production may not read what it reads today; `undefined`: nobody ended it or declared it bad and no step is to
 * validate it still, or its author has read that it is bad and says why it is used.
 */
export async function badDataRead(moment: Moment, production: Production): Promise<HeldBy | undefined> {
  const isAcknowledged = acknowledges(production.request, "reads-bad");
  const keys = await keysOf(moment, production);
  if (keys.length === 0) return undefined;
  const runs = production.runs === undefined ? undefined : new Set(production.runs.map(({ run }) => run));
  const read = await moment.ledger.events(moment.ledgerHead, keys);
  for (const lines of read.values()) {
    const state = fold(lines);
    if (!("past" in state)) continue;
    const { intent, past } = state;
    const { declared } = past;
    const tasks = lastTasks(state);
    const [ended] = endedRead(production, { intent, past, tasks }, runs);
    if (ended !== undefined)
      return {
        reason: `it reads ${ended}, which a person let go by expire; a new version that reads others is submitted`,
      };
    if (isAcknowledged) continue;
    const reads = readsOf(production, intent, runs);
    const name = versionName(keyOf(intent));
    for (const { steps } of reads) {
      const bad = badWord(declared, steps);
      if (bad !== undefined) return { reason: textOf(name, declaredText(bad), "they are declared good") };
      const open = notValidated({ intent, declared, tasks }, steps);
      if (open !== undefined) {
        const { tag, version, run } = intent;
        const reason = textOf(name, notValidatedText(open), `${open} succeeds or they are declared good`);
        return { reason, validation: { tag, version, ...(run === undefined ? {} : { run }), step: open } };
      }
    }
  }
  return undefined;
}

const textOf = (name: string, why: string, until: string): string =>
  `it reads data of ${name}, which ${why}; a new version that reads others, or acknowledges reads-bad with a reason, is submitted, and this one when ${until}`;

/** The ledger's list is asked for only where a name, or a list of all runs, leaves open which submission is meant. */
async function keysOf({ ledger, ledgerHead }: Moment, production: Production): Promise<readonly SubmissionKey[]> {
  const data = dataRead(production);
  const isOpen = namesRead(production).length > 0;
  const tags = isOpen ? [] : data.flatMap(({ tag, run }) => (run === "all" ? [tag] : []));
  const listed = isOpen || tags.length > 0 ? await ledger.submissions(ledgerHead, ...tags) : [];
  const named = data.flatMap(({ tag, version, run }) =>
    [run, undefined].flatMap((one) => (one === "all" ? [] : [submissionKey(tag, version, one)])),
  );
  return [...new Set([...named, ...keysRead(production, listed)])];
}
