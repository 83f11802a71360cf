import type { Validated } from "../core/cross-checks/check-sources.ts";
import { measuredEdits } from "../core/ledger/measured-edits.ts";
import { maxSuggestions, measuredSuggestion, type Suggestion, suggestionOf } from "../core/markdown/suggestion.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import type { Problem } from "../core/problems/problem.ts";
import { editYaml } from "../core/text/edit-yaml.ts";
import { once } from "../core/text/once.ts";
import { exactText, type ProductionSource } from "../core/text/source-file.ts";
import { lineChanges } from "../core/versioning/line-changes.ts";
import { fixOf, type LineFix } from "../core/versioning/line-fix.ts";
import type { DiffLines } from "../ports/diff-lines.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Revisions } from "../ports/revisions.ts";
import { measuredBefore } from "./ledger-access/measured-before.ts";

/** What suggestions at lines of a pull request are made from. */
export type SuggestPorts = {
  readonly revisions: Pick<Revisions, "mergeBase">;
  readonly diff: DiffLines;
  readonly ledger: Ledger;
};

/** Changes of one line that correct a problem, at lines that the pull request shows; one a line. */
export const suggestFixes = async (
  { revisions, diff }: SuggestPorts,
  base: string,
  head: string,
  validated: readonly Validated[],
): Promise<readonly Suggestion[]> => {
  const open = validated.flatMap(({ source, problems }) =>
    problems.flatMap((problem) =>
      problem.severity === "note" || problem.hint === undefined ? [] : [{ source, problem }],
    ),
  );
  const found = new Map<string, Suggestion>();
  let from: string | undefined;
  for (const { source, problem } of open) {
    if (found.size >= maxSuggestions) break;
    const at = `${problem.file}:${problem.line}`;
    const fix = found.has(at) ? undefined : fixIn(source, problem);
    if (fix === undefined) continue;
    from ??= await revisions.mergeBase(base, head);
    if ((await diff.shown(from, head, problem.file)).has(fix.line)) found.set(at, suggestionOf(problem, fix));
  }
  return [...found.values()];
};

const fixIn = (source: ProductionSource, problem: Problem): LineFix | undefined => {
  const bytes = bytesOf(source, problem.file);
  return bytes === undefined ? undefined : fixOf(problem, new TextDecoder().decode(bytes).split("\n"));
};

const bytesOf = (source: ProductionSource, file: string): Uint8Array | undefined => {
  if (file === source.file) return source.bytes;
  const entry = source.entries.find(({ path }) => `${source.folder}/${path}` === file);
  return entry?.kind === "file" ? entry.bytes : undefined;
};

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
  for (const { source, valid } of validated) {
    if (valid === undefined || valid.production.variant) continue;
    const measured = await orFailure(async () => measuredBefore(ledger, await ledgerNow(), valid));
    if (measured === undefined || measured instanceof Failure) continue;
    const before = exactText(source.bytes);
    const after = await orFailure(async () => editYaml(before, measuredEdits(valid.production, measured)));
    const changes = after instanceof Failure ? [] : lineChanges(before, after);
    if (changes.length === 0) continue;
    const shown = await diff.shown(await from(), head, source.file);
    const by = measured.intent;
    found.push(...changes.filter(({ line }) => shown.has(line)).map((fix) => measuredSuggestion(source.file, by, fix)));
  }
  return found;
};
