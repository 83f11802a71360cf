import { versionStyle } from "../../conventions/version-pattern.ts";
import type { Intent } from "../../ledger/event.ts";
import type { Production } from "../../production/production.ts";
import type { Observation } from "../../submission/observation.ts";

/** What main holds of a tag now, in whatever folder. */
export type OfTag = { readonly kind: "held"; readonly productions: readonly HeldOnMain[] } | { readonly kind: "gone" };

export type HeldOnMain = Pick<Production, "tag" | "version" | "run" | "contentDigest" | "conventions">;

export type OnMain = Extract<Observation, { kind: "on-main" | "left-main" | "replaced" }>;

/** Whether main still has exactly what was intended: tag, version and content (SAFETY rule 7). A folder is only a place. */
export const observeMain = ({ tag, version, run, contentDigest }: IntendedContent, now: OfTag): OnMain => {
  switch (now.kind) {
    case "gone":
      return { kind: "left-main", reason: `main does not hold ${tag} any more` };
    case "held":
      return among(now.productions, { tag, version, run, contentDigest });
  }
};

type IntendedContent = Pick<Intent, "tag" | "version" | "run" | "contentDigest">;

const among = (productions: readonly HeldOnMain[], { tag, version, run, contentDigest }: IntendedContent): OnMain => {
  if (productions.some((one) => one.version === version && one.run === run && one.contentDigest === contentDigest))
    return { kind: "on-main" };
  const newer = productions.find((one) => versionStyle(one.conventions).compare(one.version, version) > 0);
  if (newer !== undefined) return { kind: "replaced", by: `${tag} ${newer.version}` };
  const [other] = productions;
  if (run !== undefined && other?.version === version && other.run !== run)
    return { kind: "left-main", reason: `the run lists of main do not hold run ${run} of ${tag} ${version} any more` };
  return {
    kind: "left-main",
    reason:
      other === undefined || other.version === version
        ? `main holds other content as ${tag} ${version}`
        : `main is back at ${tag} ${other.version}`,
  };
};
