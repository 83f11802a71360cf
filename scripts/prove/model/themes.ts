import type { Disturbance } from "./disturbance.ts";

/** Disturbances that can only be dangerous together: explored with each other, to a depth that all of them would not allow. */
export type Theme = {
  readonly name: string;
  readonly depth: number;
  readonly belongs: (what: Disturbance) => boolean;
};

const oneOf =
  (...kinds: readonly Disturbance["kind"][]) =>
  ({ kind }: Disturbance): boolean =>
    kinds.includes(kind);

/** A file of the server's cache that stays is what makes a ghost. */
const leavesFile = (what: Disturbance): boolean =>
  (what.kind === "check" || what.kind === "submit") && what.answer.endsWith("file stays");

export const themes: readonly Theme[] = [
  { name: "anything", depth: 2, belongs: () => true },
  { name: "processes", depth: 3, belongs: oneOf("dies", "interrupted", "stands still", "outage") },
  { name: "answers", depth: 3, belongs: oneOf("check", "submit", "ghost", "interrupted", "hours") },
  { name: "login", depth: 4, belongs: (what) => leavesFile(what) || oneOf("login", "ghost", "dies")(what) },
  { name: "main", depth: 3, belongs: oneOf("main", "interrupted", "dies", "tasks fail") },
  { name: "strangers", depth: 2, belongs: oneOf("stranger", "submit", "dies", "interrupted") },
  { name: "people", depth: 3, belongs: (what) => leavesFile(what) || oneOf("says", "ghost", "tasks fail")(what) },
];
