import type { CommandAsked } from "../command/parse-command.ts";
import { offlineReason } from "../conventions/sites-schema.ts";
import { suggestName } from "../text/nearest-name.ts";
import { conventionsAbove, type Rules } from "./rules.ts";

/**
 * What a command sets and the conventions above a production do not have: a request with this value would be refused. A
 * task that is sent to a site of a wrong name waits there, one with too much memory waits everywhere, and one with too much priority goes before those of others.
 */
export const settingFault = (
  rules: Rules,
  folder: string,
  { memory, priority, site }: Pick<CommandAsked, "memory" | "priority" | "site">,
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
  for (const [key, value, unit] of [
    ["memory", memory, " MB per core"],
    ["priority", priority, ""],
  ] as const) {
    const ceiling = above.findLast((one) => one.ceiling?.[key] !== undefined);
    const most = ceiling?.ceiling?.[key];
    if (value !== undefined && most !== undefined && value > most)
      return `${key}=${value} is more than the ${most}${unit} that ${ceiling?.file} allows.`;
  }
  return undefined;
};
