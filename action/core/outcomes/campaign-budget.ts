import type { CampaignCost } from "../pass/turns/campaign-use.ts";
import type { Problem } from "../problems/problem.ts";
import { counted, thousands } from "../text/amounts.ts";
import { problemAt } from "../text/places.ts";
import { readYaml } from "../text/read-yaml.ts";
import type { ProductionSource } from "../text/source-file.ts";

export const campaignLine = ({ name, coreHours, after }: Omit<CampaignCost, "before" | "tags">): string =>
  "unknown" in after
    ? `Campaign ${name}: nobody can say how many core-hours ${after.unknown} may use, of ${thousands(coreHours)}.`
    : `Campaign ${name}: ${thousands(after.coreHours)} of ${counted(coreHours, "core-hour")} with this.`;

type Asks = {
  readonly source: Pick<ProductionSource, "file" | "bytes">;
  readonly valid: { readonly production: { readonly tag: string } } | undefined;
};

/** Merged all the same it would hold back what else waits in the campaign, so it is refused before. */
export const checkBudgets = (costs: readonly CampaignCost[], asking: readonly Asks[]): readonly Problem[] =>
  costs.filter(isOver).flatMap((cost) => {
    const first = asking.find(({ valid }) => cost.tags.includes(valid?.production.tag ?? ""));
    const read = first && readYaml(first.source.file, first.source.bytes, "first-reading");
    if (first === undefined || read?.kind !== "read") return [];
    const message = `${campaignLine(cost)} Nothing more of it would be submitted.`;
    return [
      problemAt({ file: first.source.file, places: read.places }, ["tag"], "campaign-over-budget", {
        message,
        key: true,
      }),
    ];
  });

/** It asks for more than before, and that is too much or unknown. What was too much already may become less. */
const isOver = ({ coreHours, before, after }: CampaignCost): boolean => {
  if ("unknown" in after) return !("unknown" in before && before.unknown === after.unknown);
  return after.coreHours > coreHours && ("unknown" in before || after.coreHours > before.coreHours);
};
