import { expect, test } from "vitest";
import {
  exitText,
  isOfMemory,
  isPayloads,
  movedExits,
  ownFault,
  payloadExit,
  shortInput,
  stageExits,
  stageText,
} from "../../../action/core/render/job-exits.ts";
import { workbench } from "./workbench.ts";

const everyExit = Array.from({ length: 255 }, (_, index) => index + 1);
const wrapperExits = [...Object.values(stageExits), ...everyExit.slice(0, 12).map((at) => shortInput(`IN${at}`))];

/** What bash makes of each end of a payload. */
const movedTo = async (): Promise<ReadonlyMap<number, number>> => {
  await using bench = await workbench();
  const script = [`for shrek_status in ${everyExit.join(" ")}; do`, ...movedExits, "echo $shrek_moved", "done"];
  const { stdout } = await bench.run("bash", "-c", script.join("\n"));
  return new Map(
    stdout
      .trimEnd()
      .split("\n")
      .map((line, at) => [at + 1, Number(line)]),
  );
};

test("No end of a payload is one that the job script takes for 0, or one of a wrapper, and all but the highest can be told apart", async () => {
  const moved = await movedTo();

  expect([...moved.values()].filter((exit) => exit % 255 === 0 || exit > 255)).toEqual([]);
  expect([...moved.values()].filter((exit) => wrapperExits.includes(exit as 10))).toEqual([]);
  const readBack = [...moved].map(([own, exit]) => [own, payloadExit(exit)]);
  expect(readBack.filter(([own, read]) => own !== read).map(([own]) => own)).toEqual(
    everyExit.filter((own) => own >= 198 && own < 255),
  );
  expect(readBack.every(([own, read]) => own === read || read === undefined)).toBe(true);
});

test("Each reason of a wrapper has words of its own, and the inputs from the ninth on share theirs", () => {
  const words = [...new Set(wrapperExits)].map(stageText);

  expect(words).not.toContain(undefined);
  expect(new Set(words).size).toBe(words.length);
  expect([shortInput("IN8"), shortInput("IN9"), shortInput("IN63")].map((exit) => stageText(exit))).toEqual([
    "input 8 incomplete",
    "input 9 or a later one incomplete",
    "input 9 or a later one incomplete",
  ]);
});

test.each([
  [10, "no input"],
  [11, "no pair"],
  [12, "no job number"],
  [13, "set-up ended the job"],
  [20, "stage-in"],
  [22, "input 2 incomplete"],
  [30, "output missing"],
  [31, "stage-out"],
  [32, "check failed"],
  [33, "output too small"],
  [34, "check printed no number of events"],
  [35, "too few events"],
  [1, "payload, exit code 1"],
  [18, "payload, exit code 18"],
  [110, "payload, exit code 110"],
  [199, "payload, exit code 255"],
  [198, "payload, exit code from 198 to 254"],
  [210, "payload, exit code 10"],
  [126, "payload, exit code 126 (cannot be executed)"],
  [127, "payload, exit code 127 (command not found)"],
  [139, "payload, exit code 139 (signal 11)"],
  [9, "memory, exit code 137"],
  [246, "memory, exit code 137"],
  [137, "memory, exit code 137"],
  [15, "payload, exit code 143 (signal 15)"],
  [240, "payload, exit code 143 (signal 15)"],
  [134, "memory or an abort, exit code 134"],
  [254, "payload, exit code 254"],
])("A job that ended with %i is counted as %j, and its log is the one of the payload", (exit, text) => {
  expect(exitText(exit)).toBe(text);
  expect(isPayloads(text)).toBe(true);
  expect(isOfMemory(exit)).toBe(text.startsWith("memory"));
});

test.each([
  ["payload, exit code 1", "1"],
  ["payload, exit code 255", "255"],
  ["payload, exit code 127 (command not found)", undefined],
  ["payload, exit code 143 (signal 15)", undefined],
  ["memory, exit code 137", undefined],
  ["check failed", undefined],
])("Of a failure called %j the payload is to blame with exit code %j", (failure, code) => {
  expect(ownFault(failure)).toBe(code);
});

test.each([
  ["check of outputs", true],
  ["no number", true],
  ["pilot 1305", false],
  ["memory, payload, ", false],
  ["not known", false],
])("A failure that a ledger calls %j is the payload's or its wrapper's: %j", (failure, is) => {
  expect(isPayloads(failure)).toBe(is);
});
