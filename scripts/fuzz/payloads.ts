import type { Chance } from "./chance.ts";

/** Pieces of bash, whole and torn, for whoever reads payloads. */
const pieces: readonly string[] = [
  'root.exe -q -b "$macro($nEvents)"',
  "cd /tmp && make || exit 1",
  'for f in "${IN1[@]}"; do cat "$f" >> all; done',
  "cat <<EOF\n$x\nEOF\n",
  "cat <<'EOF'\n",
  "a=$(b=$(c))",
  "echo `id` $((1 + x[2]))",
  "if [ -e a ]; then b; elif c; else d; fi",
  "case $x in a|b) c ;; *) d ;& esac",
  "while read -r line; do :; done < <(ls)",
  "f() { local x=1; return $x; }",
  "function g { h; }",
  "[[ $a =~ ^(b|c)$ ]] && d",
  "echo ${x:-${y:+${z//a/b}}} ${!p} ${#q[@]} ${r@Q}",
  "coproc { cat; }",
  "select x in a b; do break; done",
  "set +e; false; set -e",
  "tar cf hits.tar *.root | tee log",
  "exec >log 2>&1",
  'eval "$cmd"; . ./setup.sh; source x',
  "((i++)) ; (( x = 1 ))",
  "a=(1 2 [5]=3); declare -A m=([k]=v)",
  "trap 'rm -f x' EXIT",
  "\\\n",
  "'",
  '"',
  "(",
  ")",
  "{",
  "}",
  "${",
  "$((",
  "<<",
  ";;",
  "&",
  "|",
  "#",
  "\r\n",
  "\t",
  "é\u{1f600}",
];

export const payload = (by: Chance): string => {
  const joints = ["\n", "\n", "; ", " ", " && ", " | ", ""];
  let text = "";
  for (let n = 1 + by.below(6); n > 0; n--) text += `${by.of(pieces)}${by.of(joints)}`;
  if (!by.oneIn(4)) return text;
  const [at, length] = [by.below(text.length), 1 + by.below(5)];
  return by.oneIn(2) ? text.slice(0, at) + text.slice(at + length) : text.slice(0, at) + by.of(pieces) + text.slice(at);
};
