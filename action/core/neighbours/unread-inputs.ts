import type { Production } from "../judge/production.ts";
import type { Problem } from "../problems/problem.ts";
import { problemAt } from "../text/places.ts";
import type { Around } from "./around.ts";
import { nameOf } from "./supersedes.ts";

/** Inputs of which the ledger says that nobody reads them any more. What the tree says of supersession is told with the link. */
export const judgeUnread = ({ where, request, steps }: Production, { beside, ledger }: Around): readonly Problem[] => {
  if (ledger === undefined) return [];
  const inputs = steps.flatMap(({ inputs: all }) =>
    all.flatMap(({ source }) => (source.kind === "production" ? [[source.input, source] as const] : [])),
  );
  return [...new Map(inputs)].flatMap(([input, { tag, version }]) => {
    const why = ledger.unread.get(nameOf(tag, version));
    if (why === undefined || beside.superseding(nameOf(tag, version)).length > 0) return [];
    const bound = request.inputs?.[input]?.bound !== undefined;
    return [
      problemAt(where, ["inputs", input, bound ? "bound" : "version"], "reads-ended", `${tag} ${version} ${why}.`, {
        severity: "warning",
        hint: bound ? "run `shrek bump`, which binds the newest version that can be read" : "read another version",
      }),
    ];
  });
};
