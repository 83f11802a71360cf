/**
 * Text for a terminal or a log, of which some may be a stranger's or PanDA's: no sequence that a terminal obeys, nothing that turns the direction of writing or has no width, and no line that the Actions runner takes for a
 * command (actions/runner, ActionCommand.cs: it trims a line and looks for `::`; of the old form, `##[` anywhere).
 */
export const printable = (text: string): string =>
  text
    .replace(obeyed, "")
    .replace(/^(\s*):(?=:)/gm, "$1: ")
    .replaceAll("##[", "# #[");

const obeyed =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  /\u001b\[[0-?]*[ -/]*[@-~]|(?![\t\n])[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;
