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
