import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { payloadChanges } from "../../../action/core/versioning/content-changes.ts";

/** Statements of bash with a number in them. What each does with it, bash itself says below. */
const withNumber: readonly ((n: string) => string)[] = [
  (n) => `echo ${n}`,
  (n) => `echo "pt ${n}" >&2`,
  (n) => `printf 'pt ${n}\\n'`,
  (n) => `# pt ${n}`,
  (n) => `if true; then\n  echo ${n}\nfi`,
  (n) => `while read -r line; do\n  echo "$line" ${n}\ndone <list`,
  (n) => `prog ${n}`,
  (n) => `x=${n}`,
  (n) => `export x=${n}`,
  (n) => `: "\${x:=${n}}"`,
  (n) => `set -- ${n}`,
  (n) => `a=(1 ${n})`,
  (n) => `printf -v x ${n}`,
  (n) => `let x=${n}`,
  (n) => `x="\${b[${n}]}"`,
  (n) => `echo ${n} >card`,
  (n) => `echo ${n} >&3`,
  (n) => `echo ${n} | tee card`,
  (n) => `{\n  echo ${n}\n} >card`,
  (n) => `( exec >card\n  echo ${n}\n)`,
  (n) => `f() {\n  echo ${n}\n}\nf >card`,
  (n) => `f() {\n  echo ${n}\n}\nx=$(f)`,
  (n) => `x=$(\n  echo ${n}\n)`,
  (n) => `exec >card\necho ${n}`,
  (n) => `echo() {\n  prog "$@"\n}\necho ${n}`,
  (n) => `cat >card <<END\n# ${n}\nEND`,
  (n) => `prog <<<${n}`,
  (n) => `case $two in\n  ${n}) prog a ;;\n  *) prog b ;;\nesac`,
  (n) => `if [ "$two" = ${n} ]; then\n  prog a\nfi`,
  (n) => `for i in ${n} 9; do\n  prog "$i"\ndone`,
  (n) => `grep -v ${n} list >card`,
  (n) => `cp list${n} card`,
  (n) => `# ${n}\nsed -n 1p "$BASH_SOURCE" >card`,
  (n) => `echo ${n}\nprog $_`,
  (n) => `eval "prog ${n}"`,
  (n) => `printf '-v' x ${n}`,
  (n) => `v=-v\nprintf $v x ${n}`,
  (n) => `set -o history\necho ${n}\nx=$(fc -ln -1)`,
  (n) => `set -o history\necho ${n}\nhistory >card`,
  (n) => `cat >card <<END\na${" ".repeat(Number(n))}b\nEND`,
  (n) => `declare -A c=([pt]=${n})\nx=\${c[pt]}`,
  (n) => `echo list | while read -r f; do\n  echo ${n}\ndone | tee card`,
  (n) => `f() {\n  echo ${n}\n}\ndeclare -f f >card`,
  (n) => `{\n  echo ${n} >&2\n} 2>card`,
  (n) => `echo ${n}\nset -x\n[ -e nothing ] && prog c`,
];
/** What came before may set what a number is put into. */
const around = fc.constantFrom("two=2", "b=(0 1 2 3 4)", "echo begin", "exec 3>third", "x=1", "# remark");
const use = 'prog "$x" "$1" "${a[1]}" "$(cat card third 2>/dev/null)"';

const folder = mkdtempSync(join(tmpdir(), "shrek-executed-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Every file, and every program with its words and its standard input: what physics is made of. */
const effectsOf = (payload: string): string => {
  const here = join(folder, "job");
  rmSync(here, { recursive: true, force: true });
  mkdirSync(here);
  for (const [name, text] of [
    ["list", "1\n2\n3\n"],
    ["list2", "two\n"],
    ["list3", "three\n"],
    ["payload.sh", payload],
  ] as const)
    writeFileSync(join(here, name), text);
  const wrapper = 'prog() { { printf "%s|" "$@"; cat; } >>seen; }\n. ./payload.sh\n';
  let end = "good";
  try {
    execFileSync("bash", ["-c", `( set -eo pipefail\n${wrapper})`], {
      cwd: here,
      stdio: ["ignore", "ignore", "ignore"],
    });
  } catch {
    end = "bad";
  }
  const files = readdirSync(here)
    .filter((name) => name !== "payload.sh")
    .toSorted();
  return JSON.stringify([end, ...files.map((name) => [name, readFileSync(join(here, name), "utf8")])]);
};

test("A change of a number that reaches a file, a program or the end of a job is never called a message, as bash itself shows", () => {
  let reached = 0;
  let messages = 0;
  fc.assert(
    fc.property(
      fc.array(around, { maxLength: 3 }),
      fc.constantFrom(...withNumber),
      fc.array(around, { maxLength: 2 }),
      (before, statement, after) => {
        const [from, to] = ["2", "3"].map((n) => `${[...before, statement(n), ...after, use].join("\n")}\n`);
        const changes = payloadChanges("run", from ?? "", to ?? "");
        const isMessage = changes.every(({ path }) => path === "run.message" || path === "run.blanks");
        const hasEffect = effectsOf(from ?? "") !== effectsOf(to ?? "");
        if (hasEffect) reached++;
        if (isMessage) messages++;
        expect(isMessage && hasEffect, JSON.stringify([from, changes])).toBe(false);
      },
    ),
    { numRuns: 150 },
  );
  expect([reached > 40, messages > 5]).toEqual([true, true]);
});
