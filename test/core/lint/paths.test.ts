import { describe, expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const pack = "tar cf hits.tar G4Hits_*.root";

describe("home folders", () => {
  test.each([
    "cp /home/me/x.root .",
    'echo "file:/sphenix/u/me/x"',
    "export A=/afs/cern.ch/user/m/me/x",
    "ls ~me/x",
    "cat ~/x",
    'cp x "$HOME/y-$uniqueId"',
  ])("%s is in one", (body) => {
    expect(codes(`${body}\n${pack}\n`)).toEqual(["home-path"]);
  });

  test.each(["# /home/me", 'echo "$HOME"', "ls /sphenix/data/x", "export HOME=$PWD", "echo a~b", "ls /homes"])(
    "%s is in none",
    (body) => {
      expect(codes(`${body}\n${pack}\n`)).toEqual([]);
    },
  );
});

test("mkdir says -p, or asks before", () => {
  expect(codes(`mkdir a\n${pack}\n`)).toEqual(["mkdir-without-p"]);
  expect(codes(`mkdir -m 755 a\n${pack}\n`)).toEqual(["mkdir-without-p"]);
  expect(codes(`mkdir -p a; mkdir -vp b; mkdir --parents c; mkdir d || true\n${pack}\n`)).toEqual([]);
  expect(codes(`if [ ! -d a ]; then mkdir a; fi\n${pack}\n`)).toEqual([]);
});

test("a file outside the job carries the tag or the number of the job in its name", () => {
  expect(codes(`cp log /data/logs/\n${pack}\n`)).toEqual(["shared-file-name"]);
  expect(codes(`to=/data/logs\ncp log $to/x.log\n${pack}\n`)).toEqual(["shared-file-name"]);
  expect(codes(`cp log "/data/logs/$tag.log"; cp log_$uniqueId /data/logs/\n${pack}\n`)).toEqual([]);
  expect(
    codes(`to=/data/$tag\ncp log $to/x.log; cp log "$SCRATCH/x"; cp log /tmp/x; echo >/dev/null\n${pack}\n`),
  ).toEqual([]);
});

test("a script with Windows line ends is told once, and nothing else of the step", () => {
  expect(lint("bash run.sh\necho $nothing\n", { files: { "run.sh": "echo $x\r\necho $y\r\n" } })).toMatchObject([
    { code: "windows-line-ends", file: "productions/p/run.sh", line: 1, col: 8 },
  ]);
});

describe("a script that is not called .sh", () => {
  const called = (run: string, text: string) =>
    lint(`${run}\ntar cf hits.tar G4Hits.root\n`, { files: { prepare: text, make: text } }).flatMap(
      ({ code, message }) => (code === "windows-line-ends" ? [message] : []),
    );

  test("is refused where the system or bash would read its carriage returns", () => {
    expect(called("./prepare", "#!/usr/bin/env python3\r\nprint(1)\r\n")[0]).toContain("(bad interpreter)");
    expect(called("prepare", "#!/bin/sh\nls\r\n")[0]).toContain("a part of the commands");
    expect(called("bash prepare", "ls\r\n")[0]).toContain("a part of the commands");
    expect(called("source ./prepare", "ls\r\n")).toHaveLength(1);
  });

  test("is not where another program reads it, or one of that name runs", () => {
    expect(called("python3 prepare", "#!/usr/bin/env python3\r\nprint(1)\r\n")).toEqual([]);
    expect(called("./prepare", "#!/usr/bin/env python3\nprint(1)\r\n")).toEqual([]);
    expect(called("make", "#!/bin/sh\r\n")).toEqual([]);
    expect(called("prepare() { ls; }\nprepare", "ls\r\n")).toEqual([]);
    expect(called("cat prepare", "#!/bin/sh\r\n")).toEqual([]);
  });
});
