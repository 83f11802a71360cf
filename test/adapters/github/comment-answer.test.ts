import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const action = new URL("../../../action/", import.meta.url);

/** The exit code of a command run in which GitHub takes what is in `takes` and refuses the rest. */
const codeWhere = (takes: readonly string[], answering: string): number => {
  const script = `
    import { commentAnswer } from "${action}adapters/github/comment-answer.ts";
    import { acting } from "${action}adapters/runner/actions-report.ts";
    import { Failure } from "${action}core/problems/failure.ts";
    const call = (name) => async () => {
      if (!${JSON.stringify(takes)}.includes(name)) throw new Failure("GitHub refused.", { wayOut: "Ask again." });
    };
    const answer = commentAnswer({ react: call("react"), reply: call("reply") }, { id: 1 }, () => undefined);
    await acting(async () => { await answer.${answering}; return 0; }, { isRepeated: false });
  `;
  try {
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { stdio: "pipe" });
    return 0;
  } catch (error) {
    return typeof error === "object" && error !== null && "status" in error ? Number(error.status) : -1;
  }
};

test.each(['refuse("no")', 'show({ markdown: "x", text: "x" })'])(
  "A run of the command workflow whose answer cannot be written fails: %s",
  (answering) => {
    expect(codeWhere(["react"], answering)).toBe(2);
    expect(codeWhere(["react", "reply"], answering)).toBe(0);
  },
);

test("A reaction that GitHub refuses does not stop the answer to a command", () => {
  expect(codeWhere(["reply"], 'refuse("no")')).toBe(0);
  expect(codeWhere([], "done()")).toBe(0);
});
