import type { Word, WordPart } from "unbash";
import type { Problem } from "../../problems/problem.ts";
import type { LookAtScript, Values } from "../bash/expand.ts";
import { finding, type Script } from "../bash/script.ts";

/** `$((5 / 2.0))` ends the job; a number with zeros in front is octal, so that 08 ends it and 010 is 8. */
export const checkArithmetic: LookAtScript = (script, { values }) =>
  script.facts.words.flatMap((word) =>
    arithmeticIn(word).flatMap(({ pos, text }): readonly Problem[] => {
      const inner = text.replace(/^\$\(\(|\)\)$/g, "");
      // Other bases, arrays and nested commands are left to bash.
      if (/\$\(|`|\d#|\[/.test(inner)) return [];
      const fraction = operandsIn(inner, values).find(({ value }) => /^[+-]?(?:\d+\.\d*|\.\d+)$/.test(value));
      if (fraction !== undefined) {
        const message = `bash calculates with whole numbers: ${saidOf(fraction)} is an error, and the job ends here.`;
        return [finding(script, pos, "wrong-expansion", { message, hint: 'use awk: $(awk "BEGIN { print ... }")' })];
      }
      const padded = operandsIn(inner, values).find(
        ({ written, value }) =>
          (written === value ? /^0\d*[89]\d*$/ : /^0\d+$/).test(value) || isPadded(script, written),
      );
      if (padded === undefined) return [];
      const message = `${saidOf(padded)} has zeros in front, so bash reads it as octal: 010 is 8, and 08 is an error.`;
      const hint = padded.value === padded.written ? "write it without zeros" : `write 10#$${padded.written}`;
      return [finding(script, pos, "wrong-expansion", { message, hint })];
    }),
  );

type Operand = { readonly written: string; readonly value: string };

const saidOf = ({ written, value }: Operand): string =>
  written === value || value === "" ? `\`${written}\`` : `\`${written}\`, which is ${value},`;

const operandsIn = (text: string, values: Values): readonly Operand[] =>
  [...text.matchAll(/(?<![\w.])(?:\d[\w.]*|\.\d+)|[A-Za-z_]\w*/g)].map(([written]) => ({
    written,
    value: /^[A-Za-z_]/.test(written) ? (values(written) ?? "") : written,
  }));

/** `n=$(printf %05d "$uniqueId")`, and `printf -v n %05d "$uniqueId"`. */
const isPadded = ({ facts }: Script, name: string): boolean => {
  const parts = facts.values.get(name)?.parts ?? [];
  const [part, ...others] = parts.flatMap(inside);
  if (part?.type === "CommandExpansion" && others.length === 0)
    return /^(?:\$\(|`)\s*printf\s+["']?%0\d+[di]["']?\s[^|;&\n]*$/.test(part.text);
  return (
    facts.assignments.filter((one) => one.name === name).length === 1 &&
    facts.runs.some(
      ({ name: program, args: [option, to, format] }) =>
        program === "printf" && option?.value === "-v" && to?.value === name && /^%0\d+[di]$/.test(format?.value ?? ""),
    )
  );
};

const arithmeticIn = (word: Word): readonly { readonly pos: number; readonly text: string }[] =>
  (word.parts ?? [])
    .flatMap(inside)
    .flatMap((part) => (part.type === "ArithmeticExpansion" ? [{ pos: part.pos, text: part.text }] : []));

const inside = (part: WordPart): readonly WordPart[] => (part.type === "DoubleQuoted" ? part.parts : [part]);
