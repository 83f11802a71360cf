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
  ])("The payload %s uses a home folder", (body) => {
    expect(codes(`${body}\n${pack}\n`)).toEqual(["home-path"]);
  });

  test.each(["# /home/me", 'echo "$HOME"', "ls /sphenix/data/x", "export HOME=$PWD", "echo a~b", "ls /homes"])(
    "The payload %s uses no home folder",
    (body) => {
      expect(codes(`${body}\n${pack}\n`)).toEqual([]);
    },
  );
});

test("mkdir without -p and without a test before is reported", () => {
  expect(codes(`mkdir a\n${pack}\n`)).toEqual(["mkdir-without-p"]);
  expect(codes(`mkdir -m 755 a\n${pack}\n`)).toEqual(["mkdir-without-p"]);
  expect(codes(`mkdir -p a; mkdir -vp b; mkdir --parents c; mkdir d || true\n${pack}\n`)).toEqual([]);
  expect(codes(`if [ ! -d a ]; then mkdir a; fi\n${pack}\n`)).toEqual([]);
});

test("A file outside of the job's folder must have the tag or the job number in its name", () => {
  expect(codes(`cp log /data/logs/\n${pack}\n`)).toEqual(["shared-file-name"]);
  expect(codes(`to=/data/logs\ncp log $to/x.log\n${pack}\n`)).toEqual(["shared-file-name"]);
  expect(codes(`cp log "/data/logs/$tag.log"; cp log_$uniqueId /data/logs/\n${pack}\n`)).toEqual([]);
  expect(
    codes(`to=/data/$tag\ncp log $to/x.log; cp log "$SCRATCH/x"; cp log /tmp/x; echo >/dev/null\n${pack}\n`),
  ).toEqual([]);
});

test("A script with Windows line ends is reported once, and no other problem of its step", () => {
  expect(lint("bash run.sh\necho $nothing\n", { files: { "run.sh": "echo $x\r\necho $y\r\n" } })).toMatchObject([
    { code: "windows-line-ends", file: "productions/p/run.sh", line: 1, col: 8 },
  ]);
});

describe("scripts with other suffixes", () => {
  const called = (run: string, text: string) =>
    lint(`${run}\ntar cf hits.tar G4Hits.root\n`, { files: { prepare: text, make: text } }).flatMap(
      ({ code, message }) => (code === "windows-line-ends" ? [message] : []),
    );

  test("A script without the suffix .sh and with carriage returns is refused where the system or bash runs the script", () => {
    expect(called("./prepare", "#!/usr/bin/env python3\r\nprint(1)\r\n")[0]).toContain("(bad interpreter)");
    expect(called("prepare", "#!/bin/sh\nls\r\n")[0]).toContain("a part of the commands");
    expect(called("bash prepare", "ls\r\n")[0]).toContain("a part of the commands");
    expect(called("source ./prepare", "ls\r\n")).toHaveLength(1);
  });

  test("Carriage returns are allowed in a script that another program reads, or where another file of the name runs", () => {
    expect(called("python3 prepare", "#!/usr/bin/env python3\r\nprint(1)\r\n")).toEqual([]);
    expect(called("./prepare", "#!/usr/bin/env python3\nprint(1)\r\n")).toEqual([]);
    expect(called("make", "#!/bin/sh\r\n")).toEqual([]);
    expect(called("prepare() { ls; }\nprepare", "ls\r\n")).toEqual([]);
    expect(called("cat prepare", "#!/bin/sh\r\n")).toEqual([]);
  });
});
