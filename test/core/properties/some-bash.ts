import fc from "fast-check";

/** Scripts that a payload of the grammar may read in: `bash-effects.ts` lays them beside it. */
export const sentScripts: ReadonlySet<string> = new Set(["quiet.sh", "loud.sh", "taking.sh"]);

// A grammar of bash in which numbers (¤) stand wherever bash has a word: what each does with it, bash itself says. ‹V› is a
// value, ‹W› a word, ‹L› a list of statements. The programs are `prog`, which notes its words and its input, and those that
// write files.
const values: readonly string[] = [
  "¤",
  "a¤",
  '"pt ¤"',
  "'w ¤'",
  "$'t¤'",
  '"$x¤"',
  '"${y:-¤}"',
  '"${a[¤]}"',
  "$((¤ + 1))",
  "¤",
  "x\\ ¤",
];
const words: readonly string[] = ["‹V›", "‹V›", '"$(\n‹L›\n)"', '"`echo ¤`"'];

/** Words in the log, wherever that is. */
const logged: readonly string[] = [
  "echo ‹V›",
  'echo ‹V› "$x" b',
  "echo ‹V› >&2",
  "printf 'n %s\\n' ‹V›",
  "# pt ¤",
  "prog a # pt ¤",
  "printf 'pt ¤\\n'",
  "echo a; echo ¤",
  "  # pt ¤",
  "echo -n ¤",
  "builtin echo ¤",
  "\\echo ¤",
];

/** Words of programs, variables and files. */
const used: readonly string[] = [
  "prog ‹W›",
  "x=‹W›",
  "e1=‹V› prog",
  "export x=‹V›",
  "a=(1 ‹V›\n‹W›)",
  "set -- ‹V›",
  "echo ‹W› >card",
  "prog <<<‹V›",
  "cat >card <<END\nset ¤\n# $x\n‹W›\nEND",
  "cat >card <<END\n$(\n‹L›\n) ¤\nEND",
  "cat <(\n‹L›\n) >card",
  "python3 - <<'END'\nopen('card', 'w').write('¤')\nEND",
  "a[¤]=7",
  "printf -v x ¤",
  "printf '-v' x ¤",
  "v=-v; printf $v x ¤",
  ': "${y:=¤}"',
  "let x=¤",
  "((x = ¤))",
  "x=$((x + ¤))",
  "read -r x <<<¤",
  "cp list¤ card || true",
  "grep -v ¤ list >card || true",
  'sed -i "s/1/¤/" list',
  "sed -n ¤p list >card",
  "awk -v n=¤ 'BEGIN { print n }' >card",
  "awk '\n  # pt\n  NR == ¤ { print }\n' list >card",
  "declare -A c=([pt]=¤); x=${c[pt]}",
  "echo ¤ | tee card >third",
  "echo ¤ | prog",
  "echo ¤ >&3",
  "{ echo ¤; } >card",
  "prog $?",
  "head -n ¤ list >card",
  "y=${x//  /¤}",
  "set -x",
  "unset -f echo",
  "declare -f >card",
  '[ "$x" = ¤ ] && prog b',
  "[[ $x == ¤ ]] || prog c",
  "[[ $x =~ ^¤$ ]] && prog d || true",
  "((x > ¤)) && prog e || true",
  "RANDOM=¤; prog $RANDOM",
  "mapfile -t a <list; x=${a[¤]:-}",
  "printf '%s' \"$x\" | awk '{ print $1 + ¤ }' >card",
  'x="b\n# ¤\n"',
  "echo a \\\n  # ¤ >card",
  "echo b \\\n  ¤",
  "x=16\\\n#¤",
];

