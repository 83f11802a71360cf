import { nextTrial, releaseOf } from "../../conventions/version-style.ts";
import { partsOfKey, type SubmissionKey } from "../../ledger/event.ts";
import type { TrialCommand } from "../../ledger/main-event.ts";
import { type Asking, ask, type Moment } from "../asking.ts";
import { makeTrial, type TrialMade } from "./make-trial.ts";

/** An order that waits: under the next number of the ledger, validated as a version that is new. */
export const newTrial = (
  moment: Moment,
  order: TrialCommand,
  /** What is on the ledger as soon as the plan is. */
  planned: readonly SubmissionKey[],
): Asking<TrialMade> => {
  const { ledger, asOf } = moment;
  return makeTrial({ ...moment, asOf: { ...asOf, anew: true } }, order, {
    *versionOf({ production: { tag, version } }) {
      const known = yield* ask({ ask: "submissions", ledger, tags: [tag] });
      const taken = [...known, ...planned.filter((key) => partsOfKey(key).tag === tag)].map(
        (key) => partsOfKey(key).version,
      );
      return nextTrial(releaseOf(version), [version, ...taken]);
    },
    validate: ({ source: { folder }, of: { production }, version }) =>
      ask({ ask: "trial-validated", ledger, at: order.head, folder, tag: production.tag, version, order }),
  });
};
