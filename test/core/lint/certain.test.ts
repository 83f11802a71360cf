import { describe, expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const pack = "tar cf hits.tar G4Hits_*.root";
const files = { "sim.C": "void sim() {}\n", "pass1/run.sh": "set -e\n", "prepare.sh": "set -e\n", "cuts.awk": "1\n" };

describe("missing scripts", () => {
  test.each([
    ["by a shell", "bash -e prepair.sh"],
    ["by its path", "./prepair.sh 1"],
    ["by `source`, with a near name", "source prepair.sh"],
    ["by python", "python3 ./plot.py -b"],
    ["by awk, in a folder of ours", "awk -v n=1 -f pass1/cut.awk list.txt"],
    ["by awk, with a near name", "gawk -f Cuts.awk list.txt"],
    ["although something else is copied out", "cp sim.C /data/$tag; bash prepair.sh"],
    ["although one file of the site is copied in", "cp /cvmfs/x/other.sh .; bash prepair.sh"],
  ])("A script that the job will not find is reported when called %s", (_, body) => {
    expect(lint(`${body}\n${pack}\n`, { files })).toMatchObject([{ code: "script-not-found", severity: "error" }]);
  });

  test.each([
    ["a resource", "bash prepare.sh; ./pass1/run.sh"],
    ["one of the site", "source /cvmfs/setup.sh; . thisroot.sh; bash /opt/x.sh"],
    ["one that the payload writes", "cat >made.sh <<EOF\ntrue\nEOF\nbash made.sh"],
    ["one that is copied in", "cp /cvmfs/x/made.sh .; bash made.sh"],
    ["one out of a folder of ours", "cp pass1/* .; bash run.sh"],
    ["one out of a folder of the site", "cp -r /cvmfs/x/. .; bash whatever.sh"],
    ["one that is fetched", "git clone https://example.org/x; bash x/whatever.sh"],
    ["one that was unpacked", "tar xf /data/scripts.tar; bash whatever.sh"],
    ["a folder that was entered", "cd pass1; bash run.sh"],
    ["commands, no file", 'bash -c "echo 1"; python3 -c "print(1)"; python3 -m json.tool <x; bash -o pipefail -c ls'],
    [
      "a program of awk",
      "awk -f cuts.awk list; gawk -f join.awk list; awk -F, '{ print $1 }' list; awk -f \"$x\" list; x=1",
    ],
    ["a program of awk that was written", "echo 1 >tools/made.awk; awk -f tools/made.awk list"],
    ["what is only known in the job", 'bash "$x.sh"; x=1'],
    ["what is looked for first", "if [ -f extra.sh ]; then bash extra.sh; fi"],
  ])("The call of %s is not reported as a missing script", (_, body) => {
    expect(codes(`${body}\n${pack}\n`, { files })).not.toContain("script-not-found");
  });
});

test.each([
  ["a line that goes on", "echo a \\\n  b"],
  ["a quoted blank in a line", "echo a\\ b"],
  ["other text", "echo 'a \\ \nb' # c \\ \necho d"],
  ["comparisons and empty values", '[ "$tag" = x ] || IFS= read -r line <list; LC_ALL= ls; x=; echo $x'],
])("The payload text with %s is no slip", (_, body) => {
  expect(codes(`${body}\n${pack}\n`)).toEqual([]);
});

test("An assignment with a blank on either side is reported, whatever value is assigned", () => {
  expect(codes(`run =5\nseed= "$uniqueId"\nn= 7\n${pack}\n`)).toEqual(Array(3).fill("spaces-around-equals"));
});

describe("files of an input", () => {
  const reads = { output: "a.tar", filesPerJob: 3 };

  test("The variables of an input's files are numbered from 0, up to `filesPerJob`", () => {
    expect(codes(`cat "\${before[0]}" "\${before[2]}"\n${pack}\n`, { reads })).toEqual([]);
    expect(codes(`cat "\${before[0]}" "\${before[3]}"\n${pack}\n`, { reads })).toEqual(["beyond-last-file"]);
    expect(codes(`cat "\${before[0]}" "\${before[3]:-}"\n${pack}\n`, { reads })).toEqual([]);
  });
});

describe("results in other folders", () => {
  test.each([
    ["an archive", `cd work; ${pack}`],
    ["one behind `&&`", `mkdir -p work && cd work && ${pack}`],
    ["one in a subshell", `(cd work; ${pack})`],
    ["one further down", `cd work; cd deeper; ${pack}`],
  ])("A result written into a folder that the payload entered is reported: %s", (_, body) => {
    expect(codes(`${body}\n`)).toEqual(["result-in-folder"]);
  });

  test.each([
    ["left before", `cd work; ls; cd ..; ${pack}`],
    ["left by a subshell", `(cd work; ls); ${pack}`],
    ["left by popd", `pushd work; ls; popd; ${pack}`],
    ["written a folder up", "cd work; tar cf ../hits.tar G4Hits_*.root"],
    ["carried up", `cd work; ${pack}; mv hits.tar ..`],
    ["carried up with all else", `cd work; ${pack}; cp *.tar "$OLDPWD"`],
    ["fetched from above", `cd work; ${pack}; cd -; mv work/hits.tar .`],
    ["of a folder that nobody knows", `cd "$(find-place)"; ${pack}`],
  ])("A result in a folder of the job is not reported if the folder is %s", (_, body) => {
    expect(codes(`${body}\n`)).not.toContain("result-in-folder");
  });
});
