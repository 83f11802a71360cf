import type { Bump } from "../conventions/version-style.ts";

/** What kind of thing changed; data may be added to a sample only if nothing but `statistics` and `running` did. */
export type ChangeKind = "physics" | "wiring" | "statistics" | "inputs" | "running";

type BumpRule = {
  readonly where: string;
  readonly bump: Exclude<Bump, "none">;
  readonly kind: ChangeKind;
  readonly because: string;
};

const running = (where: string, because = "how it runs"): BumpRule => ({
  where,
  bump: "patch",
  kind: "running",
  because,
});
const amount = (where: string, because = "another number of events"): BumpRule => ({
  where,
  bump: "minor",
  kind: "statistics",
  because,
});
const inputs = (where: string, because: string): BumpRule => ({ where, bump: "minor", kind: "inputs", because });
const wiring = (where: string, because: string): BumpRule => ({ where, bump: "major", kind: "wiring", because });
const physics = (where: string, because: string): BumpRule => ({ where, bump: "major", kind: "physics", because });

/** Executed text is major unless it is shown to be no more than comments, blanks or words in the job's own log. */
export const executedText = "steps.*.run.executed";

/**
 * The least bump for a change, by its path in the content. The first row that matches decides; `*` is one name, `**`
 * any rest. From the classes of real changes: physics or wiring is major, statistics or inputs minor, how it runs
 * patch.
 */
export const bumpRules: readonly BumpRule[] = [
  physics("build", "another software release makes other physics"),
  physics("steps.*.build", "another software release makes other physics"),
  physics("conditions", "other conditions make other physics"),
  amount("extends", "extends a sample"),
  amount("steps.*.eventsPerJob"),
  amount("steps.*.jobs"),
  amount("steps.*.in.*.maxFiles"),
  running("steps.*.in.*.maxFilesPerJob"),
  running("steps.*.in.*.gbPerJob"),
  inputs("steps.*.in.*.filesPerJob", "other input files per job"),
  wiring("steps.*.in.*.reuse", "which files belong together"),
  wiring("steps.*.in.*.group.**", "which files belong together"),
  inputs("steps.*.in.*.match.**", "other files are read"),
  inputs("steps.*.in.*.exclude", "other files are read"),
  inputs("steps.*.in.*.skip", "other files are read"),
  inputs("steps.*.in.*.repeat", "files are read more often"),
  inputs("steps.*.in.*.complete.**", "other jobs may be made; they are listed separately"),
  wiring("steps.*.in.**", "the wiring changed"),
  running("steps.*.out.*.minBytes", "how outputs are checked"),
  running("steps.*.checks.**", "how outputs are checked"),
  running("steps.*.validates", "what counts as validated"),
  wiring("steps.*.out.**", "other outputs"),
  wiring("steps.*.when", "the condition of a step changed"),
  running("steps.*.table", "where the table is"),
  running("steps.*.copyInputs", "how its input files are read"),
  running("steps.*.memory.**"),
  running("steps.*.cores"),
  running("steps.*.walltime"),
  running("steps.*.maxAttempt"),
  running("steps.*.priority"),
  running("steps.*.sites.**", "where it runs"),
  running("steps.*.excludeSites.**", "where it runs"),
  running("steps.*.destination", "another storage element"),
  running("steps.*.accept", "another share of files counts as success"),
  running("steps.*.estimate.**", "the estimated cost"),
  physics("steps.*.container", "other software runs the payload"),
  amount("steps.*.seed.**", "other random numbers"),
  inputs("steps.*.parameters.runnumber", "another run number"),
  inputs("steps.*.parameters.runNumber", "another run number"),
  inputs("steps.*.parameters.run", "another run number"),
  physics("steps.*.parameters.**", "parameters steer the physics"),
  running("steps.*.resources.*.commit", "another commit; the files that it changes are listed separately"),
  running("steps.*.resources.*.branch", "the branch that is searched for a newer commit"),
  physics("steps.*.resources.**", "other files reach the payload"),
  physics(executedText, "what jobs execute has changed"),
  running("steps.*.run.message", "only words in the log"),
  running("steps.*.run.blanks", "only blanks, or comments behind commands"),
  wiring("steps.*", "a step was added or removed"),
  physics("defaults.container", "other software runs the payload"),
  running("defaults.**"),
  wiring("runs.**", "what is one submission changed"),
  running("inputs.*.require.**", "the required state of an input"),
  running("inputs.*.when", "what its start waits for"),
  running("inputs.*.list", "where the list is; the jobs that it makes are listed separately"),
  wiring("inputs.*.names.**", "the keys in the names of files, which the payload reads"),
  inputs("inputs.**", "other input data"),
  wiring("renamed.*", "a step has another name, and so have its datasets"),
  running("modes.**", "the right to execute a file; its text is the same"),
  physics("moved.**", "a resource has another path; the payload may use the old path"),
  amount("tables.*.appended", "more rows are more jobs"),
  physics("tables.**", "jobs with other values"),
  physics("files.**", "a resource changed"),
  physics("**", "a change that no rule covers"),
];
