import { knownRefs, revisionNamed } from "../../adapters/git/local.ts";
import { gitTags } from "../../adapters/git/tags.ts";
import { onDisk, workRevisions } from "../../adapters/git/work-revisions.ts";
import { systemBash } from "../../adapters/system/system-bash.ts";
import { systemClock } from "../../adapters/system/system-clock.ts";
import type { RulesChanged } from "../../core/outcomes/rules-changed.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Problem } from "../../core/problems/problem.ts";
import { planView } from "../../core/view/plan/plan-view.ts";
import { checkRevision } from "../../flows/check-revision.ts";
import type { Bounds } from "../../ports/bounds.ts";
import { folderOf, openWorkPlace } from "./work-place.ts";

export type SinceBase = {
  readonly rules: readonly RulesChanged[];
  readonly problems: readonly Problem[];
  /** Notes of productions that did not change. */
  readonly notesElsewhere: number;
  /** Number of validated productions. */
  readonly number: number;
};

/** What the check of a pull request would say if everything that lies here, or below these paths, were committed and proposed now. */
export const validateSince = async (base: string, paths: readonly string[], bounds: Bounds): Promise<SinceBase> => {
  const { top, ledger, foreign } = await openWorkPlace(base);
  const commit = await revisionNamed(top, base);
  if (commit === undefined)
    throw new Failure(`There is no revision ${base} here.`, { wayOut: "Fetch it, or name another." });
  const within = await Promise.all(paths.map((path) => folderOf(top, path)));
  const ports = {
    revisions: await workRevisions(top, foreign, within.length === 0 ? undefined : within),
    ledger,
    tags: gitTags(top, knownRefs(top), systemClock()),
    bash: systemBash(),
    bounds,
    withoutLedger: "note",
  } as const;
  const { rules, problems, notesElsewhere, productions } = planView(await checkRevision(ports, commit, onDisk));
  return { rules, problems, notesElsewhere, number: productions.length };
};
