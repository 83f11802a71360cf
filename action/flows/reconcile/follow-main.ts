import { belowShared, touchedFolders } from "../../core/judge/changed-productions.ts";
import { next } from "../../core/submission/next.ts";
import type { KeyedEvent, View } from "../gather/ledger-view.ts";
import type { HeadJudged } from "./judge-head.ts";
import { mainAt } from "./main-now.ts";
import type { Pass } from "./pass.ts";

/**
 * What the new commits of main mean for what is under way: what was not called follows main, what may run is asked
 * about. A folder that only moved is found where it stands now.
 */
export const followMain = async (
  pass: Pass,
  view: View,
  { commit, commits, judged }: HeadJudged,
): Promise<readonly KeyedEvent[]> => {
  const promised = [...view.states].flatMap(([key, state]) => ("intent" in state ? [{ key, state }] : []));
  if (promised.length === 0) return [];
  const folders = [...new Set(promised.map(({ state }) => state.intent.folder))];
  const merges = await Promise.all(commits.map((one) => pass.ports.main.merged(one)));
  const paths = merges.flatMap((merge) => merge?.paths ?? []);
  const touched = new Set([...touchedFolders(folders, paths), ...belowShared(folders, paths)]);
  const tags = new Set(judged.flatMap(({ accepted }) => accepted?.production.tag ?? []));
  const concerned = promised.filter(
    ({ state: { intent, past } }) =>
      view.head.cursor === undefined ||
      merges.includes(undefined) ||
      touched.has(intent.folder) ||
      tags.has(intent.tag) ||
      past.leftMain !== undefined,
  );
  const main = mainAt(
    pass,
    commit,
    concerned.map(({ state }) => state.intent),
  );
  const seen = await pass.each(concerned, async ({ key, state }) => ({ key, state, seen: await main(state.intent) }));
  return seen.flatMap(({ key, state, seen: one }) =>
    one === undefined ? [] : next(state, one, pass.context).events.map((event): KeyedEvent => [key, event]),
  );
};
