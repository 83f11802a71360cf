import type { RefusedAt, RefusedOnMain } from "../../core/pass/refused-on-main.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { People } from "../../ports/people.ts";

/** Which pull request brought each to main; what came another way is left out. */
export const refusedByPull = async (
  { main, people }: { readonly main: MainBranch; readonly people: People | undefined },
  refused: readonly RefusedOnMain[],
): Promise<ReadonlyMap<number, readonly RefusedAt[]>> => {
  if (refused.length === 0 || people === undefined) return new Map();
  const changes = await main.lastChanges(
    await main.head(),
    refused.map(({ folder }) => folder),
  );
  const commits = [...new Set([...changes.values()].map(({ commit }) => commit))];
  const pulls = new Map<string, number | undefined>();
  for (const commit of commits) pulls.set(commit, (await people.pullRequestOf(commit))?.number);
  const brought = refused.flatMap((one) => {
    const commit = changes.get(one.folder)?.commit;
    const number = commit === undefined ? undefined : pulls.get(commit);
    return commit === undefined || number === undefined ? [] : [{ number, one: { ...one, commit } }];
  });
  return new Map(
    [...Map.groupBy(brought, ({ number }) => number)].map(([number, ones]) => [number, ones.map(({ one }) => one)]),
  );
};
