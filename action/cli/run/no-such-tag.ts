import type { Validated } from "../../core/cross-checks/check-sources.ts";
import { Failure } from "../../core/problems/failure.ts";
import { suggestName } from "../../core/text/nearest-name.ts";

/** A request that is refused has no tag to look for: `shrek check` says why. */
export const noSuchTag = (tag: string, all: readonly Validated[]): Failure => {
  const known = all.flatMap(({ valid }) => valid?.production.tag ?? []);
  const refused = all.length > known.length ? " Others are refused: `shrek check` says why." : "";
  const near = suggestName(tag, known);
  const question = near === undefined ? "." : `: ${near}${near.endsWith("?") ? "" : "."}`;
  return new Failure(`No production here has the tag ${tag}${question}`, {
    wayOut: `${near === undefined ? "Name the folder that holds it." : "Name it with --tag."}${refused}`,
  });
};
