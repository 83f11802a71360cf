import type { Shell } from "../terminal/shells.ts";
import { exiting, print } from "./command.ts";

/** Behind `--` the words of the line, the last one to complete. Without a proposal the shell completes file names. */
const scripts: Readonly<Record<Shell, string>> = {
  // Bash breaks a word at @, = and :, and puts in what follows the last of them; an @ it puts in itself.
  bash: `_shrek() {
  local line=\${COMP_LINE:0:COMP_POINT} words word broken
  read -ra words <<<"$line"
  case $line in *[[:space:]]) words+=("") ;; esac
  word=\${words[\${#words[@]}-1]}
  broken=\${word%"\${word##*[@=:]}"}
  broken=\${broken%@}
  local IFS=$'\\n'
  COMPREPLY=($(command shrek completion -- "\${words[@]:1}" 2>/dev/null))
  COMPREPLY=("\${COMPREPLY[@]#"$broken"}")
  [ -n "\${COMPREPLY[0]-}" ] || COMPREPLY=()
}
complete -o default -F _shrek shrek
`,
  zsh: `#compdef shrek
_shrek() {
  local -a proposals
  proposals=("\${(@f)$(command shrek completion -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  proposals=("\${(@)proposals:#}")
  if (( \${#proposals} )); then compadd -- "\${proposals[@]}"; else _files; fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _shrek shrek
`,
  fish: `function __shrek_proposals
  set -l words (commandline -opc)
  set -l word (commandline -ct)
  set -l proposals (command shrek completion -- $words[2..] "$word" 2>/dev/null)
  if test (count $proposals) -gt 0
    printf '%s\\n' $proposals
  else
    __fish_complete_path "$word"
  end
end
complete -c shrek -f -a '(__shrek_proposals)'
`,
};

export const runCompletion = exiting(async (_: object, shell: Shell) => {
  print(scripts[shell]);
  return 0;
});
