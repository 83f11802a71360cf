import type { Word, WordPart } from "unbash";

/** A value that is only known when the job runs. */
export const unknown = "\u0000";

export type Values = (name: string) => string | undefined;

/** What a word becomes, with what is known put in. Wildcards stay as they are written. */
export const expand = (word: Word, values: Values): string =>
  word.parts === undefined ? word.value : word.parts.map((part) => expandPart(part, values)).join("");

const expandPart = (part: WordPart, values: Values): string => {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "Glob":
      return part.text;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((inner) => expandPart(inner, values)).join("");
    case "SimpleExpansion":
      return values(part.text.slice(1)) ?? unknown;
    case "ParameterExpansion":
      return part.prefix === undefined && part.index === undefined && part.operation === undefined
        ? (values(part.parameter) ?? unknown)
        : unknown;
    case "CommandExpansion":
    case "ArithmeticExpansion":
    case "ProcessSubstitution":
    case "ExtendedGlob":
    case "BraceExpansion":
      return unknown;
  }
};

/** Wildcards outside quotes. */
export const hasGlob = (word: Word): boolean => (word.parts ?? []).some(({ type }) => type === "Glob");

/** Whether a name may come out of a word: unknown parts and wildcards may be anything. Linear, for texts of strangers. */
export const mayBe = (expanded: string, name: string): boolean => {
  const pieces = expanded.split(/[\0*?]+/);
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  if (pieces.length === 1) return first === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = name.indexOf(piece, from);
    if (at === -1) return false;
    from = at + piece.length;
  }
  return from <= name.length - last.length;
};
