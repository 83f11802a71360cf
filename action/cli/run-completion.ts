import { exiting, print } from "./command.ts";

/** What follows `--` are the words of the line, with the one that is completed last. Without a proposal bash completes names of files. */
const forBash = `_shrek() {
  local IFS=$'\\n'
  COMPREPLY=($(command shrek completion -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _shrek shrek
`;

export const runCompletion = exiting(async () => {
  print(forBash);
  return 0;
});
