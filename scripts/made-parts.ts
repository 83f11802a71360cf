import { claimsList } from "./claims.ts";
import { campaignList, conventionsList, narrowingTable, policyList } from "./conventions-tables.ts";
import { decisionsList } from "./decisions-list.ts";
import { limitsTables } from "./limits-tables.ts";
import { helpBlock, verbList } from "./made-tables.ts";
import { roomsList } from "./rooms.ts";
import { timesList } from "./times-list.ts";

/** Pages that people write, each with the tables or blocks in it that the code has. */
export const madeParts = (): Readonly<Record<string, readonly string[]>> => ({
  "README.md": [helpBlock()],
  "docs/adr/README.md": [decisionsList()],
  "docs/architecture.md": [roomsList()],
  "docs/commands.md": [verbList()],
  "docs/command-line.md": [helpBlock()],
  "docs/conventions.md": [conventionsList(), narrowingTable(), campaignList(), policyList()],
  "docs/limits.md": [limitsTables(), timesList()],
  "docs/threat-model.md": [claimsList()],
});

const place = /(?<=<!-- made by npm run build -->\n)[^]*?(?=<!-- end -->)/g;

/** A page with tables of the code between its marks, in their order: the rest of the page is written by hand. */
export const withTables = (page: string, tables: readonly string[]): string => {
  const places = page.match(place)?.length ?? 0;
  if (places !== tables.length) throw new Error(`a page has ${places} places for ${tables.length} made tables`);
  const left = [...tables];
  return page.replaceAll(place, () => `${left.shift()}\n`);
};
