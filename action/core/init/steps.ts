import type { AdminFacts, GithubSetting } from "./setting.ts";
import { type GithubSettingName, settingNames, settings } from "./settings.ts";

/** One thing to do, with the commands that do it, block by block. */
export type AdminStep = { readonly name: GithubSettingName; readonly why: string; readonly blocks: readonly string[] };

/** What these facts ask of an administrator, in order. */
export const adminSteps = (facts: AdminFacts): readonly AdminStep[] =>
  settingNames.flatMap((name) => {
    const { why, commands }: GithubSetting = settings[name];
    const said = why?.(facts);
    return said === undefined ? [] : [{ name, why: said, blocks: commands?.(facts) ?? [] }];
  });

/** What only the extra workflows ask, in a repository that is set up. */
export const extraSteps = (facts: AdminFacts): readonly AdminStep[] =>
  adminSteps(facts).filter(({ name }) => facts.extras.includes(name));

/** As it is printed: for each step its words, then its blocks. */
export const stepsText = (steps: readonly AdminStep[]): string =>
  steps.map(({ name, why, blocks }, index) => [`${index + 1}. ${name}: ${why}`, ...blocks].join("\n\n")).join("\n\n");
