import { isCampaignPath } from "../../core/conventions/campaign.ts";
import type { RefusedAt, RefusedOnMain } from "../../core/pass/refused-on-main.ts";
import { newestOf } from "../../core/policy/changes-of-main.ts";
import { sharedFolder } from "../../core/text/source-file.ts";
import type { MainBranch } from "../../ports/main-branch.ts";
import type { People } from "../../ports/people.ts";

/** Which pull request brought each request to main; what came another way is left out. */
export const refusedByPull = async (
  { main, people }: { readonly main: MainBranch; readonly people: People | undefined },
  all: readonly RefusedOnMain[],
): Promise<ReadonlyMap<number, readonly RefusedAt[]>> => {
  const refused = all.filter(({ folder }) => !isCampaignPath(folder));
  if (refused.length === 0 || people === undefined) return new Map();
  const changes = await main.lastChanges(await main.head(), [...new Set(refused.flatMap(placesOf))]);
  const changeOf = (one: RefusedOnMain) => newestOf(changes, placesOf(one));
  const commits = [...new Set(refused.flatMap((one) => changeOf(one)?.commit ?? []))];
  const pulls = new Map<string, number | undefined>();
  for (const commit of commits) pulls.set(commit, (await people.pullRequestOf(commit))?.number);
  const brought = refused.flatMap((one) => {
    const commit = changeOf(one)?.commit;
    const number = commit === undefined ? undefined : pulls.get(commit);
    return commit === undefined || number === undefined ? [] : [{ number, one: { ...one, commit } }];
  });
  return new Map(
    [...Map.groupBy(brought, ({ number }) => number)].map(([number, ones]) => [number, ones.map(({ one }) => one)]),
  );
};

/** Its folder, and each shared file in which it is refused. */
const placesOf = ({ folder, problems }: RefusedOnMain): readonly string[] => [
  ...new Set([folder, ...problems.map(({ file }) => file).filter((file) => file.split("/").includes(sharedFolder))]),
];
