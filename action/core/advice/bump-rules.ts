import type { Bump } from "../tag/bump.ts";

/** What kind of thing changed; data may be added to a sample only if nothing but `statistics` and `running` did. */
export type ChangeKind = "physics" | "wiring" | "statistics" | "inputs" | "running";

type Rule = {
  readonly where: string;
  readonly bump: Exclude<Bump, "none">;
  readonly kind: ChangeKind;
  readonly because: string;
};

const running = (where: string, because = "how it runs"): Rule => ({ where, bump: "patch", kind: "running", because });
const amount = (where: string, because = "another amount of events"): Rule => ({
  where,
  bump: "minor",
  kind: "statistics",
  because,
});
const inputs = (where: string, because: string): Rule => ({ where, bump: "minor", kind: "inputs", because });
const wiring = (where: string, because: string): Rule => ({ where, bump: "major", kind: "wiring", because });
const physics = (where: string, because: string): Rule => ({ where, bump: "major", kind: "physics", because });

/**
 * The least bump for a change, by where it stands in the content. The first row that matches decides; `*` is one
 * name, `**` any rest. From the classes of real changes: physics or wiring is major, statistics or inputs minor,
 * how it runs patch.
 */
export const bumpRules: readonly Rule[] = [
  physics("build", "another software release makes other physics"),
  physics("conditions", "other conditions make other physics"),
  amount("extends", "adds to a sample"),
  amount("steps.*.eventsPerJob"),
  amount("steps.*.jobs"),
  amount("steps.*.maxFiles"),
  inputs("steps.*.in.*.filesPerJob", "another mixture of inputs"),
  inputs("steps.*.in.*.reuse", "another mixture of inputs"),
  inputs("steps.*.in.*.match", "other files are read"),
  inputs("steps.*.in.*.exclude", "other files are read"),
  inputs("steps.*.in.*.skip", "other files are read"),
  inputs("steps.*.in.*.repeat", "files are read more often"),
  wiring("steps.*.in.**", "the wiring changed"),
  running("steps.*.out.*.minBytes", "how outputs are checked"),
  wiring("steps.*.out.**", "other outputs"),
  wiring("steps.*.when", "when a step runs changed"),
  running("steps.*.maxFilesPerJob"),
  running("steps.*.gbPerJob"),
  running("steps.*.memory"),
  running("steps.*.cores"),
  running("steps.*.walltime"),
  running("steps.*.cpuTimePerEvent"),
  running("steps.*.maxAttempt"),
  running("steps.*.priority"),
  running("steps.*.sites.**", "where it runs"),
  running("steps.*.excludeSites.**", "where it runs"),
  running("steps.*.destination", "where the data go"),
  running("steps.*.accept", "what counts as good"),
  running("steps.*.estimate.**", "what it is thought to cost"),
  physics("steps.*.container", "other software runs the payload"),
  amount("steps.*.seed.**", "other random numbers"),
  physics("steps.*.parameters.**", "parameters steer the physics"),
  physics("steps.*.resources.**", "other files reach the payload"),
  physics("steps.*.run", "the payload does something else"),
  wiring("steps.*", "a step came or went"),
  physics("defaults.container", "other software runs the payload"),
  running("defaults.**"),
  running("inputs.*.require.**", "what an input has to meet"),
  inputs("inputs.**", "other input data"),
  physics("files.**", "a resource changed"),
  physics("**", "a change nobody has classified"),
];
