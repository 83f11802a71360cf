import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { askFor } from "../../../action/cli/run/ask.ts";

const asking = (...choices: readonly string[]) => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  output.resume();
  const question = { name: "stage", words: "what it is", fault: () => undefined };
  const one = choices.length === 0 ? { ...question, choices: undefined } : { ...question, choices };
  return { input, answers: askFor([one], undefined, { input, output }) };
};
/** The prompts listen when they have drawn themselves. */
const typed = async (input: PassThrough, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    await new Promise((done) => setImmediate(done));
    input.write(key);
  }
};

describe("an answer", () => {
  test("An answer to a question of shrek new is the text that was typed", async () => {
    const { input, answers } = asking();
    await Promise.all([typed(input, ..."mdc", "\r"), expect(answers).resolves.toEqual(new Map([["stage", "mdc"]]))]);
  });

  test.each([
    ["Ctrl-D", "\u0004"],
    ["Ctrl-C", "\u0003"],
  ])("%s ends the questions of shrek new, and no file is made", async (_, key) => {
    for (const one of [asking(), asking("signal", "background")])
      await Promise.all([typed(one.input, key), expect(one.answers).rejects.toThrow("No production was created.")]);
  });

  test("An input that ends stops the questions of shrek new", async () => {
    const { input, answers } = asking();
    input.end();
    await expect(answers).rejects.toThrow("No production was created.");
  });
});
