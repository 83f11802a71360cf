import { expect, test } from "vitest";
import { wrapped, wrappedCommand } from "../../../action/core/text/wrap.ts";

test("lines break between words and nowhere else, and what follows stands further in", () => {
  expect(wrapped("short\n  hint: one two three four five", 20)).toBe("short\n  hint: one two\n    three four five");
  expect(wrapped("a path/that/is/wider/than/the/terminal b", 20)).toBe(
    "a\n  path/that/is/wider/than/the/terminal\n  b",
  );
});

test("a file or a pipe gets its lines whole", () => {
  const line = "word ".repeat(40);

  expect(wrapped(line, undefined)).toBe(line);
  expect(wrappedCommand(line, undefined)).toBe(line);
});

test("a command stays one that a shell takes: it breaks between its words, not within quotes", () => {
  expect(wrappedCommand('  prun --exec "bash a.sh %IN one two" --outDS user.x --nJobs 3', 32)).toBe(
    '  prun --exec \\\n    "bash a.sh %IN one two" \\\n    --outDS user.x --nJobs 3',
  );
});
