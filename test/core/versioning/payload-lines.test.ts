import { describe, expect, test } from "vitest";
import { payloadChanges } from "../../../action/core/versioning/content-changes.ts";
import { diffLines } from "../../../action/core/versioning/line-diff.ts";
import { payloadLines } from "../../../action/core/versioning/payload-lines.ts";

const kindsOf = (run: string): readonly string[] => payloadLines(run).map(({ kind }) => kind);

test.each([
  ['root.exe -q -b "macro.C($nEvents)"', "program"],
  ["./calorimeter.sh", "program"],
  ["python make.py", "program"],
  ["source setup.sh", "program"],
  ["OMP_NUM_THREADS=1 root.exe", "program"],
  ["sed -i s/1/2/ macro.C", "program"],
  ["x=$(python make.py)", "program"],
  ["if ! ./calorimeter.sh; then exit 1; fi", "program"],
  ["time root.exe", "program"],
  ["env A=1 root.exe", "program"],
  ["x=$y", "logic"],
  ["PTMIN=5", "program"],
  ['GENERATOR="Pythia8"', "program"],
  ["export PTMIN=5", "program"],
  ["declare -i NEVENTS=10", "program"],
  ["readonly FLAVOR=Charm", "program"],
  ["let n=5", "program"],
  ["((n = 5))", "program"],
  ["PTMIN=(5 10 20)", "program"],
  ["PTMIN=${PTMIN:-5}", "program"],
  ['echo "HardQCD:all = on" >card.cmnd', "program"],
  ['echo "pTHatMin = $PTMIN" >>card.cmnd', "program"],
  ["printf 'SoftQCD:all = on\\n' >card.cmnd", "program"],
  ['tee card.cmnd <<<"HardQCD:all = on"', "program"],
  ['read -r low high <<<"5 10"', "program"],
  ["export OUT=hits_$uniqueId.root", "logic"],
  ["export PATH=$PATH:.", "logic"],
  ["((n == 5)) && exit 1", "logic"],
  ["((n++))", "logic"],
  ['echo "$PWD/$file" >>segment.list', "logic"],
  ['IFS=, read -r -a all <<<"$list"', "logic"],
  ['echo "$uniqueId" >seed', "logic"],
  ["x=", "logic"],
  ["out=DST_$uniqueId.root", "logic"],
  ["x=$(date)", "logic"],
  ["if [ -f a ]; then exit 1; fi", "logic"],
  ["[[ -n $x ]] || exit 1", "logic"],
  ["tar cf DST.tar DST_*.root", "logic"],
  [`printf '%s\\n' "\${IN2[@]}" >bg.list`, "logic"],
  ["set -e", "logic"],
  ["echo hello", "talk"],
  ['echo "root.exe; rm x"', "talk"],
  ["echo hello >&2", "talk"],
  ["ls -la || true", "logic"],
  ["pwd; date", "talk"],
  ["cat root.log", "talk"],
  ["cat macro.C", "logic"],
  ["set -x", "talk"],
  ["# root.exe", "talk"],
  ["", "talk"],
])("The payload line %s is classified as %s", (line, kind) => {
  expect(kindsOf(`${line}\n`)).toEqual([kind]);
});

describe("several lines", () => {
  test("In a changed payload an echo into a program, a file or a variable is not classified as a message", () => {
    expect(kindsOf("echo 1 |\n  root.exe\n")).toEqual(["logic", "program"]);
    expect(kindsOf("{\n  echo 1\n} >seeds\n")).toEqual(["logic", "logic", "logic"]);
    expect(kindsOf("x=$(\n  echo 1\n)\n")).toEqual(["logic", "logic", "logic"]);
  });

  test("In a changed payload a here-document and a text over several lines belong to their command", () => {
    expect(kindsOf("root.exe <<END\n# 5\nEND\necho x\n")).toEqual(["program", "program", "program", "talk"]);
    expect(kindsOf("cat >seeds <<END\n# 5\nEND\n")).toEqual(["logic", "program", "program"]);
    expect(kindsOf('root.exe "a\n# b"\n')).toEqual(["program", "program"]);
  });

  test("In a changed payload values that a loop iterates over are not classified as logic, and files that a loop iterates over are", () => {
    expect(kindsOf("for pt in 5 10 20; do\n  echo $pt\ndone\n")).toEqual(["program", "talk", "logic"]);
    expect(kindsOf('for file in "${IN1[@]}"; do\n  echo $file\ndone\n')).toEqual(["logic", "talk", "logic"]);
    expect(kindsOf("for file in *.root; do\n  echo $file\ndone\n")).toEqual(["logic", "talk", "logic"]);
    expect(kindsOf("while read n; do\n  echo $n\ndone <<END\n5\nEND\n")).toEqual([
      "logic",
      "talk",
      "logic",
      "program",
      "program",
    ]);
    expect(kindsOf("tee card <<END\nHardQCD:all = on\nEND\n")).toEqual(["logic", "program", "program"]);
  });

  test("A changed payload that bash does not understand is classified as program", () => {
    expect(kindsOf("echo a\nif\n")).toEqual(["program", "program"]);
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
    ['root.exe "$(echo "a  b")"\n', 'root.exe "$(echo "a b")"\n'],
    ['root.exe "${x:-"a  b"}"\n', 'root.exe "${x:-"a b"}"\n'],
    ["root.exe $'a\\'  b'\n", "root.exe $'a\\' b'\n"],
  ] as const)
    expect(keys(one), one).not.toEqual(keys(other));
});

describe("changed payloads", () => {
  test("A changed payload lists each kind of change once, with its lines", () => {
    const before = "set -x\nroot.exe a\ntar cf a.tar b\n";
    const after = "echo start\nroot.exe b\ntar cf a.tar b c\n";

    expect(payloadChanges("steps.a.run", before, after)).toEqual([
      { path: "steps.a.run.program", from: "root.exe a", to: "root.exe b" },
      { path: "steps.a.run.logic", from: "tar cf a.tar b", to: "tar cf a.tar b c" },
      { path: "steps.a.run.talk", from: "set -x", to: "echo start" },
    ]);
  });

  test("A program that is put under a condition counts as the same program", () => {
    expect(payloadChanges("p", "root.exe a\n", "if [ -f b ]; then\n  root.exe a\nfi\n")).toEqual([
      { path: "p.logic", from: undefined, to: "if [ -f b ]; then\nfi" },
    ]);
  });

  test("Programs in another order change the payload", () => {
    expect(payloadChanges("p", "root.exe a\nroot.exe b\n", "root.exe b\nroot.exe a\n")).toMatchObject([
      { path: "p.program" },
    ]);
  });

  test("Changed blanks are no change of a command, but a change of a quoted text", () => {
    expect(payloadChanges("p", "make\n", "  make\n")).toMatchObject([{ path: "p.blanks" }]);
    expect(payloadChanges("p", "make all\n", "make   all\n")).toMatchObject([{ path: "p.blanks" }]);
    expect(payloadChanges("p", 'make "a\nb"\n', 'make "a\n  b"\n')).toMatchObject([{ path: "p.program" }]);
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
