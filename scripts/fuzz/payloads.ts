import fc from "fast-check";

/** Pieces of bash, whole and torn, for whoever reads payloads. */
const pieces: readonly string[] = [
  'root.exe -q -b "$macro($nEvents)"',
  "cd /tmp && make || exit 1",
  'for f in "${signal[@]}"; do cat "$f" >> all; done',
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

const joints = ["\n", "\n", "; ", " ", " && ", " | ", ""];

export const aPayload: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...joints)), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.flat().join(""));
