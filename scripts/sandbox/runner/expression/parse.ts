import { type Lexeme, scan } from "./scan.ts";

export type Expression =
  | { readonly kind: "value"; readonly value: string | number | boolean | null }
  | { readonly kind: "context"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression }
  | { readonly kind: "every"; readonly of: Expression }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "pair"; readonly sign: string; readonly left: Expression; readonly right: Expression };

/** Loosest first. */
const levels = [["||"], ["&&"], ["==", "!="], ["<", "<=", ">", ">="]] as const;
const words = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

export const parseExpression = (source: string): Expression => {
  const lexemes = scan(source);
  let at = 0;
  const wrong = (): Error =>
    new Error(
      `expression "${source}" is not understood${at < lexemes.length ? ` at "${shown(lexemes[at])}"` : " at its end"}`,
    );
  const sign = (text: string): boolean => {
    const here = lexemes[at];
    if (here?.kind !== "sign" || here.text !== text) return false;
    at += 1;
    return true;
  };
  const expect = (text: string): void => {
    if (!sign(text)) throw wrong();
  };
  const pairs = (level: number): Expression => {
    const signs = levels[level];
    if (signs === undefined) return unary();
    let left = pairs(level + 1);
    for (;;) {
      const found = signs.find((each) => sign(each));
      if (found === undefined) return left;
      left = { kind: "pair", sign: found, left, right: pairs(level + 1) };
    }
  };
  const unary = (): Expression => (sign("!") ? { kind: "not", of: unary() } : members(primary()));
  const primary = (): Expression => {
    if (sign("(")) {
      const inner = pairs(0);
      expect(")");
      return inner;
    }
    const here = lexemes[at++];
    if (here?.kind === "text") return { kind: "value", value: here.text };
    if (here?.kind === "number") return { kind: "value", value: here.number };
    if (here?.kind !== "name") throw wrong();
    const word = words.get(here.text);
    if (word !== undefined) return { kind: "value", value: word };
    return sign("(") ? { kind: "call", name: here.text, args: args() } : { kind: "context", name: here.text };
  };
  const args = (): readonly Expression[] => {
    const all: Expression[] = [];
    if (sign(")")) return all;
    do all.push(pairs(0));
    while (sign(","));
    expect(")");
    return all;
  };
  const members = (first: Expression): Expression => {
    let of = first;
    for (;;) {
      if (sign(".")) {
        const here = lexemes[at++];
        if (here?.kind === "sign" && here.text === "*") of = { kind: "every", of };
        else if (here?.kind === "name") of = { kind: "member", of, key: { kind: "value", value: here.text } };
        else throw wrong();
      } else if (sign("[")) {
        of = { kind: "member", of, key: pairs(0) };
        expect("]");
      } else return of;
    }
  };
  const whole = pairs(0);
  if (at < lexemes.length) throw wrong();
  return whole;
};

const shown = (lexeme: Lexeme | undefined): string =>
  lexeme === undefined ? "" : lexeme.kind === "number" ? String(lexeme.number) : lexeme.text;
