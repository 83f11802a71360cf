import { stated } from "../text/mapping.ts";
import type { CommandAsked } from "./parse-command.ts";

/**
 * What a command says besides verb, target and reason, a row a setting, in the order in which it is written. `given`: the
 * ledger keeps it, and a confirmation is about it.
 */
const settings = {
  data: { as: "word-before-target", given: true },
  quality: { as: "word-before-target", given: true },
  dids: { as: "dids=", given: true },
  memory: { as: "memory=", given: true },
  site: { as: "site=", given: true },
  priority: { as: "word", given: true },
  request: { as: "request=", given: true },
  jobs: { as: "jobs=", given: false },
  events: { as: "events=", given: false },
  more: { as: "events=", given: false },
} as const satisfies { readonly [Name in keyof CommandAsked]?: { readonly as: string; readonly given: boolean } };

type SettingRows = typeof settings;
type WrittenSetting = keyof SettingRows;
type GivenSetting = {
  [Name in WrittenSetting]: SettingRows[Name]["given"] extends true ? Name : never;
}[WrittenSetting];

/** The settings that count beyond the comment in which they stand. */
export type GivenSettings = { readonly [Name in GivenSetting]?: CommandAsked[Name] | undefined };

const names = Object.keys(settings) as readonly WrittenSetting[];
const givenNames = names.filter((name): name is GivenSetting => settings[name].given);

export const givenSettings = (asked: GivenSettings): GivenSettings =>
  stated(Object.fromEntries(givenNames.map((name) => [name, asked[name]])));

/** A command as it is written, on this production or `TAG/STEP`, without its reason. */
export const writeCommand = (asked: Omit<CommandAsked, "target" | "reason">, target: string): string => {
  const wordsOf = (isBefore: boolean): readonly string[] =>
    names.flatMap((name) => {
      const { as } = settings[name];
      const value = asked[name];
      if (value === undefined || (as === "word-before-target") !== isBefore) return [];
      return [as.endsWith("=") ? `${as}${value}` : String(value)];
    });
  return ["/shrek", asked.verb, ...wordsOf(true), ...(target === "" ? [] : [target]), ...wordsOf(false)].join(" ");
};
