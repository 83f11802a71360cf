import type { CommandAsked } from "../command/parse-command.ts";
import { offlineReason } from "../conventions/sites-schema.ts";
import { suggestName } from "../text/nearest-name.ts";
import { conventionsAbove, type Rules } from "./rules.ts";

/**
 * What a command sets and the conventions above a production do not have: a request with this value would be refused. A
 * task that is sent to a site of a wrong name waits there, and one with too much memory waits everywhere.
 */
export const settingFault = (
  rules: Rules,
  folder: string,
  { memory, site }: Pick<CommandAsked, "memory" | "site">,
): string | undefined => {
  const above = conventionsAbove(rules, folder).flatMap(({ file, read }) =>
    read.kind === "read" ? [{ file, ...read.value }] : [],
  );
  // Each only narrows those above it.
  const nearest = above.at(-1);
  if (site !== undefined && nearest !== undefined) {
    const names = Object.keys(nearest.sites);
    if (!names.includes(site)) {
      const hint = suggestName(site, names);
      return `${nearest.file} knows no site "${site}"${hint === undefined ? "." : `: ${hint}`}`;
    }
    const entry = nearest.sites[site];
    if (entry?.state === "offline") return `The site ${site} is offline, by ${nearest.file}${offlineReason(entry)}.`;
  }
  const ceiling = above.findLast((one) => one.ceiling?.memory !== undefined);
  const most = ceiling?.ceiling?.memory;
  return memory === undefined || most === undefined || memory <= most
    ? undefined
    : `memory=${memory} is more than the ${most} MB per core that ${ceiling?.file} allows.`;
};
