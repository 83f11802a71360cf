import { validateEach } from "../../core/cross-checks/check-sources.ts";
import type { Production } from "../../core/production/production.ts";
import { splitByRun } from "../../core/validate/split-runs.ts";
import { changedSteps } from "../../core/versioning/changed-steps.ts";
import type { Revisions } from "../../ports/revisions.ts";
import { touchedBy } from "../validation/touched.ts";

/** A production, and the steps that a change gave it or changed. Of one that grows, its last run. */
export type Try = { readonly production: Production; readonly steps: readonly string[] };

export type Tries = {
  readonly tries: readonly Try[];
  /** Folders whose request has problems. The check says which. */
  readonly refused: readonly string[];
};

/** What of a change could be tried out on one machine. */
export const findTries = async (revisions: Revisions, base: string, head: string): Promise<Tries> => {
  const from = await revisions.mergeBase(base, head);
  const paths = (await revisions.changes(from, head)).map(({ path }) => path);
  const [there, here] = [revisions.at(from), revisions.at(head)];
  const folders = await touchedBy(here, paths);
  const before = new Map(
    validateEach(await there.all(await there.holding(folders))).flatMap(({ valid, source }) =>
      valid === undefined ? [] : [[`${source.folder} ${valid.production.tag}`, valid.production] as const],
    ),
  );
  const validated = validateEach(await here.all(folders));
  return {
    tries: validated.flatMap(({ valid, source }) => {
      if (valid === undefined) return [];
      const { production } = valid;
      const steps = changedSteps(before.get(`${source.folder} ${production.tag}`), production);
      return steps.length === 0 ? [] : [{ production: splitByRun(valid).at(-1)?.production ?? production, steps }];
    }),
    refused: [...new Set(validated.flatMap(({ valid, source }) => (valid === undefined ? [source.folder] : [])))],
  };
};
