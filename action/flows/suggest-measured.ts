import type { Validated } from "../core/cross-checks/check-sources.ts";
import { measuredEdits } from "../core/ledger/measured-edits.ts";
import { measuredSuggestion, type Suggestion } from "../core/markdown/suggestion.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import { editYaml } from "../core/text/edit-yaml.ts";
import { once } from "../core/text/once.ts";
import { exactText } from "../core/text/source-file.ts";
import { lineChanges } from "../core/versioning/line-changes.ts";
import { measuredBefore } from "./ledger-access/measured-before.ts";
import type { SuggestPorts } from "./validation/suggest-ports.ts";

/**
 * What the newest trial of exactly this content measured, or else the last release of the same steps, as changes of lines
 * that the pull request shows. Of a request with variants nothing: each may need other values.
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
    const measured = await orFailure(async () => measuredBefore(ledger, await ledgerNow(), accepted));
    if (measured === undefined || measured instanceof Failure) continue;
    const before = exactText(source.bytes);
    const after = await orFailure(async () => editYaml(before, measuredEdits(accepted.production, measured)));
    const changes = after instanceof Failure ? [] : lineChanges(before, after);
    if (changes.length === 0) continue;
    const shown = await diff.shown(await from(), head, source.file);
    const by = measured.intent;
    found.push(...changes.filter(({ line }) => shown.has(line)).map((fix) => measuredSuggestion(source.file, by, fix)));
  }
  return found;
};
