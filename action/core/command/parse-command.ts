import { nearestName } from "../text/nearest-name.ts";

/** `/shrek VERB [PRODUCTION[@VERSION]] [key=value]`, on the first line of a comment. */
export type Command =
  | { readonly kind: "none" }
  | { readonly kind: "unclear"; readonly reason: string }
  | { readonly kind: "command"; readonly verb: KnownVerb; readonly target: Target; readonly reason: string };

export type Target = { readonly production: string | undefined; readonly version: string | undefined };

export const knownVerbs = ["status", "retry"] as const;
export type KnownVerb = (typeof knownVerbs)[number];

const targetForm = /^([A-Za-z0-9][A-Za-z0-9._-]*?)(?:@([0-9][A-Za-z0-9.+-]*))?$/;

export const parseCommand = (body: string): Command => {
  const [line = ""] = body.split(/\r?\n/);
  const words = line.trim().split(/\s+/);
  const [slash, verb = "", ...rest] = words;
  if (slash !== "/shrek") return { kind: "none" };
  if (!isVerb(verb)) {
    const near = nearestName(verb, knownVerbs);
    return {
      kind: "unclear",
      reason: `I know no "${verb}".${near === undefined ? "" : ` Did you mean ${near}?`} I know: ${knownVerbs.join(", ")}.`,
    };
  }
  const settings = rest.filter((word) => word.includes("="));
  const targets = rest.filter((word) => !word.includes("="));
  const unknown = settings.filter((word) => !word.startsWith("reason="));
  if (unknown.length > 0)
    return { kind: "unclear", reason: `"${unknown[0]}" means nothing to ${verb}; it takes reason=...` };
  if (targets.length > 1)
    return { kind: "unclear", reason: `${verb} takes one production, and there are ${targets.length}.` };
  const [target] = targets;
  const match = target === undefined ? undefined : targetForm.exec(target);
  if (match === null) return { kind: "unclear", reason: `"${target}" is no production; write TAG or TAG@VERSION.` };
  return {
    kind: "command",
    verb,
    target: { production: match?.[1], version: match?.[2] },
    reason: settings[0]?.slice("reason=".length) ?? "",
  };
};

const isVerb = (word: string): word is KnownVerb => (knownVerbs as readonly string[]).includes(word);
