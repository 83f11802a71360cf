import type { Chance } from "./chance.ts";
import { hostileTexts } from "./hostile.ts";

/** Lines that come twice, change places, move in or out, and what YAML makes of a few marks. */
export const mutateLines = (by: Chance, text: string, other: string): string => {
  const lines = text.split("\n");
  const at = by.below(lines.length);
  const line = lines[at] ?? "";
  const replaced = (...instead: readonly string[]): string => lines.toSpliced(at, 1, ...instead).join("\n");
  const marked = (mark: string): string => replaced(line.replace(/: ?/, () => `: ${mark} `));
  switch (by.below(14)) {
    case 0:
      return replaced(line, line);
    case 1: {
      const to = by.below(lines.length);
      return lines
        .with(at, lines[to] ?? "")
        .with(to, line)
        .join("\n");
    }
    case 2:
      return replaced();
    case 3:
      return replaced(`${" ".repeat(by.below(5))}${line}`);
    case 4:
      return replaced(line.replace(/^ {1,2}/, ""));
    case 5:
      return replaced(`\t${line}`);
    case 6:
      return replaced(by.of(other.split("\n")));
    case 7:
      return marked(
        by.of(["&a", "*a", "&a &b", "!!str", "!!int", "!!binary", "!!set", "!foo", "!", "|", ">-", "|9", "?", "-"]),
      );
    case 8:
      return replaced(`${" ".repeat(line.length - line.trimStart().length)}<<: *a`, line);
    case 9:
      return replaced(
        by.of(["---", "...", "%YAML 1.1", "# x", "? x", "- x", "{", "]", "a: &a [*a]", "? [a]\n: b"]),
        line,
      );
    case 10:
      return text.replaceAll("\n", by.of(["\r\n", "\r", "\n\n", "\u2028"]));
    case 11:
      return replaced(line.replace(/:.*$/, () => `: ${by.of(hostileTexts)}`));
    case 12:
      return replaced(line.replace(/[\w.-]+/g, (word) => (by.oneIn(3) ? by.of(hostileTexts) : word)));
    default:
      return `${by.of(["\ufeff", "---\n", "%TAG ! x\n---\n", "a: &a {}\n", "x: &x [1, 2]\n"])}${text}`;
  }
};
