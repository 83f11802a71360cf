import { Failure } from "../core/failure.ts";
import type { Question } from "../core/request/from-template.ts";

/** Asks a person in a terminal, one question after the other; an answer that cannot stand is said while it is typed. */
export const askFor = async (questions: readonly Question[]): Promise<ReadonlyMap<string, string>> => {
  const { isCancel, select, text } = await import("@clack/prompts");
  const answers = new Map<string, string>();
  for (const { name, words, choices, fault } of questions) {
    const answer =
      choices === undefined
        ? await text({ message: `${name}: ${words}`, validate: (typed) => fault(typed ?? "") })
        : await select({ message: `${name}: ${words}`, options: choices.map((value) => ({ value, label: value })) });
    if (isCancel(answer)) throw new Failure("Nothing was made.", { wayOut: "Begin again when you like." });
    answers.set(name, answer);
  }
  return answers;
};

export const isTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY;
