/** GITHUB_OUTPUT, GITHUB_ENV, GITHUB_STATE: `name=value`, or `name<<END` to a line that is END. */
export const readAssignments = (text: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const here = /^([^=]+?)<<(.+)$/.exec(line);
    if (here !== null) {
      const end = lines.indexOf(here[2] ?? "", at + 1);
      if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${here[2]}'`);
      found[here[1] ?? ""] = lines.slice(at + 1, end).join("\n");
      at = end;
      continue;
    }
    const equals = line.indexOf("=");
    if (equals <= 0) throw new Error(`Invalid format '${line}'`);
    found[line.slice(0, equals)] = line.slice(equals + 1);
  }
  return found;
};

export const readLines = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line !== "");
