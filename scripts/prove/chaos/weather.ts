import type { Chance } from "../../fuzz/chance.ts";
import type { Fault } from "../../sandbox/panda/faults.ts";

type Given = Omit<Fault, "at" | "times">;

/** Each way of the fault table that ends by itself; the tests of contracts have those that a person must mend. */
const ways: readonly Given[] = [
  { fault: "no-answer-before-effect" },
  { fault: "no-answer-after-effect" },
  { fault: "500" },
  { fault: "500", effect: true },
  { fault: "too-many", seconds: 0 },
  { fault: "declined" },
  { fault: "html" },
  { fault: "html", effect: true },
  { fault: "truncated" },
  { fault: "python-repr" },
  { fault: "null-request", effect: true },
  { fault: "false-request" },
  { fault: "false-request", effect: true },
];

/** A lost call that acts later: what PanDA then holds twice, no client can prevent (SAFETY S1). */
const ghosts: readonly Given[] = [
  { fault: "ghost", minutes: 30 },
  { fault: "ghost", minutes: 600 },
  { fault: "twice", minutes: 5 },
];

/** One request in twenty goes wrong, one of eight of these by a ghost; `met` counts them by their kind. */
export const weather = (chance: Chance, met: Map<string, number>): ((keys: readonly string[]) => Fault | undefined) => {
  return (keys) => {
    if (!chance.oneIn(20)) return undefined;
    const given = chance.of(chance.oneIn(8) ? ghosts : ways);
    met.set(given.fault, (met.get(given.fault) ?? 0) + 1);
    return { ...given, at: keys[0] ?? "*" };
  };
};
