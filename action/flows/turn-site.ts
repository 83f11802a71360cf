import { type SiteTurn, type SiteTurned, turnSite } from "../core/conventions/site-edits.ts";
import { rulePlaces } from "../core/policy/rules.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import { stepsAt } from "../core/production/sited-steps.ts";
import { fold } from "../core/submission/fold.ts";
import { isSelected } from "../core/submission/selection.ts";
import type { Json } from "../core/text/canonical-json.ts";
import { readYaml } from "../core/text/read-yaml.ts";
import { isConventionsPath, productionsFolder } from "../core/text/source-file.ts";
import type { RequestAtSite, SubmissionAtSite } from "../core/view/local/site-text.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { Snapshot } from "../ports/snapshot.ts";

export type SiteSeen = SiteTurned & {
  readonly requests: readonly RequestAtSite[];
  /** Live ones. A Failure: the ledger cannot be read, so nobody knows. */
  readonly submissions: readonly SubmissionAtSite[] | Failure;
};

/** What the conventions of these files become when a site is taken out or back, and all that names it. Writes nothing. */
export const turnSiteIn = async (
  { snapshot, ledger }: { readonly snapshot: Snapshot; readonly ledger: Ledger },
  turn: SiteTurn,
): Promise<SiteSeen> => {
  const folders = await snapshot.productions(productionsFolder);
  const places = rulePlaces([productionsFolder, ...folders]).filter(isConventionsPath);
  const files = (await snapshot.files(places))
    .flatMap((entry) => (entry.kind === "file" ? [entry] : []))
    .toSorted((a, b) => a.path.length - b.path.length);
  const turned = turnSite(files, turn);
  const requests = (await snapshot.requests(folders)).flatMap(({ folder, file, bytes }) => {
    const read = readYaml(file, bytes, "first-reading");
    const steps = read.kind === "read" ? stepsAt(read.value as Json, turn.site) : [];
    return steps.length === 0 ? [] : [{ folder, steps }];
  });
  return { ...turned, requests, submissions: await orFailure(() => submissionsAt(ledger, turn.site)) };
};

const submissionsAt = async (ledger: Ledger, site: string): Promise<readonly SubmissionAtSite[]> => {
  const head = await ledger.head();
  return [...(await ledger.read(head, head.live))].flatMap(([key, events]) => {
    const state = fold(events);
    if (!isSelected(state, { site }) || !("intent" in state)) return [];
    return [{ key, state, steps: stepsAt(state.intent.content.request, site) }];
  });
};
