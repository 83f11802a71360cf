import type { People } from "../../ports/people.ts";
import type { TrackedSubmission } from "../ledger-access/words-on-pull.ts";

/** The pull request of each entry without an intent, which names none itself; what came another way is left out. */
export const skippedByPull = async (
  { people }: { readonly people: People | undefined },
  skipped: readonly TrackedSubmission[],
): Promise<ReadonlyMap<number, readonly TrackedSubmission[]>> => {
  const pulls = new Map<number, readonly TrackedSubmission[]>();
  if (people === undefined) return pulls;
  for (const [commit, brought] of Map.groupBy(skipped, (one) => one.commit)) {
    const [known] = brought.flatMap(({ pullRequest }) => pullRequest ?? []);
    const number = known ?? (await people.pullRequestOf(commit))?.number;
    if (number !== undefined) pulls.set(number, [...(pulls.get(number) ?? []), ...brought]);
  }
  return pulls;
};
