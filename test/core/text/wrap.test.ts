import { expect, test } from "vitest";
import { wrapped, wrappedCommand } from "../../../action/core/text/wrap.ts";

test("Lines of a terminal are wrapped between words only, and continued lines are indented", () => {
  expect(wrapped("short\n  hint: one two three four five", 20)).toBe("short\n  hint: one two\n    three four five");
  expect(wrapped("a path/that/is/wider/than/the/terminal b", 20)).toBe(
    "a\n  path/that/is/wider/than/the/terminal\n  b",
  );
});

test("Lines that are printed to a file or a pipe are not wrapped", () => {
  const line = "word ".repeat(40);

  expect(wrapped(line, undefined)).toBe(line);
  expect(wrappedCommand(line, undefined)).toBe(line);
});

test("A wrapped command can still be executed by a shell: the lines end between words and not within quotes", () => {
  expect(wrappedCommand('  prun --exec "bash a.sh %IN one two" --outDS user.x --nJobs 3', 32)).toBe(
    '  prun --exec \\\n    "bash a.sh %IN one two" \\\n    --outDS user.x --nJobs 3',
  );
});
