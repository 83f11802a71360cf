/** Workflows that a repository gets only where somebody asks for them, and what each is for. */
export const extraWorkflows = {
  deployments: "GitHub's own pages show how submissions stand",
  runs: "opens a pull request when the experiment has new runs",
  tryout: "a few jobs of what a pull request changes run on GitHub's runner",
} as const satisfies Readonly<Record<string, string>>;

/** The variable of the repository without which `deployments.yml` does nothing. */
export const deploymentsVariable = "SHREK_DEPLOYMENTS";

/** All files of workflows in a release, without `.yml`: those of every repository first. */
export const shippedWorkflowNames: readonly string[] = [
  "check",
  "comment",
  "command",
  "reconcile",
  ...Object.keys(extraWorkflows),
];
