import { validateOne } from "../../core/cross-checks/check-sources.ts";
import { keyOf, type SubmissionKey } from "../../core/ledger/event.ts";
import { type Accepted } from "../../core/production/accepted.ts";
import type { Production } from "../../core/production/production.ts";
import { next } from "../../core/submission/next.ts";
import { isRequested } from "../../core/text/source-file.ts";
import { splitByRun } from "../../core/validate/split-runs.ts";
import type { NewSubmission } from "./enter.ts";
import type { ValidatedHead } from "./judge-head.ts";
import type { Pass } from "./pass.ts";

/**
 * Versions that main held for a while between two reconciles: they get an entry that says what replaced them. A run that
 * left the list of a version that stands gets none, because it may be appended again: its pull request is told.
 */
export const passedBy = async (
  pass: Pass,
  { commit: mainHead, commits, judged }: ValidatedHead,
  known: ReadonlySet<SubmissionKey>,
): Promise<readonly NewSubmission[]> => {
  const { main } = pass.ports;
  const entries = new Map<SubmissionKey, NewSubmission>();
  for (const commit of commits.filter((oid) => oid !== mainHead)) {
    const snapshot = main.at(commit);
    for (const folder of (await main.changed(commit)).filter(isRequested)) {
      for (const { accepted } of validateOne(await snapshot.production(folder))) {
        if (accepted === undefined) continue;
        const reason = whyPassed(accepted.production, judged);
        for (const key of keysOf(accepted)) {
          if (known.has(key)) continue;
          if (reason !== undefined) entries.set(key, { key, commit, events: skippedBecause(pass, reason) });
          else if (!entries.has(key)) entries.set(key, { key, commit, events: [] });
        }
      }
    }
  }
  const entered = new Set(judged.flatMap(({ accepted }) => (accepted === undefined ? [] : keysOf(accepted))));
  return [...entries.values()].filter(({ key }) => !entered.has(key));
};

const skippedBecause = ({ context }: Pass, reason: string): NewSubmission["events"] =>
  next({ kind: "none" }, { kind: "not-to-submit", reason }, context).events;

const keysOf = (accepted: Accepted): readonly SubmissionKey[] =>
  splitByRun(accepted).map(({ production }) => keyOf(production));

/** What became of a version that was on main for a while; `undefined`: it stands there itself. */
const whyPassed = (production: Production, judged: ValidatedHead["judged"]): string | undefined => {
  const inFolder = judged.filter(({ source }) => source.folder === production.folder);
  const now = inFolder.flatMap(({ accepted }) => accepted?.production ?? []);
  if (now.some((one) => keyOf(one) === keyOf(production))) return undefined;
  const heir = now.find(({ tag }) => tag === production.tag) ?? now[0];
  if (heir !== undefined) return `replaced before submission by ${heir.tag} ${heir.version}`;
  return inFolder.length > 0
    ? "replaced before submission by a request that is refused"
    : "taken from main before it was submitted";
};
