import { expect, test } from "vitest";
import { meantProgram } from "../../../../action/core/lint/bash/usual-programs.ts";
import { codes, lint } from "../a-payload.ts";

const pack = "tar cf hits.tar G4Hits.root\n";

test("A misspelt name of a common program is reported with the right name", () => {
  const slips = [
    "taar",
    "tra",
    "tAr",
    "hdad",
    "eho",
    "printff",
    "printd",
    "pintf",
    "exprot",
    "pyhton3",
    "root.ex",
    "mkidr",
  ];

  expect(slips.map(meantProgram)).toEqual([
    ...["tar", "tar", "tar", "hadd", "echo", undefined, undefined, "printf", "export", "python3", "root.exe", "mkdir"],
  ]);
  expect(lint(`make_hits\nhdad G4Hits.root a.root b.root\n${pack}`)).toMatchObject([
    { code: "program-misspelt", severity: "warning", hint: 'did you mean "hadd"?' },
  ]);
});

test("A program whose own name is similar to another is no misspelling", () => {
  const own = ["tr", "gawk", "gsort", "sorts", "root6", "g++", "simulate", "npsim", "Fun4All", "dash", "data", "merge"];

  expect(own.flatMap((name) => meantProgram(name) ?? [])).toEqual([]);
  expect(codes(`hdad() { hadd "$@"; }\nhdad G4Hits.root a.root\n${pack}`)).not.toContain("program-misspelt");
  expect(codes(`alias hdad=hadd\nhdad G4Hits.root a.root\n${pack}`)).not.toContain("program-misspelt");
});

test("A file, a number or an option is not read as a misspelt program", () => {
  const told = (body: string) => lint(`${body}\n${pack}`).filter(({ code }) => code === "not-a-program");

  expect(told("ls *.root | signal.list")).toMatchObject([
    { severity: "error", hint: "write > signal.list to make the file" },
  ]);
  expect(told("echo wrong &2")).toHaveLength(1);
  expect(told("simulate --seed 5\n  --events 10")).toMatchObject([{ hint: "end the line before with a backslash" }]);
  expect(told("./run.sh; run.py; [ -e x.root ]; : 2; case 3 in 3) :;; esac")).toEqual([]);
  expect(
    lint(`echo wrong &2\n${pack}`, { acknowledge: [{ code: "not-a-program", reason: "2 is ours" }] }),
  ).toMatchObject([{ severity: "note" }]);
});
