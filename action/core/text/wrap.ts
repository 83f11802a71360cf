/**
 * Lines no wider than a terminal, broken between words: the lines after the first are indented by two columns. A word
 * that is wider by itself, such as a path, is not broken. `undefined`: nobody says how wide.
 */
export const wrapped = (text: string, width: number | undefined): string =>
  width === undefined || width < narrowest
    ? text
    : text
        .split("\n")
        .flatMap((line) => wrappedLine(line, width))
        .join("\n");

/** Narrower terminals break better by themselves. */
const narrowest = 10;

const wrappedLine = (line: string, width: number): readonly string[] => {
  if (line.length <= width) return [line];
  const [indent = ""] = /^ */.exec(line) ?? [];
  const lines: string[] = [];
  let now = indent;
  for (const word of line.trimStart().split(/ (?! )/)) {
    const isFirst = now.trim() === "";
    if (!isFirst && now.length + 1 + word.length > width) {
      lines.push(now);
      now = `${indent}  ${word}`;
    } else now += isFirst ? word : ` ${word}`;
  }
  return [...lines, now];
};

/** A command that a shell accepts: lines end with a backslash between its words, never within quotes. */
export const wrappedCommand = (command: string, width: number | undefined): string => {
  if (width === undefined || width < narrowest || command.length <= width) return command;
  const [indent = ""] = /^ */.exec(command) ?? [];
  const lines: string[] = [];
  let now = indent;
  for (const [word] of command.trimStart().matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g)) {
    const isFirst = now.trim() === "";
    if (!isFirst && now.length + word.length + 3 > width) {
      lines.push(`${now} \\`);
      now = `${indent}  ${word}`;
    } else now += isFirst ? word : ` ${word}`;
  }
  return [...lines, now].join("\n");
};
