import { anyOdd, characterName, unicodeName } from "./lookalikes.ts";

/**
 * Where in a text bash gave up, by its words `line N: ...`: the first character of that line that is no blank. bash
 * names the last line where something was never closed; after the last line there is nothing to point at.
 */
export const offsetOfComplaint = (text: string, complaint: string): number => {
  const line = Number(/^line ([0-9]+):/.exec(complaint)?.[1] ?? 0);
  const lines = text.split("\n").slice(0, line);
  while (lines.length > 1 && lines.at(-1)?.trim() === "") lines.pop();
  const before = lines.slice(0, -1).join("\n").length + (lines.length > 1 ? 1 : 0);
  return before + Math.max(0, lines.at(-1)?.search(/\S/) ?? 0);
};

/** What often stands behind a complaint that names another word; `undefined`: the complaint says enough. */
export const likelyCause = (text: string): string | undefined => {
  const code = text.replace(/(?<=^|\s)#.*$|"[^"\n]*"|'[^'\n]*'/gm, (part) => part.replaceAll(/[^\n]/g, " "));
  const at = code.search(anyOdd);
  if (at !== -1) {
    const letter = code[at] ?? "";
    const line = code.slice(0, at).split("\n").length;
    return `type ${characterName(letter)} in place of ${unicodeName(letter)} in line ${line} of it`;
  }
  return ofCsh.test(code) ? "these are commands of csh: write them as bash does" : undefined;
};

/** csh(1): loops, tests and lists that bash reads otherwise. */
const ofCsh = /^\s*(?:foreach\s+\w+\s*\(|set\s+\w+\s*=\s*\(|if\s*\(.*\)\s*then\b|endif\b|switch\s*\()/m;
