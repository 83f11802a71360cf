import { expect, test } from "vitest";
import { type CheckContext, codes } from "./a-payload.ts";

const payload = "touch hits.tar\n";
const withCheck = (run: string, { step, ...around }: CheckContext = {}): CheckContext => ({
  ...around,
  step: { ...step, checks: { run } },
});

const wrong: readonly (readonly [what: string, check: string, code: string, around: CheckContext])[] = [
  ["names a variable that only the payload sets", 'echo "{ \\"n\\": $made }"', "unset-variable", {}],
  ["calls a script that is not sent along", "bash cuont.sh hits.tar", "script-not-found", {}],
  ["calls a program that is misspelt", "gerp -q x hits.tar", "program-misspelt", {}],
  ["ends with what only bad jobs meet", "[ -s core ] && exit 3", "good-job-fails", {}],
  ["fails where its log has no error", "grep ERROR log.txt", "good-job-fails", {}],
  ["compares with a redirection", "[ 5 > 3 ]", "wrong-test", {}],
  ["calls a script of Windows", "bash count.sh", "windows-line-ends", { files: { "count.sh": "echo '{}'\r\n" } }],
];
test.each(wrong)("A check of outputs that %s is told so", (_, check, code, around) => {
  expect(codes(`made=1\n${payload}`, withCheck(check, around))).toEqual([code]);
});

const right: readonly (readonly [what: string, check: string, run: string, around: CheckContext])[] = [
  [
    "reads the parameter that the payload does not",
    'test "$least" -gt 1',
    payload,
    { step: { parameters: { least: 5 } } },
  ],
  ["counts the events of the job", 'test "$nEvents" -gt 1', payload, { step: { eventsPerJob: 5 } }],
  [
    "ends with a test of a file that the payload makes",
    "[ -s log.txt ] && echo '{}'",
    `date > log.txt\n${payload}`,
    {},
  ],
  ["calls a program that the payload makes", "./count hits.tar", `make count\n${payload}`, {}],
  [
    "reads the files of its input",
    'ls "${before[@]}"',
    `cat "\${before[@]}" > hits.tar`,
    { reads: { output: "a.tar" } },
  ],
];
test.each(right)("A check of outputs that %s is good", (_, check, run, around) => {
  expect(codes(run, withCheck(check, around))).toEqual([]);
});
