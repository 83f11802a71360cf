import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { parseJson } from "../../core/text/parse-json.ts";
import type { Limits } from "./limits.ts";
import type { Answer } from "./wire.ts";

/** Three calls at most. */
const repetitions = 2;

class Passing extends Error {
  readonly asked: number;
  constructor(asked: number) {
    super("no readable answer");
    this.asked = asked;
  }
}

/** A read whose answer is JSON. Nothing with an effect goes through here. */
export const repeatRead = (limits: Limits, read: () => Promise<Answer>): Promise<Answer> =>
  repeatWhile(limits, read, (answer) => {
    if (answer.kind === "unanswered") return 0;
    return isPassing(answer.status) || (answer.status === 200 && parseJson(answer.text) === undefined)
      ? answer.retryAfter
      : undefined;
  });

/** Too many requests, or a server in trouble. */
export const isPassing = (status: number): boolean => status === 429 || status >= 500;

/**
 * Repeats a read while its error may go away; `asked` gives the milliseconds that the server asked for, `undefined` for
 * a final answer. The pause grows and is stretched by chance, so that many runs do not come back together.
 */
export const repeatWhile = async <T>(
  { pause, maxPause }: Limits,
  read: () => Promise<T>,
  asked: (answer: T) => number | undefined,
): Promise<T> => {
  let last: { readonly answer: T } | undefined;
  try {
    return await pRetry(
      async () => {
        const answer = await read();
        const wait = asked(answer);
        if (wait === undefined) return answer;
        last = { answer };
        throw new Passing(wait);
      },
      {
        retries: repetitions,
        minTimeout: pause,
        maxTimeout: maxPause,
        randomize: true,
        onFailedAttempt: async ({ error, retriesLeft }) => {
          if (error instanceof Passing && retriesLeft > 0) await sleep(Math.min(error.asked, maxPause));
        },
        shouldRetry: ({ error }) => error instanceof Passing,
      },
    );
  } catch (error) {
    if (error instanceof Passing && last !== undefined) return last.answer;
    throw error;
  }
};
