import type { ByLiars, Mutation } from "./mutation.ts";

const flows = "action/flows/reconcile";

/** What keeps a person who lies to reconcile from a submit or an order. */
export const liarMutations: readonly (Mutation & ByLiars)[] = [
  {
    name: "an edited comment is an order",
    edits: [
      { file: "action/core/command/command-of-comment.ts", from: "editor === undefined ?", to: 'editor !== "" ?' },
    ],
    breaks: "submitted without approval",
    liars: 600,
  },
  {
    name: "a release is cleared although an approval lacks",
    edits: [
      {
        file: `${flows}/clearance.ts`,
        from: "    const clearance = await approvalOf(commit, production, submits);",
        to: "    const clearance = { ...(await approvalOf(commit, production, submits)), lacking: undefined };",
      },
    ],
    breaks: "submitted without approval",
    liars: 100,
  },
  {
    name: "the comments behind an order of a trial are not read",
    edits: [
      {
        file: `${flows}/trial-fault.ts`,
        from: "  if (unsaid !== undefined) return unsaid;",
        to: '  if (unsaid === "") return unsaid;',
      },
    ],
    breaks: "submitted without approval",
    liars: 600,
  },
];
