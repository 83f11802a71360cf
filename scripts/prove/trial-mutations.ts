import type { ByStories, Mutation } from "./mutation.ts";

const flows = "action/flows/reconcile";

/** Of trials: what permits one, what it is named, and what it may not take from productions (SAFETY invariant 12). */
export const trialMutations: readonly (Mutation & ByStories)[] = [
  {
    name: "a trial is asked about once in a pass",
    edits: [
      {
        file: `${flows}/derive.ts`,
        from: "const asked = isTrialPromise(state) ? trials : pass.derived;",
        to: "const asked = pass.derived;",
      },
    ],
    breaks: "invariant 12",
    theme: "trials",
    most: 1,
  },
  {
    name: "the comments and the pull request of a trial are not asked for again",
    edits: [
      {
        file: `${flows}/trial-made.ts`,
        from: "  if (unordered !== undefined) return notAllowed(unordered);",
        to: "  if (unordered === undefined || unordered === null) pass.setting.tell(order.id);",
      },
    ],
    breaks: "invariant 12",
    theme: "trials",
    most: 700,
  },
  {
    name: "a promise of a trial whose order an earlier one answered is called",
    edits: [{ file: `${flows}/derive-trial.ts`, from: "  if (twin !== undefined)", to: '  if (twin === "")' }],
    breaks: "invariant 14",
    theme: "trials",
    most: 700,
  },
  {
    name: "a trial takes the seeds of productions",
    edits: [
      { file: `${flows}/prepare.ts`, from: "trial === undefined ? allotSeeds", to: "trial !== null ? allotSeeds" },
    ],
    breaks: "invariant 12",
    theme: "trials",
    most: 1,
  },
  {
    name: "a trial gets a tag of production/*",
    edits: [{ file: `${flows}/tags.ts`, from: "if (intent.trial !== undefined) return undefined;", to: "" }],
    breaks: "invariant 12",
    theme: "trials",
    most: 1,
  },
  {
    name: "a production reads data of a trial under their own name",
    edits: [
      { file: `${flows}/clearance.ts`, from: "if (unread !== undefined) return", to: 'if (unread === "") return' },
    ],
    breaks: "invariant 12",
    theme: "trials",
    most: 1,
  },
  {
    name: "a trial takes the name of the version that it tries",
    edits: [
      {
        file: `${flows}/enter-trials.ts`,
        from: "return nextTrial(releaseOf(version), isTrial(version) ? [version, ...taken] : taken);",
        to: 'return taken.includes("never") ? nextTrial(releaseOf(version), taken) : releaseOf(version);',
      },
    ],
    breaks: "invariant 12",
    theme: "trials",
    most: 1,
  },
  {
    name: "a trial has the label of releases",
    edits: [
      {
        file: "action/core/production/production.ts",
        from: "trial ? conventions.labels.trial : conventions.labels.release;",
        to: "trial ? conventions.labels.release : conventions.labels.release;",
      },
    ],
    breaks: "invariant 12",
    theme: "trials",
    most: 1,
  },
];
