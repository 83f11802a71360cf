import { commandUsages } from "../made-tables.ts";

/** The page of `man shrek`, in the language of man(7): the commands as their `--help` begins, exit codes, and where more is. */
export const manPage = async (version: string): Promise<string> => {
  const commands = (await commandUsages()).map(({ usage, brief }) => [".TP", `.B ${quoted(usage)}`, line(brief)]);
  return `${[
    `.TH SHREK 1 "" "shrek ${version}" "User Commands"`,
    ".SH NAME",
    "shrek \\- productions requested, reviewed and run on PanDA from a Git repository",
    ".SH SYNOPSIS",
    ".B shrek",
    "\\fICOMMAND\\fR [\\fIFLAG\\fR...] [\\fIARGUMENT\\fR...]",
    ".SH COMMANDS",
    ...commands.flat(),
    ".SH EXIT STATUS",
    ...exits.flatMap(([code, means]) => [".TP", `.B ${code}`, line(means)]),
    ".SH SEE ALSO",
    line("shrek help COMMAND: all flags of a command, examples, and the page of the documentation that explains it."),
    ".br",
    line("shrek completion: what bash, zsh and fish need to complete commands, flags, folders, tags and versions."),
    ".br",
    "git(1)",
  ].join("\n")}\n`;
};

const exits = [
  ["0", "good"],
  ["1", "something that a person must correct"],
  ["2", "it could not work, or was called wrongly"],
] as const;

/** A line of text: groff takes a point or an apostrophe at its begin for a request, and a plain hyphen for a dash. */
const line = (text: string): string => escaped(text).replace(/^[.']/, "\\&$&");

/** One argument of a request. */
const quoted = (text: string): string => `"${escaped(text).replaceAll('"', '""')}"`;

const escaped = (text: string): string => text.replaceAll("\\", "\\e").replaceAll("-", "\\-");
