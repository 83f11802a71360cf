import { proposeCompletions } from "@stricli/core";
import { exiting, print } from "./command.ts";

/** Without a proposal bash completes names of files, which most commands take. */
const forBash = `_shrek() {
  local IFS=$'\\n'
  COMPREPLY=($(command shrek completion -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _shrek shrek
`;

const quiet = { stdout: process.stdout, stderr: process.stderr, env: process.env };

export const runCompletion = exiting(async (_: Readonly<Record<string, never>>, ...words: readonly string[]) => {
  if (words.length === 0) {
    print(forBash);
    return 0;
  }
  // Loaded here: the application names this command.
  const { application } = await import("./application.ts");
  const proposed = await proposeCompletions(application, words, { process: quiet });
  // A flag is proposed once somebody begins one: before that, the name of a file is what is looked for.
  const begun = words.at(-1)?.startsWith("-") === true;
  const shown = proposed.filter(({ kind }) => kind !== "argument:flag" || begun);
  if (shown.length > 0) print(shown.map(({ completion }) => completion).join("\n"));
  return 0;
});
