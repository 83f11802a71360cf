import { validateOne, validRun } from "../../core/cross-checks/check-sources.ts";
import { type Intent, type KeyParts, keyOf } from "../../core/ledger/event.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Production } from "../../core/production/production.ts";
import { fold } from "../../core/submission/fold.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MainBranch } from "../../ports/main-branch.ts";

/** The last intent of a submission, and its status. */
export const intentOf = async (
  ledger: Ledger,
  meant: KeyParts,
): Promise<{ readonly intent: Intent; readonly state: SubmissionState }> => {
  const head = await ledger.head();
  const key = keyOf(meant);
  const events = (await ledger.read(head, [key])).get(key) ?? [];
  const intent = events.flatMap((event) => (event.event === "intended" ? [event.intent] : [])).at(-1);
  if (intent === undefined)
    throw new Failure(
      `The ledger has no submission ${meant.tag}@${meant.version}${meant.run === undefined ? "" : `#${meant.run}`}.`,
      { wayOut: "`shrek status TAG` lists those of a tag." },
    );
  return { intent, state: fold(events) };
};

export const beStepOf = ({ steps }: Intent, step: string | undefined): void => {
  if (step !== undefined && !steps.includes(step))
    throw new Failure(`There is no step ${step}.`, { wayOut: `The steps are ${steps.join(", ")}.` });
};

/**
 * The production of an intent, from main as it was validated then; `undefined`: this program validates that otherwise.
 * A clone may be older than the intent: the caller has read main first, which brings its commits.
 */
export const intendedProduction = async (main: MainBranch, intent: Intent): Promise<Production | undefined> => {
  const source = await main.at(intent.validatedAt).production(intent.folder);
  const production = validRun(validateOne(source), intent)?.production;
  return production?.contentDigest === intent.contentDigest ? production : undefined;
};
