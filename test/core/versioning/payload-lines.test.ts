import { describe, expect, test } from "vitest";
import { payloadChanges } from "../../../action/core/versioning/content-changes.ts";
import { diffLines } from "../../../action/core/versioning/line-diff.ts";
import { payloadLines } from "../../../action/core/versioning/payload-lines.ts";

const kindsOf = (run: string): readonly string[] => payloadLines(run).map(({ kind }) => kind);

test.each([
  'root.exe -q -b "macro.C($nEvents)"',
  "OMP_NUM_THREADS=1 root.exe",
  "x=$(python make.py)",
  "x=$y",
  "PTMIN=5",
  ': "${pt:=5}"',
  "set -- 5 10",
  'pt="${values[2]}"',
  "((n == 5)) && exit 1",
  "tar cf DST.tar DST_*.root",
  "cp low.C macro.C",
  "grep -v muon list >run.list",
  "set -x",
  "date",
  "ls -la",
  "printf -v pt 5",
  'echo "HardQCD:all = on" >card.cmnd',
  'echo "HardQCD:all = on" >&3',
  'echo "HardQCD:all = on" | tee card.cmnd',
  "{ echo 5; } >card",
  "( echo 5 )",
  "echo 5 | root.exe",
  "x=$(echo 5)",
  'echo "$(root.exe sim.C)"',
  'echo "${pt:=5}"',
  "echo *.root",
  "root.exe && echo good",
  "root.exe || echo bad",
  "echo 5 &",
  "if echo 5; then root.exe; fi",
])("The payload line %s is executed", (line) => {
  expect(kindsOf(`${line}\n`)).toEqual(["executed"]);
});

test.each([
  "echo hello",
  'echo "root.exe; rm x"',
  'echo "run $run with ${nEvents} events"',
  "printf 'done\\n'",
  "echo hello >&2",
  "echo a; echo b",
  "# root.exe",
  "",
])("The payload line %j is a message", (line) => {
  expect(kindsOf(`${line}\n`)).toEqual(["message"]);
});

describe("several lines", () => {
  test("An echo is a message in the body of a condition or of a loop, and executed where its output is taken", () => {
    expect(kindsOf("if [ -f b ]; then\n  echo b\nelse\n  echo c\nfi\n")).toEqual(
      "executed message executed message executed".split(" "),
    );
    expect(kindsOf('for file in "${hits[@]}"; do\n  echo $file\ndone\n')).toEqual(["executed", "message", "executed"]);
    expect(kindsOf("while read n; do\n  echo $n\ndone <list\n")).toEqual(["executed", "message", "executed"]);
    for (const taken of ["card() {\n  echo 5\n}\ncard >card\n", "{\n  echo 5\n} >card\n", "x=$(\n  echo 5\n)\n"])
      expect(kindsOf(taken)).not.toContain("message");
    expect(kindsOf("echo a \\\n  b\n")).not.toContain("message");
  });

  test("No echo is a message behind a redirection of everything, or where echo is a function of the payload", () => {
    expect(kindsOf("exec >card\necho 5\n")).toEqual(["executed", "executed"]);
    expect(kindsOf("echo() { cat >card; }\necho 5\n")).toEqual(["executed", "executed"]);
  });

  test("Lines of a here-document and of a text are executed, also where they look like comments", () => {
    expect(kindsOf("root.exe <<END\n# 5\nEND\necho x\n")).toEqual(["executed", "executed", "executed", "message"]);
    expect(kindsOf('root.exe "a\n# b"\n')).toEqual(["executed", "executed"]);
  });

  test("A payload that reads its own text, or that bash does not understand, has no message", () => {
    expect(kindsOf('# 5\nsed -n 1p "$0" >card\n')).toEqual(["executed", "executed"]);
    expect(kindsOf("echo card\ncp low $_\n")).toEqual(["executed", "executed"]);
    expect(kindsOf("echo a\nif\n")).toEqual(["executed", "executed"]);
    expect(kindsOf("echo a\ndeclare -p >card\n")).toEqual(["executed", "executed"]);
    expect(kindsOf("echo a\n$launcher root.exe\n")).toEqual(["executed", "executed"]);
    expect(kindsOf("echo a\n. ./setup.sh\n")).toEqual(["message", "executed"]);
    expect(kindsOf("echo a\ndeclare -i n=5\napptainer exec img.sif gen\n")).toEqual([
      "message",
      "executed",
      "executed",
    ]);
  });

  test("A script that is sent along, or made by the payload, may hear its words when it is read in", () => {
    const sent = new Set(["setup.sh"]);

    expect(payloadLines("echo a\n. ./setup.sh\n", sent).map(({ kind }) => kind)).toEqual(["executed", "executed"]);
    expect(kindsOf("echo 'exec >card' >x.sh\n. ./x.sh\necho a\n")).not.toContain("message");
    expect(kindsOf("source /dev/stdin <<END\nexec >card\nEND\necho a\n")).not.toContain("message");
  });

  test("A message before a command that asks how the one before ended is executed", () => {
    expect(kindsOf("root.exe\necho a\nstatus=$?\n")).toEqual(["executed", "executed", "executed"]);
    expect(kindsOf("if true; then\n  echo a\nfi\nexit\n")).not.toContain("message");
  });
});

