import { readdirSync, readFileSync } from "node:fs";

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
