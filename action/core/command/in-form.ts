import type { Verb } from "./verbs.ts";

/** What the fields of GitHub's form hold that says this command to many productions. */
export type FormFields = {
  readonly verb: Verb;
  readonly words: string;
  readonly states?: readonly string[];
  /** A tag; `*` matches any letters. */
  readonly tags?: string;
};

/** The way to the form, and what to fill in there. */
export const inForm = ({ verb, words, states, tags }: FormFields): string => {
  const fields = [
    `verb \`${verb}\``,
    ...(words === "" ? [] : [`words \`${words}\``]),
    ...(states === undefined ? [] : [`states \`${states.join(", ")}\``]),
    ...(tags === undefined ? [] : [`tags \`${tags}\``]),
  ];
  return `the form of GitHub: Actions, command, Run workflow, with ${fields.join(", ")}. Without confirm it shows first what it would do.`;
};

/** The words next to the verb in the form: what becomes of the data, and settings. */
export const wordsInForm = (words: readonly string[]): string =>
  words
    .filter((word) => /^(keep|drop|good|bad)$|^[a-z]+=/.test(word))
    .map((word) => (/\s/.test(word) ? word.replace("=", '="').concat('"') : word))
    .join(" ");

/** A pattern where one production is named. `undefined`: it is none. */
export const severalMeant = (verb: Verb, words: readonly string[], written: string): string | undefined => {
  const [, tags, step = ""] = /^([A-Za-z0-9._*-]*\*[A-Za-z0-9._*-]*)(\/[A-Za-z][A-Za-z0-9_]*)?$/.exec(written) ?? [];
  if (tags === undefined) return undefined;
  if (verb === "status" || verb === "trial" || verb === "extend")
    return `\`${tags}\` means several productions, and ${verb} takes one: name it.`;
  const inner = [wordsInForm(words), step].filter((part) => part !== "").join(" ");
  return `\`${tags}\` means several productions. For these there is ${inForm({ verb, words: inner, tags })}`;
};
