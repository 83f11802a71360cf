import type { Repository } from "../repository.ts";
import type { World } from "../world.ts";

/** `conclusion` undefined: it has not ended. `url`: the page of its run. */
export type JobCheck = {
  readonly sha: string;
  readonly name: string;
  readonly conclusion: string | undefined;
  readonly url?: string;
};

/** A job of Actions is a check of its commit, by its name; a job that runs again is a new one. */
export const knowCheck = (world: World, { checkRuns }: Repository, { sha, name, conclusion, url }: JobCheck): void => {
  const known = checkRuns.findLast((run) => run.headSha === sha && run.name === name && run.conclusion === null);
  if (known !== undefined) known.conclusion = conclusion ?? null;
  else
    checkRuns.push({ id: world.nextId(), headSha: sha, name, conclusion: conclusion ?? null, detailsUrl: url ?? null });
};
