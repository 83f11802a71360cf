import type { Readable, Writable } from "node:stream";
import type { TemplateQuestion } from "../../core/init/new-fields.ts";
import { Failure } from "../../core/problems/failure.ts";

type Terminal = { readonly input: Readable; readonly output: Writable };

/** Asks a person in a terminal, one question after the other; a wrong answer is reported while it is typed. */
export const askFor = async (
  questions: readonly TemplateQuestion[],
  /** The message when the person gives up. */
  givenUp = { says: "No production was created.", wayOut: "Run `shrek new` again." },
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<ReadonlyMap<string, string>> => {
  const { isCancel, select, text } = await import("@clack/prompts");
  const answers = new Map<string, string>();
  const end = endOf(terminal.input);
  try {
    for (const { name, words, choices, usual, fault } of questions) {
      const asked = { ...terminal, signal: end.signal, message: `${name}: ${words}` };
      const answer =
        choices === undefined
          ? await text({
              ...asked,
              ...(usual === undefined ? {} : { initialValue: usual }),
              validate: (typed) => fault(typed ?? ""),
            })
          : await select({
              ...asked,
              ...(usual === undefined ? {} : { initialValue: usual }),
              options: choices.map((value) => ({ value, label: value })),
            });
      if (isCancel(answer)) throw new Failure(givenUp.says, { wayOut: givenUp.wayOut });
      answers.set(name, answer);
    }
  } finally {
    end.forget();
  }
  return answers;
};

/** The prompts know Ctrl-C and Escape. After Ctrl-D, or when the input ends, they would wait for ever. */
const endOf = (input: Readable): { readonly signal: AbortSignal; readonly forget: () => void } => {
  const over = new AbortController();
  const end = (): void => over.abort();
  const key = (_: unknown, { ctrl, name }: { readonly ctrl?: boolean; readonly name?: string }): void => {
    if (ctrl === true && name === "d") end();
  };
  input.on("keypress", key).on("end", end);
  return { signal: over.signal, forget: () => input.off("keypress", key).off("end", end) };
};

export const isTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY;
