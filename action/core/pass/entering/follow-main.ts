import { dirname } from "node:path/posix";
import { statusIn } from "../../cross-checks/check-sources.ts";
import { belowShared, touchedFolders } from "../../files/changed-productions.ts";
import { next } from "../../submission/next.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isRequested, requestName } from "../../text/source-file.ts";
import { findOnMain, onMainNow } from "../authorization/productions-on-main.ts";
import { each, inState, type Planned, type Planning } from "../planned.ts";

import { all, type MergedPaths, type Reads } from "../reads.ts";
import type { KeyedEvent } from "../view.ts";

/** `isComplete`: main was asked about everything that these commits may concern. */
type FollowedMain = { readonly events: readonly KeyedEvent[]; readonly isComplete: boolean };

/**
 * What the new commits of main mean for what is under way: what was not called follows main, what may run is asked
 * about. A folder that only moved is found where it stands now.
 */
export async function followMain(planning: Planning, from: Planned, commits: readonly string[]): Promise<FollowedMain> {
  const followed = inState(from, followsMain);
  if (followed.length === 0) return { events: [], isComplete: true };
  const folders = [...new Set(followed.map(({ state }) => state.intent.folder))];
  const merges = await all(commits.map((commit) => planning.git.merged(commit)));
  const paths = merges.flatMap((merge) => merge?.paths ?? []);
  const touched = new Set([...touchedFolders(folders, paths), ...belowShared(folders, paths)]);
  const tags = new Set((await all(merges.map((merge) => tagsBefore(planning, merge)))).flat());
  const concerned = followed.filter(
    ({ state: { intent, past } }) =>
      planning.ledgerHead.cursor === undefined ||
      touched.has(intent.folder) ||
      tags.has(intent.tag) ||
      tags.has(null) ||
      past.leftMain !== undefined,
  );
  const find = findOnMain(planning, planning.mainHead);
  const seen = await each(planning.notes, concerned, async ({ key, state }) => {
    return { key, state, seen: await onMainNow(planning, planning.mainHead, state.intent, find) };
  });
  const events = seen.flatMap(({ key, state, seen: one }) =>
    one === undefined ? [] : next(state, one, planning.context).events.map((event): KeyedEvent => [key, event]),
  );
  return { events, isComplete: seen.length === concerned.length };
}

/** A trial is of a pull request, and what main holds says nothing of it. */
const followsMain = (state: SubmissionState): state is Extract<SubmissionState, { readonly past: unknown }> =>
  "intent" in state && state.intent.trial === undefined;

/**
 * What the changed requests were before: who moved earlier stands in another folder than its intent says. `null`: one
 * could not be read, so that it may have been any.
 */
async function tagsBefore(reads: Reads, merge: MergedPaths | undefined): Promise<readonly (string | null)[]> {
  if (merge === undefined) return [];
  const changed = merge.paths.filter((path) => isRequested(path) && path.endsWith(`/${requestName}`));
  if (changed.length === 0) return [];
  const at = merge.base;
  const folders = await reads.git.holding(at, [...new Set(changed.map((path) => dirname(path)))]);
  const requests = await reads.git.requests(at, folders);
  return [...statusIn(requests).values()].flat().map(({ tag }) => tag);
}
