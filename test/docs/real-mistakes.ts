import type { ProblemCode } from "../../action/core/problems/problem.ts";

/**
 * Mistakes that people really made, counted in 78 productions of 2022 and in today's procedures, and what becomes of
 * each here: told under a code, shown by a request of `test/requests`, or not possible any more.
 */
export type RealMistake = { readonly mistake: string } & (
  | { readonly codes: readonly ProblemCode[]; readonly shown: readonly string[] }
  | { readonly impossible: string }
);

const told = (
  mistake: string,
  codes: ProblemCode | readonly ProblemCode[],
  ...shown: readonly string[]
): RealMistake => ({
  mistake,
  codes: typeof codes === "string" ? [codes] : codes,
  shown,
});
const gone = (mistake: string, impossible: string): RealMistake => ({ mistake, impossible });

/** In the order in which the archive of 2022 was read; 45 kinds. */
export const kindsOf2022: readonly RealMistake[] = [
  told("An input that no step makes", "unknown-reference", "from-nowhere"),
  gone("Two or more outputs that no step reads", "every last step is an output of the workflow under a key of its own"),
  gone("A workflow without any edge became empty", "a workflow of one step is a workflow"),
  told("A dataset named after another step than the one that makes it", "unknown-output", "no-such-output"),
  told("A shell expression where PanDA wants a number", "wrong-type", "shell-where-a-number-belongs"),
  gone("`when` in a workflow of CWL v1.0", "workflows are CWL v1.2"),
  gone(
    "Parentheses in an exported value: the script does not parse",
    "every value is quoted, and `bash -n` reads every wrapper",
  ),
  gone("Blanks in an exported value: only the first word is kept", "every value is quoted"),
  gone("A job that is connected to nothing is dropped without a warning", "every step is in the workflow"),
  told("A misspelt option: nJObs", "unknown-key", "unknown-key-in-a-step", "variants-that-change-nothing"),
  told("An empty value", "wrong-type", "shell-where-a-number-belongs"),
  told("A required file that no command makes", "output-not-produced", "output-never-made"),
  told("An archive under another name than is required", "output-not-produced", "archive-under-another-name"),
  told("A result without the ending that the archive packs", "result-not-packed", "result-not-in-the-archive"),
  told("A variable that nothing sets", "unset-variable", "variable-never-set"),
  told("A parameter that its own commands ignore", "unused-parameter", "parameters-never-read"),
  told("A macro that is not among the resources, or in another case", "macro-not-found", "macro-of-another-case"),
  told("A macro in the commands and another one in `macro`", "macro-differs", "commands-run-another-macro"),
  told("A macro in the commands that no resource brings along", "macro-not-found", "macro-not-sent-along"),
  told("A number of jobs on a step with inputs: no effect", "jobs-with-inputs", "jobs-beside-inputs"),
  told("A secondary input with too few files", "secondary-too-small", "secondary-too-small"),
  told("`reuse` without need", "unneeded-reuse", "reuse-of-enough"),
  told("Event counts that differ along a chain", "events-differ", "chain-that-does-not-fit"),
  told("Productions of one chain on different builds", "mixed-builds", "chain-that-does-not-fit"),
  told("Run numbers mixed in one workflow", "mixed-runs", "run-numbers-mixed"),
  told("A step that the other production does not have", "unknown-step", "reads-what-is-not-there"),
  told("Data of a tag that was never produced", "unknown-production", "reads-what-is-not-there"),
  told(
    "A container's name where a task's belongs: the suffix is doubled",
    "duplicate-suffix",
    "task-name-with-its-output",
  ),
  told(
    "One dataset several times in a list; where it is meant, `repeat` says so",
    "same-input-twice",
    "same-input-twice",
  ),
  told(
    "An input from outside named like one from inside",
    ["bad-input-name", "ambiguous-name"],
    "input-names",
    "step-and-input-of-one-name",
  ),
  told("A wildcard as output: PanDA packs it under another name", "bad-output-name", "output-with-a-wildcard"),
  told("The tag contradicts the jobs", ["tag-and-content", "same-content"], "tag-of-another-job", "same-content-twice"),
  gone("One name submitted again", "a version is submitted once; its names are on the ledger before the first call"),
  gone(
    "A first number used again under one tag: equal seeds",
    "seed ranges are kept on the ledger and never overlap within a stream",
  ),
  told(
    "A number with more digits than the name has room for",
    ["seed-padding", "seeds-exhausted"],
    "number-of-the-job-too-wide",
    "seeds-that-do-not-fit",
  ),
  told("A failure that the last copy hides", "exit-status-ignored", "status-lost-in-run", "status-lost-in-a-script"),
  told("Paths in somebody's home", "home-path", "home-folders"),
  told("A log of one name for all submissions", "shared-file-name", "log-of-one-name"),
  told("`mkdir` that fails on a retry", "mkdir-without-p", "mkdir-that-fails-on-a-retry"),
  told("An archive that packs the inputs too", "archive-takes-inputs", "archive-of-inputs-too"),
  told("A step without outputs", "missing-key", "keys-missing"),
  gone(
    "A workflow output that points at no step",
    "outputs are made from the steps, and a parser of PanDA's reads every workflow in the tests",
  ),
  told("Unused parameters and placeholders; comments are not checked", "unused-parameter", "parameters-never-read"),
  gone(
    "Resources that are links to a home folder",
    "links are refused, and the content of every file is hashed; tested where git cannot carry one",
  ),
  gone("The check refused and the submission went on", "only `checked` leads to a submit call; tested at every state"),
];

/** Of clients, servers and procedures, as they are today. */
export const defectsOfToday: readonly RealMistake[] = [
  gone("The check of the native client submits", "the native workflow is printed and never sent"),
  gone(
    "Clients end with 0 when the server refuses",
    "the answer is read, not an exit code; success is `true` and a whole number",
  ),
  gone(
    "The native endpoint takes one request twice",
    "it is not used; and the ledger holds the intent before any call",
  ),
  gone(
    "Archives that point into a private folder",
    "resources are files of the folder, of `_shared`, or of a full commit, and are hashed",
  ),
  told("A tag with another production's content", "same-content", "same-content-twice"),
  told("One tag with several contents", ["version-not-moved", "version-too-small"]),
  gone(
    "Wrong sizes in names",
    "numbers are written once and the plan shows them; a tag has no field for them unless the conventions give it one",
  ),
  told(
    "Unknown fields that are dropped without a warning",
    "unknown-key",
    "unknown-key-at-the-top",
    "unknown-key-nested",
  ),
  told("Two numbers in a list without a comma: one text", "wrong-type", "wrong-types"),
  told("A build that moves under its name", "trials-only", "release-with-a-moving-build"),
  told("One name for two productions in two folders", "duplicate-tag", "two-with-one-tag"),
  told("A wrong letter in a build's name", "bad-software", "build-of-no-kind"),
  told("A job number used as the number of events: `$1`", "no-arguments", "first-argument-for-events"),
  gone(
    "Task numbers in dataset names that change with the order of steps",
    "names are those that PanDA's check answered; requests name productions and steps",
  ),
];
