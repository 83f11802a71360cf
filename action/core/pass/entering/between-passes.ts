import { type Validated, validateOne } from "../../cross-checks/check-sources.ts";
import { keyOf, type SubmissionKey, submissionKey } from "../../ledger/event.ts";
import type { Production } from "../../production/production.ts";
import { type ValidProduction } from "../../production/valid-production.ts";
import { next } from "../../submission/next.ts";
import type { Context } from "../../submission/observation.ts";
import { isRequested } from "../../text/source-file.ts";
import { all, type Reads } from "../reads.ts";
import type { NewSubmission } from "./enter.ts";
import type { ReadMain } from "./read-main.ts";

/**
 * Versions that main held for a while between two passes: they get an entry that says what replaced them. A run that
 * left the list of a version that stands gets none, because it may be appended again: its pull request is told.
 */
export async function heldBetweenPasses(
  reads: Reads,
  context: Context,
  { commit: mainHead, commits, validated }: ReadMain,
  known: ReadonlySet<SubmissionKey>,
): Promise<readonly NewSubmission[]> {
  const entries = new Map<SubmissionKey, NewSubmission>();
  for (const commit of commits.filter((one) => one !== mainHead)) {
    for (const valid of await validIn(reads, commit)) {
      const reason = whyGone(valid.production, validated);
      for (const key of keysOf(valid)) {
        if (known.has(key)) continue;
        if (reason !== undefined) entries.set(key, { key, commit, events: skippedBecause(context, reason) });
        else if (!entries.has(key)) entries.set(key, { key, commit, events: [] });
      }
    }
  }
  const entered = new Set(validated.flatMap(({ valid }) => (valid === undefined ? [] : keysOf(valid))));
  return [...entries.values()].filter(({ key }) => !entered.has(key));
}

async function validIn(reads: Reads, commit: string): Promise<readonly ValidProduction[]> {
  const folders = (await reads.git.changed(commit)).filter(isRequested);
  const sources = await all(folders.map((folder) => reads.git.production(commit, folder)));
  return sources.flatMap((source) => validateOne(source).flatMap(({ valid }) => valid ?? []));
}

const skippedBecause = (context: Context, reason: string): NewSubmission["events"] =>
  next({ kind: "none" }, { kind: "not-to-submit", reason }, context).events;

/** Of each run that it is split into. */
const keysOf = ({ production }: ValidProduction): readonly SubmissionKey[] => {
  const { tag, version, run: own, runs } = production;
  return runs === undefined || own !== undefined
    ? [keyOf(production)]
    : runs.map(({ run }) => submissionKey(tag, version, run));
};

/** What became of a version that was on main for a while; `undefined`: it stands there itself. */
const whyGone = (production: Production, validated: readonly Validated[]): string | undefined => {
  const inFolder = validated.filter(({ source }) => source.folder === production.folder);
  const now = inFolder.flatMap(({ valid }) => valid?.production ?? []);
  if (now.some((one) => keyOf(one) === keyOf(production))) return undefined;
  const heir = now.find(({ tag }) => tag === production.tag) ?? now[0];
  if (heir !== undefined) return `replaced before submission by ${heir.tag} ${heir.version}`;
  return inFolder.length > 0
    ? "replaced before submission by a request that is refused"
    : "taken from main before it was submitted";
};
