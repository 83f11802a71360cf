import { expect, test } from "vitest";
import { commandOfComment } from "../../../action/core/command/confirmed-command.ts";

test.each(["/shrek submit", "/shrek yes 11-0000", "Nice."])(
  "A comment with %s that was edited is no command, even if its author edited the comment",
  (body) => {
    expect(commandOfComment({ body, editor: "ada" })).toEqual({ kind: "edited", by: "ada" });
  },
);

test("A comment that was never edited gives the command that its text says", () => {
  expect(commandOfComment({ body: "/shrek submit", editor: undefined })).toMatchObject({ verb: "submit" });
});
