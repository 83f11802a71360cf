import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const action = new URL("../../../action/", import.meta.url);
type Case = readonly [answering: string, takes: readonly string[]];

/** The exit codes of command runs in which GitHub takes what is named and refuses the rest. */
const codesWhere = (...cases: readonly Case[]): readonly number[] => {
  const script = `
    import { commentAnswer } from "${action}adapters/github/comment-answer.ts";
    import { acting } from "${action}adapters/runner/actions-report.ts";
    import { Failure } from "${action}core/problems/failure.ts";
    const codes = [];
    const run = async (takes, answering) => {
      const call = (name) => async () => {
        if (!takes.includes(name)) throw new Failure("GitHub refused.", { wayOut: "Ask again." });
      };
      const answer = commentAnswer({ react: call("react"), reply: call("reply") }, { id: 1, line: "/shrek help" }, () => undefined);
      process.exitCode = undefined;
      await acting(async () => { await answering(answer); return 0; }, { isRepeated: false });
      codes.push(process.exitCode);
    };
    ${cases.map(([answering, takes]) => `await run(${JSON.stringify(takes)}, (answer) => answer.${answering});`).join("\n")}
    process.exitCode = 0;
    console.log("\\n" + JSON.stringify(codes));
  `;
  const told = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  return JSON.parse(told.trim().split("\n").at(-1) ?? "");
};

test("A run of the command workflow whose answer cannot be written fails, and a refused reaction stops no answer", () => {
  const show = 'show({ markdown: "x", text: "x" })';
  const cases: readonly (readonly [...Case, code: number])[] = [
    ['refuse("no")', ["react"], 2],
    ['refuse("no")', ["react", "reply"], 0],
    [show, ["react"], 2],
    [show, ["react", "reply"], 0],
    ['refuse("no")', ["reply"], 0],
    ["done()", [], 0],
  ];

  const codes = codesWhere(...cases.map(([answering, takes]): Case => [answering, takes]));

  expect(codes).toEqual(cases.map(([, , code]) => code));
});