/** What may hear of words in the log, or reads the text of the payload. */
const hearing: readonly string[] = [
  "(\nexec >card\n‹L›\n)",
  "eval 'prog ¤'",
  "eval 'x=¤'",
  "exec >card",
  "exec 3>third",
  "trap 'prog ¤' EXIT",
  "trap 'echo ¤ >end' EXIT",
  "prog $_",
  'prog "${_}"',
  "sed -n 1p job.run.sh >card",
  'sed -n 2p "$BASH_SOURCE" >card',
  "prog $LINENO",
  ". ./loud.sh",
  "source ./loud.sh ¤",
  ". ./taking.sh",
  "s=loud; . ./$s.sh",
  "shopt -s expand_aliases; alias echo='prog'",
  "e=exec; $e >card",
  "command exec 2>card",
  'echo() { prog "$@"; }',
  "set >card",
  "declare -p >card",
  "set -o history; echo ¤; fc -ln -1 >card",
  "mapfile -C 'prog ¤' -c 1 a <list",
  "coproc cat >card",
  "e='BASH_COMMAND'; prog \"${!e}\"",
  'declare -n r=_; prog "$r"',
  ". ./quiet.sh",
];

/** Lists within others. */
const nested: readonly string[] = [
  "if true; then\n‹L›\nelse\n‹L›\nfi",
  'if [ "$x" = ¤ ]; then\n‹L›\nfi',
  "if\n‹L›\nthen\n  prog t\nfi",
  "for i in ¤ 9; do\n‹L›\ndone",
  "for ((i = 0; i < ¤; i++)); do\n‹L›\ndone",
  "while read -r l; do\n‹L›\ndone <list",
  "while read -r l; do\n‹L›\ndone <list | tee card",
  "for i in 1; do\n‹L›\ndone >card",
  "case $x in\n  ¤)\n‹L›\n  ;;\n  *) prog ‹V› ;;\nesac",
  "{\n‹L›\n}",
  "{\n‹L›\n} >card",
  "{\n‹L›\n} 2>card",
  "{\n‹L›\n} 3>third",
  "(\n‹L›\n)",
  "f() {\n‹L›\n}\nf",
  "f() {\n‹L›\n}\nf >card",
  "f() {\n‹L›\n}\nx=$(f)",
  "{\n‹L›\n} | prog",
  "{\n‹L›\n} > >(cat >card)",
  "{\n‹L›\n} && prog a || prog b",
  "! {\n‹L›\n}",
  '{\n‹L›\n} &\nwait "$!"',
  "sh <<'END'\n‹L›\nEND",
  "bash -c 'echo ¤ >card'\n‹L›",
];

const { statement } = fc.letrec<Record<"V" | "W" | "L" | "statement", string>>((tie) => {
  const holes = { "‹V›": tie("V"), "‹W›": tie("W"), "‹L›": tie("L") };
  const filled = (templates: readonly string[]): fc.Arbitrary<string> =>
    fc
      .constantFrom(...templates)
      .chain((template) =>
        fc
          .tuple(...template.split(/(‹[VWL]›)/).map((part) => holes[part as keyof typeof holes] ?? fc.constant(part)))
          .map((parts) => parts.join("")),
      );
  return {
    V: filled(values),
    W: filled(words),
    L: fc.array(tie("statement"), { minLength: 1, maxLength: 4 }).map((all) => all.join("\n")),
    statement: fc.oneof(
      { maxDepth: 5, depthSize: "medium" },
      { arbitrary: filled(logged), weight: 12 },
      { arbitrary: filled(used), weight: 12 },
      { arbitrary: filled(hearing), weight: 1 },
      { arbitrary: filled(nested), weight: 15 },
    ),
  };
});

/** What uses a number that came into a variable, an array or a file. */
const use = 'prog "$x" "${1-}" "${a[1]-}" "${y-}" "$(cat card third 2>/dev/null)"';
const begin = fc.constantFrom("x=2", "a=(0 1 2 3 4)", "x=1", "exec 3>third", "set -u", "set +e", "# remark");

/** A payload with many numbers, and the one that changes. */
export const somePayload: fc.Arbitrary<readonly [from: string, to: string]> = fc
  .tuple(
    fc.array(begin, { maxLength: 2 }),
    fc.array(statement, { minLength: 2, maxLength: 4 }),
    fc.constantFrom(use, "", "echo end"),
    fc.nat(),
  )
  .map(([before, statements, end, changed]) => {
    const parts = [...before, ...statements, end, ""].join("\n").split("¤");
    const at = changed % Math.max(1, parts.length - 1);
    const withNumber = (number: string): string =>
      parts.map((part, index) => (index === 0 ? part : `${index - 1 === at ? number : "1"}${part}`)).join("");
    return [withNumber("2"), withNumber("3")] as const;
  });
