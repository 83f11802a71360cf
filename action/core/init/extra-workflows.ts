/** Workflows that a repository gets only where somebody asks for them, and what each is for. */
export const extraWorkflows = {
  form: "an issue, filled in as a form, becomes a pull request",
  runs: "opens a pull request when the experiment has new runs",
  site: "shows the ledger as pages",
  upkeep: "opens pull requests for newer versions of what requests name",
  tryout: "a few jobs of what a pull request changes run on GitHub's runner",
  "tryout-site": "the same on a machine of the experiment, each run approved by a person",
} as const satisfies Readonly<Record<string, string>>;

/** All files of workflows in a release, without `.yml`: those of every repository first. */
export const shippedWorkflowNames: readonly string[] = [
  "check",
  "comment",
  "command",
  "reconcile",
  "reconcile-schedule",
  ...Object.keys(extraWorkflows),
];
