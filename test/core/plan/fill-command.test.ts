import { expect, test } from "vitest";
import { fillCommand } from "../../../action/core/plan/fill-command.ts";
import { outputFileName, outputTemplate } from "../../../action/core/plan/output-name.ts";
import { seedOffset } from "../../../scripts/sandbox/panda/jedi/task-shape.ts";

const job = { number: 2, seed: 42, files: { IN: ["a.1", "a.2"], IN2: ["b.1"] } };

test("Seed and files replace their placeholders in a prun command", () => {
  expect(fillCommand("bash run.sh %RNDM:41 %IN %IN2", job)).toBe("bash run.sh 42 a.1,a.2 b.1");
});

test("A command may spell the seed placeholder in two ways, and a text may follow it", () => {
  expect(fillCommand("x %RNDM=41 out_%RNDM:41%.root", job)).toBe("x 42 out_42.root");
});

test("A prun command has one base for its seeds, that of its first placeholder", () => {
  expect(seedOffset("x %RNDM:123 %RNDM:456")).toBe(123);
  expect(fillCommand("x %RNDM:123 %RNDM:456", { ...job, seed: 123 })).toBe("x 123 123");
});

test("%RNDM without a number is not a placeholder", () => {
  expect(seedOffset("x %RNDM")).toBeUndefined();
  expect(fillCommand("x %RNDM", job)).toBe("x %RNDM");
});

test("The placeholder IN2 is not IN with a 2 behind, and unknown streams remain", () => {
  expect(fillCommand("%IN2 %IN %IN3 %INPUT", job)).toBe("b.1 a.1,a.2 %IN3 %INPUT");
});

test("A file name with a dollar sign is inserted into a command unchanged", () => {
  expect(fillCommand("%IN", { ...job, files: { IN: ["$&.root"] } })).toBe("$&.root");
});

test("Names of PanDA outputs are made of user, task, job and file", () => {
  expect(outputTemplate("user.tester.a.b/", "o.txt")).toBe("user.tester.$JEDITASKID._${SN/P}.o.txt");
  expect(outputFileName({ outDS: "user.tester.a.b", task: 31, job: 1, file: "o.txt" })).toBe(
    "user.tester.31._000001.o.txt",
  );
});
