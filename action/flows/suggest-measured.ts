import { isTrial, releaseOf, trialNumber } from "../core/conventions/trial.ts";
import type { Validated } from "../core/cross-checks/validated.ts";
import { suggestedEdits } from "../core/jobs/suggested-edits.ts";
import type { Intent } from "../core/ledger/event.ts";
import { partsOfKey } from "../core/ledger/event.ts";
import { suggestedByTrial } from "../core/ledger/measured-in-trial.ts";
import type { StepCompletion } from "../core/ledger/step-completion.ts";
import { measuredSuggestion, type Suggestion } from "../core/markdown/suggestion.ts";
import type { LedgerHead } from "../core/pass/ledger-head.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import { type Accepted } from "../core/production/accepted.ts";
import { editYaml } from "../core/text/edit-yaml.ts";
import { once } from "../core/text/once.ts";
import { pickRun } from "../core/validate/split-runs.ts";
import { lineChanges } from "../core/versioning/line-changes.ts";
import type { Ledger } from "../ports/ledger.ts";
import { readableState } from "./ledger-access/history.ts";
import type { SuggestPorts } from "./validation/suggest-ports.ts";

/**
 * What the newest trial of exactly this content measured, as changes of lines that the pull request shows. Of a request
 * with variants nothing: each may need other values.
 */
export const suggestMeasured = async (
  { revisions, diff, ledger }: SuggestPorts,
  base: string,
  head: string,
  validated: readonly Validated[],
): Promise<readonly Suggestion[]> => {
  const from = once(() => revisions.mergeBase(base, head));
  const ledgerNow = once(() => ledger.head());
  const found: Suggestion[] = [];
  for (const { source, accepted } of validated) {
    if (accepted === undefined || accepted.production.variant) continue;
    const trial = await orFailure(async () => measuredTrial(ledger, await ledgerNow(), accepted));
    if (trial === undefined || trial instanceof Failure) continue;
    const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(source.bytes);
    const after = await orFailure(async () => editYaml(before, editsOf(accepted, trial)));
    const changes = after instanceof Failure ? [] : lineChanges(before, after);
    if (changes.length === 0) continue;
    const shown = await diff.shown(await from(), head, source.file);
    const version = trial.intent.version;
    found.push(
      ...changes.filter(({ line }) => shown.has(line)).map((fix) => measuredSuggestion(source.file, version, fix)),
    );
  }
  return found;
};

type MeasuredTrial = { readonly intent: Intent; readonly steps: readonly StepCompletion[] };

const measuredTrial = async (
  ledger: Ledger,
  at: LedgerHead,
  accepted: Accepted,
): Promise<MeasuredTrial | undefined> => {
  const { tag, version } = accepted.production;
  const keys = (await ledger.submissions(at, tag)).filter((key) => {
    const of = partsOfKey(key);
    return isTrial(of.version) && releaseOf(of.version) === version;
  });
  const read = await ledger.read(at, keys);
  const trials = keys.flatMap((key): readonly MeasuredTrial[] => {
    const state = readableState(read.get(key) ?? []);
    if (state === undefined || !("past" in state) || state.past.completion === undefined) return [];
    const { intent, past } = state;
    const today = pickRun(accepted, intent.run)?.production.contentDigest;
    return intent.trial?.of === today ? [{ intent, steps: past.completion?.steps ?? [] }] : [];
  });
  return trials.toSorted((a, b) => trialNumber(b.intent.version) - trialNumber(a.intent.version))[0];
};

const editsOf = ({ production: { steps, request } }: Accepted, { intent: { trial }, steps: seen }: MeasuredTrial) =>
  steps.flatMap((step) => {
    const completion = seen.find((one) => one.step === step.name);
    const written = request.steps[step.name];
    if (completion === undefined || written === undefined) return [];
    const events = step.eventsPerJob === undefined ? undefined : (trial?.events ?? step.eventsPerJob);
    return suggestedEdits(step.name, written, suggestedByTrial(step, completion, events));
  });
