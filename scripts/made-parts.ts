import { readdirSync, readFileSync } from "node:fs";
import { times } from "../action/core/times/times.ts";
import { claimsList } from "./claims.ts";
import { campaignList, conventionsList, narrowingTable, policyList } from "./conventions-tables.ts";
import { limitsTables } from "./limits-tables.ts";
import { helpBlock, verbList } from "./made-tables.ts";
import { roomsList } from "./rooms.ts";

const folder = new URL("../docs/adr/", import.meta.url);

/** The decision records in the order of their numbers, each by its title. */
export const decisionsList = (): string =>
  readdirSync(folder)
    .filter((name) => /^\d{4}-/.test(name))
    .toSorted()
    .map((name) => {
      const [, number = "", title = ""] = /^# (\d+)\. (.*)/.exec(readFileSync(new URL(name, folder), "utf8")) ?? [];
      return `- [${number}](${name}) ${title}`;
    })
    .join("\n");

/** What docs/limits.md says of times: one line for each that something is decided by. */
export const timesList = (): string =>
  Object.values(times)
    .map(({ decides, milliseconds, clock, because }) => {
      const whose = clock === "PanDA" ? " of PanDA" : "";
      return `- **${durationOf(milliseconds)}${whose}** ${decides}: ${because}`;
    })
    .join("\n");

const units = [
  [24 * 3600, "days"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** In the largest unit of which there are at least two. */
const durationOf = (milliseconds: number): string => {
  const [size, unit] = units.find(([one]) => milliseconds / 1000 >= 2 * one) ?? [1, "s"];
  return `${milliseconds / 1000 / size} ${unit}`;
};

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
