import { expect, test } from "vitest";
import { systemBash } from "../../action/adapters/system/system-bash.ts";

test("Each script gets its own syntax errors from bash, however many scripts are checked at the same time", async () => {
  const bash = systemBash();

  const [mixed, good, none] = await Promise.all([
    bash.complaints(["echo good\n", "if true\n", "", "echo 'open\n"]),
    bash.complaints(["echo other\n", "echo good\n"]),
    bash.complaints([]),
  ]);

  expect(mixed).toEqual(["", expect.stringMatching(/syntax error/), "", expect.stringMatching(/unexpected EOF/)]);
  expect(good).toEqual(["", ""]);
  expect(none).toEqual([]);
  expect(await bash.complaints(["if true\n", "fi\n"])).toEqual([mixed[1], expect.stringMatching(/`fi'/)]);
});

test("Two scripts that are complete only together are both refused by the bash check", async () => {
  expect(await systemBash().complaints(["if true; then\n", "fi\n"])).toEqual([
    expect.stringMatching(/end of file|EOF/),
    expect.stringMatching(/`fi'/),
  ]);
});

test("The bash check reads a script and never runs it", async () => {
  expect(await systemBash().complaints(["exit 3\n", "kill $PPID\n", "echo said\n"])).toEqual(["", "", ""]);
});
