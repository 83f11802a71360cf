import { isStepName } from "../text/step-name.ts";
import { ruleOf, type Verb } from "./verbs.ts";

/** What people write instead of a setting, and what they meant by it. `undefined`: nothing of that kind. */
export const apartSetting = (verb: Verb, plain: readonly string[]): string | undefined => {
  const line = plain.join(" ");
  for (const name of ruleOf(verb).settings) {
    const [, value] = new RegExp(`(?:^| )-{0,2}${name}(?: ?[:=] ?| )([^ ]+)`, "i").exec(line) ?? [];
    if (value !== undefined)
      return name === "reason"
        ? 'A reason is written reason="why", with its quotes.'
        : `A setting is written with = and no blank: did you mean \`${name}=${value}\`?`;
  }
  return undefined;
};

export const openReason = (verb: Verb, words: readonly string[]): string | undefined => {
  if (!ruleOf(verb).settings.includes("reason")) return undefined;
  const at = words.findIndex((word) => word.startsWith("reason="));
  const behind = words.slice(at + 1);
  const end = behind.findIndex((word) => /^[a-z]+=/i.test(word));
  const rest = end === -1 ? behind : behind.slice(0, end);
  if (at === -1 || rest.length === 0) return undefined;
  const [first = ""] = words.slice(at);
  return `A reason of several words stands in quotes: \`reason="${[first.slice("reason=".length), ...rest].join(" ")}"\`.`;
};

/** `step=` for a verb that takes the step after the production. */
export const stepBehind = (verb: Verb, words: readonly string[], step: string): string | undefined => {
  if (!ruleOf(verb).step || !isStepName(step)) return undefined;
  const others = words.filter((word) => !word.startsWith("step="));
  const tag = others.find((word) => /^[\w.@#*-]+$/.test(word)) ?? "";
  const settings = others.filter((word) => /^[a-z]+=[\w.-]+$/.test(word));
  return `The step stands behind the production: write \`/shrek ${[verb, `${tag}/${step}`, ...settings].join(" ")}\`.`;
};
