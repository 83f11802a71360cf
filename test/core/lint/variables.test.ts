import { describe, expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const quiet = (body: string): string => `${body}\ntar cf hits.tar G4Hits_*.root\n`;

describe("unset variables", () => {
  test.each([
    ["is told with the near name", 'echo "$uniqueid"', "uniqueid", 'did you mean "uniqueId"?'],
    ["is seen within arithmetic", "echo $((runNumber + 1))", "runNumber", undefined],
    [
      "is seen within a command substitution",
      'x=$(basename "$outfle"); outfile=a; echo "$x$outfile"',
      "outfle",
      'did you mean "outfile"?',
    ],
    ["is seen in a document that bash fills in", "cat <<EOF >list\n$missing\nEOF", "missing", undefined],
    [
      "is seen where only its end is cut off",
      'echo "${outflie%.root}"; outfile=a; echo $outfile',
      "outflie",
      'did you mean "outfile"?',
    ],
  ])("A payload variable that is never set is reported: %s", (_, body, name, hint) => {
    const [problem, ...more] = lint(quiet(body));

    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "unset-variable", severity: "error" });
    expect(problem?.message).toContain(`\`${name}\``);
    if (hint !== undefined) expect(problem?.hint).toBe(hint);
  });

  test("A payload that calls an input as PanDA does is reported, with its name as the way out", () => {
    const around = { reads: { output: "a.tar" } };

    expect(lint(quiet('echo "${before[0]}" "${IN1[@]}"'), around)).toMatchObject([
      { code: "unset-variable", hint: "an input has its own name: ${before[@]}" },
    ]);
  });
});

test.each([
  ["what SHREK sets", 'echo "$tag $version $build $conditions $step $uniqueId"'],
  ["a default", 'echo "${x:-1} ${y-2} ${z:=3} $z ${w:+4} ${v?no}"'],
  [
    "a question whether it is set",
    'if [[ -v x ]]; then echo "$x"; fi; [ -z "$y" ] || echo "$y"; [[ -n $z ]] && echo "$z"',
  ],
  ["what the site's set-up exports", 'echo "$ROOTSYS $OFFLINE_MAIN $PANDAID"'],
  ["loops", 'for f in a b; do echo "$f"; done; for ((i = 0; i < 3; i++)); do echo "$i"; done'],
  ["what is read", 'while IFS= read -r line; do echo "$line"; done <list; read -r a b <list; echo "$a$b"'],
  ["arrays and lists", 'mapfile -t lines <list; echo "${lines[@]}"; x+=(1); echo "${#x[@]}"'],
  ["declarations", 'declare -i n=1; local_() { local q; q=1; echo "$q"; }; local_; export m=2; echo "$n$m"'],
  ["options", 'while getopts "a:" opt; do echo "$opt $OPTARG"; done'],
  ["printf -v", 'printf -v id "%05d" 7; echo "$id"'],
  ["bash's own", 'echo "$? $$ $! $# $RANDOM ${PIPESTATUS[0]} ${BASH_SOURCE[0]}"'],
  ["text that bash leaves alone", "awk '{ print $name }' list; echo \"\\$cost\"; cat <<'EOF'\n$other\nEOF"],
  [
    "what stands behind a file that nobody here has read",
    'make >made-by-the-job.sh; . ./made-by-the-job.sh; echo "$whatever"',
  ],
  ["what stands behind eval", 'eval "$(cat list)"; echo "$whatever"'],
])("A payload variable is not reported as unset for %s", (_, body) => {
  expect(codes(quiet(body))).toEqual([]);
});

test("A set-up file of the site may set variables in capitals, and no others", () => {
  const problems = lint(
    quiet('source /opt/sphenix/core/bin/sphenix_setup.sh -n "$build"; echo "$CALIBRATIONROOT $runnumber"'),
  );

  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("`runnumber`")]);
});

test("A script sees the exported variables of its caller and the variables of sourced scripts", () => {
  const files = {
    "run.sh": '#!/bin/bash\nset -e\n. ./names.sh\necho "$given $sourced $nEvents"\n',
    "names.sh": "sourced=1\n",
  };

  expect(codes(quiet("export given=1\n./run.sh"), { files, step: { eventsPerJob: 5 } })).toEqual([]);
});

test("A variable of a called script is not set in the payload", () => {
  const files = { "run.sh": "#!/bin/bash\nset -e\ninner=1\necho $inner\n" };

  expect(codes(quiet('bash run.sh\necho "$inner"'), { files })).toEqual(["unset-variable"]);
});

describe("arguments", () => {
  test("`$1` in a payload is an argument of the wrapper, and is reported", () => {
    expect(lint(quiet('cat "$1"'))).toMatchObject([{ code: "no-arguments", line: 1 }]);
    expect(codes(quiet('cat "${10}" "$@"'))).toEqual(["no-arguments"]);
  });

  test("Each unset argument is reported once, and an argument that is only printed is not", () => {
    expect(codes(quiet('echo "$@"'))).toEqual([]);
    expect(codes(quiet('echo "$@"; rn=$1; cat $rn $1 "$2"'))).toEqual(["no-arguments", "no-arguments"]);
    expect(codes(quiet('rn=$(echo "$1"); cat $rn'))).toEqual(["no-arguments"]);
    expect(codes(quiet('echo "$1" >list'))).toEqual(["no-arguments"]);
  });

  test("A bash function in a payload has its own arguments, and `set --` sets arguments", () => {
    expect(codes(quiet('say() { echo "$1"; }; say hello'))).toEqual([]);
    expect(codes(quiet('set -- a b; echo "$1"'))).toEqual([]);
  });

  test("A script that is called with arguments has them set", () => {
    expect(codes(quiet("bash run.sh 5"), { files: { "run.sh": 'set -e\necho "$1"\n' } })).toEqual([]);
  });
});
