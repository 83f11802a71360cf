import type { Bump } from "../tag/version.ts";

/**
 * The least bump for a change, by where it stands in the content. The first row that matches decides; `*` is one
 * name, `**` any rest. From the classes of real changes: physics or wiring is major, statistics or inputs minor,
 * how it runs patch.
 */
export const bumpRules: readonly {
  readonly where: string;
  readonly bump: Exclude<Bump, "none">;
  readonly because: string;
}[] = [
  { where: "build", bump: "major", because: "another software release makes other physics" },
  { where: "conditions", bump: "major", because: "other conditions make other physics" },
  { where: "steps.*.eventsPerJob", bump: "minor", because: "another amount of events" },
  { where: "steps.*.jobs", bump: "minor", because: "another amount of events" },
  { where: "steps.*.in.*.filesPerJob", bump: "minor", because: "another mixture of inputs" },
  { where: "steps.*.in.*.reuse", bump: "minor", because: "another mixture of inputs" },
  { where: "steps.*.in.**", bump: "major", because: "the wiring changed" },
  { where: "steps.*.out.**", bump: "major", because: "other outputs" },
  { where: "steps.*.memory", bump: "patch", because: "how it runs" },
  { where: "steps.*.cores", bump: "patch", because: "how it runs" },
  { where: "steps.*.walltime", bump: "patch", because: "how it runs" },
  { where: "steps.*.cpuTimePerEvent", bump: "patch", because: "how it runs" },
  { where: "steps.*.maxAttempt", bump: "patch", because: "how it runs" },
  { where: "steps.*.sites.**", bump: "patch", because: "where it runs" },
  { where: "steps.*.seed.**", bump: "minor", because: "other random numbers" },
  { where: "steps.*.parameters.**", bump: "major", because: "parameters steer the physics" },
  { where: "steps.*.resources.**", bump: "major", because: "other files reach the payload" },
  { where: "steps.*.run", bump: "major", because: "the payload does something else" },
  { where: "steps.*", bump: "major", because: "a step came or went" },
  { where: "defaults.**", bump: "patch", because: "how it runs" },
  { where: "inputs.**", bump: "minor", because: "other input data" },
  { where: "files.**", bump: "major", because: "a resource changed" },
  { where: "**", bump: "major", because: "a change nobody has classified" },
];
