import type { Production } from "../judge/production.ts";
import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import type { Around } from "./around.ts";
import { tagAtVersion } from "./supersedes.ts";

/** Data of trials of pull requests, read by their own name. */
export const judgeTrialData = ({ where, request, steps }: Production, { ledger }: Around): readonly Problem[] => {
  const inputs = steps.flatMap(({ inputs: all }) =>
    all.flatMap(({ source }) => (source.kind === "dataset" ? [[source.input, source.dataset] as const] : [])),
  );
  return [...new Map(inputs)].flatMap(([input, dataset]) => {
    const what = ledger?.trialData.get(dataset);
    if (what === undefined) return [];
    const key = request.inputs?.[input]?.task === undefined ? "dataset" : "task";
    return [
      problemAt(where, ["inputs", input, key], "reads-a-trial", `${what}.`, {
        hint: "read a release; a trial that went well is released by its merge",
      }),
    ];
  });
};

/** Inputs of which the ledger says that nobody reads them any more. What the tree says of supersession is told with the link. */
export const judgeUnread = ({ where, request, steps }: Production, { beside, ledger }: Around): readonly Problem[] => {
  if (ledger === undefined) return [];
  const inputs = steps.flatMap(({ inputs: all }) =>
    all.flatMap(({ source }) => (source.kind === "production" ? [[source.input, source] as const] : [])),
  );
  return [...new Map(inputs)].flatMap(([input, { tag, version }]) => {
    const why = ledger.unread.get(tagAtVersion(tag, version));
    if (why === undefined || beside.superseding(tagAtVersion(tag, version)).length > 0) return [];
    const bound = request.inputs?.[input]?.bound !== undefined;
    return [
      problemAt(where, ["inputs", input, bound ? "bound" : "version"], "reads-ended", `${tag} ${version} ${why}.`, {
        severity: "warning",
        hint: bound ? "run `shrek bump`, which binds the newest version that can be read" : "read another version",
      }),
    ];
  });
};
