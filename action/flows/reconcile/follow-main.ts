import { posix } from "node:path";
import { statusIn } from "../../core/cross-checks/check-sources.ts";
import { belowShared, touchedFolders } from "../../core/files/changed-productions.ts";
import { findOnMain, onMainNow } from "../../core/pass/authorization/productions-on-main.ts";
import type { KeyedEvent, View } from "../../core/pass/view.ts";
import { next } from "../../core/submission/next.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import { isRequested, requestName } from "../../core/text/source-file.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import { decideEach } from "./decide-each.ts";
import type { MainHead } from "./judge-head.ts";
import type { Pass } from "./pass.ts";

/** `isComplete`: main was asked about everything that these commits may concern. */
export type MainTracked = { readonly events: readonly KeyedEvent[]; readonly isComplete: boolean };

/**
 * What the new commits of main mean for what is under way: what was not called follows main, what may run is asked
 * about. A folder that only moved is found where it stands now.
 */
export const followMain = async (pass: Pass, view: View, { commit, commits }: MainHead): Promise<MainTracked> => {
  const promised = [...view.states].flatMap(([key, state]) => (followsMain(state) ? [{ key, state }] : []));
  if (promised.length === 0) return { events: [], isComplete: true };
  const folders = [...new Set(promised.map(({ state }) => state.intent.folder))];
  const merges = await Promise.all(commits.map((one) => pass.ports.main.merged(one)));
  const paths = merges.flatMap((merge) => merge?.paths ?? []);
  const touched = new Set([...touchedFolders(folders, paths), ...belowShared(folders, paths)]);
  const tags = await tagsBefore(pass, merges);
  const concerned = promised.filter(
    ({ state: { intent, past } }) =>
      view.head.cursor === undefined ||
      touched.has(intent.folder) ||
      tags.has(intent.tag) ||
      tags.has(null) ||
      past.leftMain !== undefined,
  );
  const find = findOnMain(commit);
  const seen = await decideEach(pass, concerned, function* ({ key, state }) {
    return { key, state, seen: yield* onMainNow(commit, state.intent, find) };
  });
  const events = seen.flatMap(({ key, state, seen: one }) =>
    one === undefined ? [] : next(state, one, pass.context).events.map((event): KeyedEvent => [key, event]),
  );
  return { events, isComplete: seen.length === concerned.length };
};

/** A trial is of a pull request, and what main holds says nothing of it. */
const followsMain = (state: SubmissionState): state is Extract<SubmissionState, { readonly past: unknown }> =>
  "intent" in state && state.intent.trial === undefined;

/**
 * What the changed requests were before: who moved earlier stands in another folder than its promise says. `null`: one
 * could not be read, so that it may have been any.
 */
const tagsBefore = async (
  { ports: { main } }: Pass,
  merges: readonly Awaited<ReturnType<MainBranch["merged"]>>[],
): Promise<ReadonlySet<string | null>> => {
  const before = merges.map(async (merge) => {
    if (merge === undefined) return [];
    const changed = merge.paths.filter((path) => isRequested(path) && path.endsWith(`/${requestName}`));
    if (changed.length === 0) return [];
    const snapshot = main.at(merge.base);
    const folders = await snapshot.holding([...new Set(changed.map((path) => posix.dirname(path)))]);
    const standing = statusIn(await snapshot.requests(folders));
    return [...standing.values()].flat().map(({ tag }) => tag);
  });
  return new Set((await Promise.all(before)).flat());
};
