/** What is wrong with a script of a rule, and at which line. */
export type ScriptFault = { readonly line: number; readonly message: string; readonly hint: string };

/** What of a script counts for a request. `files`: the names that lie beside it. */
export const faultsOfScript = (name: string, text: string, files: readonly string[]): readonly ScriptFault[] => {
  const lines = text.split("\n").map((line) => (/^\s*#/.test(line) ? "" : line));
  const end = lines.findIndex((line) => /^exit\b/.test(line));
  const run = lines.slice(0, end === -1 ? undefined : end);
  const starts = lines.findIndex((line) => /\beval\b.*full_command/.test(line));
  return [
    ...(end !== -1 && starts > end && /^exit 0\b/.test(lines[end] ?? "")
      ? [
          {
            line: end + 1,
            message: `${name} ends here, good, before it has run its macro.`,
            hint: "take this line out, or do not import the rule",
          },
        ]
      : []),
    ...(/^exit\s+"?\$\{?status_f4a/.test(lines[end] ?? "") && !run.some((line) => line.includes("status_f4a="))
      ? [
          {
            line: end + 1,
            message: `${name} never sets status_f4a, so that it always ends with 1, and every job fails.`,
            hint: "write status_f4a=$? behind the macro",
          },
        ]
      : []),
    ...missingMacro(name, lines, files),
  ];
};

/** The last line that says the macro counts. */
const missingMacro = (name: string, lines: readonly string[], files: readonly string[]): readonly ScriptFault[] => {
  const at = lines.findLastIndex((line) => /^root_line=/.test(line.trim()));
  const macro = /([A-Za-z0-9_]+\.C)\(/.exec(lines[at] ?? "")?.[1];
  return macro === undefined || files.includes(macro)
    ? []
    : [{ line: at + 1, message: `${name} runs ${macro}, which is not beside it.`, hint: "add the macro" }];
};

/** A job that may make no data. */
export const mayMakeNothing = (text: string): boolean => /\bif \[+ -[ef] "?\$\{?outfile\b/.test(text);
