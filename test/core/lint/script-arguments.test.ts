import { expect, test } from "vitest";
import { lint } from "./a-payload.ts";

const pack = "tar cf hits.tar G4Hits.root\n";
const told = (call: string, script: string, name = "make.sh") =>
  lint(`${call}\n${pack}`, { files: { [name]: script }, step: { parameters: { kind: "charm" } } })
    .filter(({ code }) => code.startsWith("argument-"))
    .map(({ code, message }) => `${code}: ${message}`);

const reads = 'set -euo pipefail\nroot -q -b "x.C($1, $2)"\nmv out.root "${3}"\n';

test("A script call with fewer arguments than the script reads is reported", () => {
  expect(told('bash make.sh "$uniqueId" 5', reads)).toEqual([
    "argument-missing: make.sh reads 3 arguments, and this call has 2.",
  ]);
  expect(told("./make.sh $uniqueId $kind", reads)).toHaveLength(1);
  expect(told("python3 make.py 5", "import sys\nprint(sys.argv[1], sys.argv[2])\n", "make.py")).toEqual([
    "argument-missing: make.py reads 2 arguments, and this call has 1.",
  ]);
});

test("A script call with more arguments than the script reads is reported", () => {
  expect(told('bash -x make.sh "$uniqueId" 5 out.root extra', reads)).toEqual([
    "argument-not-read: make.sh reads 3 arguments, and this call has 4.",
  ]);
  expect(told("./make.sh 1 2 3 4 $unknown", reads)).toEqual([
    "argument-not-read: make.sh reads 3 arguments, and this call has at least 4.",
  ]);
  expect(told("./make.sh 5", "echo\n")).toEqual([
    "argument-not-read: make.sh reads no arguments, and this call has 1.",
  ]);
});

test("A script call whose arguments cannot be counted is not reported", () => {
  const good: readonly (readonly [string, string])[] = [
    ['bash make.sh "$uniqueId" 5 out.root', reads],
    ["bash make.sh $unknown", reads],
    ['bash make.sh "${before[@]}"', reads],
    ["bash make.sh *.root", reads],
    ["bash make.sh 1 2", 'echo "$1" "$2" "${3:-none}"\n'],
    ["bash make.sh 1 2", 'if [ -n "$3" ]; then echo "$3"; fi; echo "$1" "$2"\n'],
    ["bash make.sh 1 2 3", 'echo "$1"; shift; echo "$1"\n'],
    ["bash make.sh 1 2 3", 'for one in "$@"; do echo "$one"; done\n'],
    ["bash make.sh 1 2 3", 'set -- a b; echo "$1"\n'],
    ["bash make.sh 1", 'both() { echo "$1" "$2"; }\nboth "$1" 2\n'],
    ["bash make.sh 1 2", "cat <<END\n$1 $2\nEND\n"],
    [". ./make.sh", 'echo "$1"\n'],
  ];

  expect(good.flatMap(([call, script]) => told(call, script))).toEqual([]);
  expect(told("python3 make.py 5", "import sys\nif len(sys.argv) > 2: print(sys.argv[2])\n", "make.py")).toEqual([]);
  expect(told("python3 make.py 5", "from sys import argv\nprint(argv)\n", "make.py")).toEqual([]);
});

test("A script hands its arguments on to a file that it reads in, also behind a variable", () => {
  const files = {
    "make.sh": 'set -e\n. "$HERE/names.sh"\necho "$first $second"\n',
    "names.sh": "first=$1\nsecond=$2\n",
  };

  const problems = lint(`HERE=$PWD ./make.sh 1 2\n${pack}`, { files });

  expect(problems).toEqual([]);
});
