import { execFile } from "node:child_process";
import { promisify } from "node:util";
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

const openers = ["echo 'a", 'echo "${x', "echo `a", "((1", "echo $(a", "if a; then b", "a |"];
const closers = ["'", '"', "`", "}", "1))", ")", "fi", "{ a; }"];

test("No two scripts hide each other's faults, in whatever order they are asked about", async () => {
  const alone = new Map(
    await Promise.all(
      [...openers, ...closers].map(async (text) => {
        const { stderr } = await promisify(execFile)("bash", ["--norc", "-n", "-c", text]).catch(
          (error: unknown) => error as { stderr: string },
        );
        return [text, stderr !== ""] as const;
      }),
    ),
  );

  const pairs = openers.flatMap((opener) =>
    closers.flatMap((closer) => [
      [opener, closer],
      [closer, opener],
    ]),
  );
  const said = await Promise.all(pairs.map((pair) => systemBash().complaints(pair)));

  expect(said.map((complaints) => complaints.map((complaint) => complaint !== ""))).toEqual(
    pairs.map((pair) => pair.map((text) => alone.get(text))),
  );
});

test("A document that is never closed is not closed by that of another script", async () => {
  const [open, closed] = ["cat <<EOF\necho a\n", "cat <<-'EOF'\necho a\n\tEOF\n"];

  const said = await systemBash().complaints([open, closed, "cat <<<EOF\n", " cat <<END >a\n END\n", closed]);

  const warning = expect.stringMatching(/here-document .* delimited by end-of-file/);
  expect(said).toEqual([warning, "", "", warning, ""]);
});

test("The bash check reads a script and never runs it", async () => {
  expect(await systemBash().complaints(["exit 3\n", "set +n\nkill $PPID\n", "echo said\n"])).toEqual(["", "", ""]);
});
