import { git } from "./git.ts";
import { allRefs } from "./refs.ts";
import { fullName, type Repository } from "./repository.ts";

/** What GitHub recommends and does not enforce ("Repository limits"). */
const pushesAMinute = 6;
const entriesOfADirectory = 3000;

/** What went beyond it: told to who asks, and refused to nobody. */
export const beyondRecommended = async (repository: Repository): Promise<readonly string[]> => {
  const branches = [...allRefs(repository.dir)].filter(([ref]) => ref.startsWith("refs/heads/"));
  const wide = await Promise.all(branches.map(async ([ref, tip]) => wideIn(repository, ref, tip)));
  const most = maxInMinute(repository.pushes);
  return [
    ...(most > pushesAMinute
      ? [`${fullName(repository)} had ${most} pushes in a minute; GitHub recommends ${pushesAMinute} at most.`]
      : []),
    ...wide.flat(),
  ];
};

const maxInMinute = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 60_000).length));

const wideIn = async ({ dir }: Repository, ref: string, tip: string): Promise<readonly string[]> => {
  const listed = await git(dir, ["ls-tree", "-r", "-t", "-z", "--name-only", tip]);
  const counts = new Map<string, number>();
  for (const path of listed.split("\0")) {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].flatMap(([folder, count]) =>
    count > entriesOfADirectory
      ? [`${ref}:${folder} has ${count} entries; GitHub recommends ${entriesOfADirectory} at most.`]
      : [],
  );
};
