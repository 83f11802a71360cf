import { describe, expect, test } from "vitest";
import { codes, lint } from "./a-payload.ts";

const call = (text: string): string => `root.exe -q -b "sim.C(${text})"\ntar cf hits.tar G4Hits_*.root\n`;
const told = (macro: string, given: string) =>
  lint(call(given), { files: { "sim.C": `${macro} { /* G4Hits_ */ }\n` } }).filter(
    ({ code }) => code === "macro-arguments",
  );

describe("valid macro calls", () => {
  test.each([
    ["void sim(int a, double b)", "1, 2.5"],
    ["void sim(int a, double b)", "$((1+1)), $x"],
    ['int sim(const std::string &a = "a,(b", bool quiet = false)', '\\"x\\"'],
    ['int sim(const std::string &a = "a,(b", bool quiet = false)', ""],
    ["void sim(const char* a, TString b)", '\\"$(cat list)\\", \\"b\\"'],
    ["void sim(const char *a)", "gSystem->pwd()"],
    ["void sim(const char *a)", "$(quoted)"],
    ["void sim(void)", ""],
    ["void sim(std::vector<std::string> a)", '{\\"a\\", \\"b\\"}'],
    ["void sim(int a, ...)", "1, 2, 3"],
    ["// sim(int a)\nvoid other() { sim2(1); }\nvoid sim(int a, int b)", "1, 2"],
    ["void sim(int a) {}\nvoid sim(int a, int b)", "1, 2"],
    ["template <class T> void sim(T a)", "1"],
    ["#define MAIN void sim(int a)\nMAIN", "1, 2"],
  ])("A call of the macro %s with %s is accepted as ROOT accepts the call", (macro, given) => {
    expect(told(macro, given)).toEqual([]);
  });
});

test("A macro whose end is missing is not compared with its calls", () => {
  const cut = { files: { "sim.C": "void sim(int a) { /* G4Hits_ */\n  if (a > 1) { a--; }\n" } };

  expect(lint(call("1"), cut)).toMatchObject([
    { code: "macro-arguments", message: expect.stringContaining("no closing bracket") },
    { code: "conditions-not-read", severity: "note" },
  ]);
  const branches = {
    files: { "sim.C": "void sim(int a) { /* G4Hits_ */\n#ifdef A\n if (a) {\n#else\n {\n#endif\n}\n}\n" },
  };
  expect(codes(call("1"), branches)).toEqual([]);
});

describe("wrong macro calls", () => {
  test.each([
    ["void sim(int a, double b)", "1", "takes 2 arguments, and the call has 1"],
    ["void sim(int a, double b = 1)", "1, 2, 3", "takes 1 to 2 arguments, and the call has 3"],
    ["void sim()", "1", "takes 0 arguments, and the call has 1"],
    ["void sim(int a, double b)", "1,", "argument 2 of `sim` is a number, and the call has nothing"],
    ["void sim(const char *a)", "out.root", "argument 1 of `sim` is text, and out.root has no quotes"],
    ["void sim(int seed)", '\\"5\\"', "argument 1 of `sim` is a number"],
    ["void sim(double ptmin)", "5 GeV", "argument 1 of `sim` is a number, and the call has 5 GeV"],
    ["void simulate(int seed)", "5", "has no function `sim`"],
    ["void sim(int a)", "(1", "no closing bracket"],
  ])("A call of the macro %s with %s is reported as ROOT refuses the call", (macro, given, message) => {
    expect(told(macro, given)).toMatchObject([
      { severity: "error", line: 1, message: expect.stringContaining(message) },
    ]);
  });
});

test("Known values of variables are inserted before a macro call is compared", () => {
  const files = { "sim.C": "void sim(const std::string &output) { /* G4Hits_ */ }\n" };
  const step = { parameters: { output: "out.root" } };

  expect(codes(call('\\"$output\\"'), { files, step })).toEqual([]);
  expect(codes(call("$output"), { files, step })).toEqual(["macro-arguments"]);
});

test("A macro that is built to be slow to read is given up in a short time", () => {
  const began = process.cpuUsage();
  const macro = ["/*".repeat(30_000), " sim(".repeat(12_000), "\n".repeat(60_000), `int sim(${" ".repeat(60_000)}`];
  for (const text of macro) told(text, "1");
  const { user } = process.cpuUsage(began);

  expect(user / 1e6).toBeLessThan(2);
});
