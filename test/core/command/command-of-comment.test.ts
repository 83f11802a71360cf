import { expect, test } from "vitest";
import { commandOfComment } from "../../../action/core/command/command-of-comment.ts";

test.each(["/shrek submit", "/shrek yes 11-0000", "Nice."])(
  "%s in a comment that was edited is no command, also by its author's hand",
  (body) => {
    expect(commandOfComment({ body, editor: "ada" })).toEqual({ kind: "edited", by: "ada" });
  },
);

test("a comment that nobody edited says what it says", () => {
  expect(commandOfComment({ body: "/shrek submit", editor: undefined })).toMatchObject({ verb: "submit" });
});
