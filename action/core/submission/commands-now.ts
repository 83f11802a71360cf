import { ruleOf, type Verb } from "../command/verbs.ts";
import { lacksOutputs } from "./arriving.ts";
import { joinsBehind, stepsWithoutTask } from "./joins.ts";
import { isKilledInVain, refusalBy, stepsToRetry } from "./person.ts";
import type { SubmissionState } from "./state.ts";
import { stateTable } from "./states.ts";
import { isUntaken } from "./ways-out.ts";

/** A command as it is typed, and its effect in the present state of a submission. */
export type CommandLine = { readonly line: string; readonly does: string };

/** Exactly the commands that can work now, the most likely first, ready to be copied. `isRemade`: a later version makes its lost results. */
export const commandsNow = (state: SubmissionState, target: string, isRemade = false): readonly CommandLine[] =>
  (Object.entries(stateTable[state.kind].verbs) as readonly (readonly [Verb, string])[])
    .filter(([verb]) => refusalBy(state, { verb }) === undefined && !isIdle(state, verb, isRemade))
    .toSorted(([a], [b]) => Number(b === likeliest(state)) - Number(a === likeliest(state)))
    .flatMap(([verb, does]) =>
      linesOf(verb, target).map((line) => ({ line, does: verb === "retry" ? `${does}${unreachedBy(state)}` : does })),
    );

/** Of a retry: joins that have begun, which get no files of what runs again, and steps that never begin. */
const unreachedBy = (state: SubmissionState): string => {
  if (!("tasks" in state)) return "";
  const { intent, tasks, past } = state;
  const begun = joinsBehind(intent, tasks, stepsToRetry(state));
  const never = stepsWithoutTask(intent, tasks, past.lost);
  return [
    ...(begun.length === 0
      ? []
      : [
          `; ${begun.join(", ")} ${begun.length === 1 ? "has begun and gets" : "have begun and get"} none of its files`,
        ]),
    ...(never.length === 0 ? [] : [`; ${never.join(", ")} ${never.length === 1 ? "gets" : "get"} no task`]),
  ].join("");
};

/** What main's revert asks is answered by keep or drop, what no site takes by another site, what did not arrive by taking the rest. */
const likeliest = (state: SubmissionState): Verb | undefined => {
  if ("past" in state && state.past.leftMain !== undefined) return "withdraw";
  if (lacksOutputs(state)) return "accept";
  return isUntaken(state) ? "move" : undefined;
};

/** To one who looks for a way out these are none: a kill in vain, a second making, a word on data, their end, and another priority. */
const isIdle = (state: SubmissionState, verb: Verb, isRemade: boolean): boolean =>
  verb === "declare" ||
  verb === "expire" ||
  verb === "priority" ||
  (verb === "retry" && isRemade) ||
  (verb === "kill" && isKilledInVain(state));

const linesOf = (verb: Verb, target: string): readonly string[] => {
  const { words = [""], needed = [] } = ruleOf(verb);
  return words.map((word) =>
    ["/shrek", verb, word, target, needed.includes("site") ? "site=SITE" : ""].filter((part) => part !== "").join(" "),
  );
};
