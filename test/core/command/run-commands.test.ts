import { expect, test } from "vitest";
import { readRunCommands, runCommandsBegun } from "../../../action/core/command/run-commands.ts";

test("The file of run commands has one production and its command on each line, with comments between", () => {
  expect(
    readRunCommands(
      "# ours\r\n\nproductions/a: psql -At -c 'select 1' | tail: -n 1 \n  productions/b_c-1.2:  bash x.sh\n",
    ),
  ).toEqual([
    { production: "productions/a", command: "psql -At -c 'select 1' | tail: -n 1" },
    { production: "productions/b_c-1.2", command: "bash x.sh" },
  ]);
  expect(readRunCommands(runCommandsBegun)).toEqual([]);
});

test.each(["productions/a", "productions/a:", "productions/a:x", ": x", "a b: x", "`a`: x"])(
  "The wrong line %j in the file of run commands is reported with its line number",
  (line) => {
    expect(() => readRunCommands(`# first\n${line}\n`)).toThrow(/^\.github\/runs\.txt:2:1 is not PRODUCTION: COMMAND/);
  },
);