test("Changed blanks between words are no change of a payload, and within quotes they are", () => {
  const keys = (run: string): readonly string[] => payloadLines(run).map(({ key }) => key);

  expect(keys("root.exe  -q   sim.C\n")).toEqual(keys("  root.exe -q sim.C\n"));
  expect(keys('echo "a  b"\n')).not.toEqual(keys('echo "a b"\n'));
  expect(keys('root.exe  -q   "sim.C(1)"\n')).toEqual(keys('root.exe -q "sim.C(1)"\n'));
  expect(keys("root.exe -q 'sim.C(1,  2)'\n")).not.toEqual(keys("root.exe -q 'sim.C(1, 2)'\n"));
  expect(keys("root.exe \\\n    -q sim.C\n")).toEqual(keys("root.exe   \\\n  -q  sim.C\n"));
  for (const [one, other] of [
    ["root.exe a\\\nb\n", "root.exe a\\\n  b\n"],
    ['root.exe "a \\\n b"\n', 'root.exe "a \\\n  b"\n'],
    ["cat >card <<END \\\n a\nEND\n", "cat >card <<END \\\n  a\nEND\n"],
    ["root.exe a\\ \\ b\n", "root.exe a\\ b\n"],
    ["x=${y//  /_}\n", "x=${y// /_}\n"],
    ["[[ $x =~ (a  b) ]]\n", "[[ $x =~ (a b) ]]\n"],
    ["root.exe a\\ \n  b\n", "root.exe a\\\n  b\n"],
    ["root.exe a\r\n", "root.exe a\n"],
    ['root.exe "$(echo "a  b")"\n', 'root.exe "$(echo "a b")"\n'],
    ['root.exe "${x:-"a  b"}"\n', 'root.exe "${x:-"a b"}"\n'],
    ["root.exe $'a\\'  b'\n", "root.exe $'a\\' b'\n"],
  ] as const)
    expect(keys(one), one).not.toEqual(keys(other));
});

describe("changed payloads", () => {
  test("A changed payload lists each kind of change once, with its lines", () => {
    const before = "echo begin\nroot.exe a\ntar cf a.tar b\n";
    const after = "echo start\nroot.exe b\ntar cf a.tar b c\n";

    expect(payloadChanges("steps.a.run", before, after)).toEqual([
      { path: "steps.a.run.executed", from: "root.exe a\ntar cf a.tar b", to: "root.exe b\ntar cf a.tar b c" },
      { path: "steps.a.run.message", from: "echo begin", to: "echo start" },
    ]);
  });

  test("A program that is put under a condition is another payload", () => {
    expect(payloadChanges("p", "root.exe a\n", "if [ -f b ]; then\n  root.exe a\nfi\n")).toEqual([
      { path: "p.executed", from: undefined, to: "if [ -f b ]; then\nfi" },
    ]);
  });

  test("A last message that came is one where a failure would have stopped before, and no message where it hides one", () => {
    expect(payloadChanges("p", "root.exe a\n", "root.exe a\necho done\n")).toMatchObject([{ path: "p.message" }]);
    const test = "root.exe a\n[ -s core ] && rm core\n";
    expect(payloadChanges("p", test, `${test}echo done\n`)).toMatchObject([{ path: "p.executed" }]);
    const lax = "set +e\nroot.exe a\n";
    expect(payloadChanges("p", `${lax}echo a\n`, `${lax}echo b\n`)).toMatchObject([{ path: "p.message" }]);
    expect(payloadChanges("p", lax, `${lax}echo a\n`)).toMatchObject([{ path: "p.executed" }]);
  });

  test("Programs in another order change the payload", () => {
    expect(payloadChanges("p", "root.exe a\nroot.exe b\n", "root.exe b\nroot.exe a\n")).toMatchObject([
      { path: "p.executed" },
    ]);
  });

  test("Changed blanks are no change of a command, but a change of a quoted text", () => {
    expect(payloadChanges("p", "make\n", "  make\n")).toMatchObject([{ path: "p.blanks" }]);
    expect(payloadChanges("p", "make all\n", "make   all\n")).toMatchObject([{ path: "p.blanks" }]);
    expect(payloadChanges("p", 'make "a\nb"\n', 'make "a\n  b"\n')).toMatchObject([{ path: "p.executed" }]);
  });
});

test.each(["$(", "(", "{ ", "if ", "`", '"$('])(
  "A payload of thirty thousand times %j is refused as bash without a crash",
  (mark) => {
    expect(payloadLines(`echo ${mark.repeat(30_000)}\n`)).toHaveLength(1);
    expect(payloadLines(`${mark.repeat(30_000)}\n`)).toHaveLength(1);
  },
);

test("Two payloads of sixty thousand lines are compared in a short time", () => {
  const lines = (word: string): readonly string[] => Array.from({ length: 60_000 }, (_, n) => `${word}${n}`);
  const began = process.cpuUsage();

  expect(diffLines(lines("a"), lines("b"), (line) => line)).toHaveLength(120_000);
  const { user, system } = process.cpuUsage(began);
  expect(user + system).toBeLessThan(5_000_000); // microseconds
});

test("A change of a line in the middle of a payload is shown with the lines around", () => {
  const sides = diffLines(["a", "b", "c"], ["a", "x", "c"], (line) => line);

  expect(sides.map(({ side, line }) => `${side} ${line}`)).toEqual(["both a", "removed b", "added x", "both c"]);
});
