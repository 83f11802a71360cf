/** What is mutated together, and the tests that have to notice. Paths and patterns from the repository's top. */
export type Room = {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Slower tests, of flows: asked only about a mutant that `tests` let live and that has no reason. */
  readonly further?: readonly string[];
};

const ofReconcile: readonly string[] = [
  // One starts a sandbox PanDA, the other plays every moment of a pass.
  "test/flows/reconcile/**/!(fault-passes|races).test.ts",
  "test/flows/ledger-access/update-status-comments.test.ts",
];

/**
 * Small sets of tests: a mutant in a constant is run against all tests of its room. Nothing here starts a PanDA or a
 * browser of GitHub; only the ledger's adapter meets real git, and what lives of reconcile the approvals on it.
 */
export const rooms: readonly Room[] = [
  {
    name: "core/submission",
    mutate: ["action/core/submission/!(states).ts"],
    tests: ["test/core/submission/**/*.test.ts"],
    further: [
      ...ofReconcile,
      "test/flows/{first-line,status}.test.ts",
      "test/flows/commands/handle-command.test.ts",
      "test/core/view/plan/verdict-line.test.ts",
    ],
  },
  {
    // A table of words, made at import: the page that is printed from it judges it, and few files are loaded anew.
    name: "states",
    mutate: ["action/core/submission/states.ts"],
    tests: ["test/core/submission/ways-out.test.ts"],
    further: ["test/core/submission/**/*.test.ts"],
  },
  { name: "core/ledger", mutate: ["action/core/ledger/**/*.ts"], tests: ["test/core/ledger/**/*.test.ts"] },
  {
    name: "versioning",
    mutate: ["action/core/versioning/check-version.ts"],
    tests: ["test/core/versioning/check-version.test.ts", "test/core/validate/variants.test.ts"],
  },
  {
    name: "cost",
    mutate: ["action/core/outcomes/measured-cost.ts"],
    tests: ["test/core/outcomes/measured-cost.test.ts"],
  },
  {
    name: "life of data",
    mutate: ["action/core/catalogue/keep-rule.ts", "action/core/outcomes/asked-owners.ts"],
    tests: ["test/core/catalogue/keep-rule.test.ts", "test/core/outcomes/asked-owners.test.ts"],
  },
  { name: "core/policy", mutate: ["action/core/policy/*.ts"], tests: ["test/core/policy/*.test.ts"] },
  {
    name: "core/validate",
    mutate: [
      "action/core/validate/{split-runs,trial-request}.ts",
      "action/core/validate/wiring/{pairs,joins,origins}.ts",
      "action/core/production/{pilot-runs,file-names,run-row,trial-part}.ts",
    ],
    tests: [
      "test/core/validate/{split-runs,trial-request}.test.ts",
      "test/core/validate/wiring/pairs.test.ts",
      "test/core/production/pilot-runs.test.ts",
      "test/core/plan/pairs.test.ts",
      "test/flows/reconcile/trial.test.ts",
    ],
    further: [
      "test/core/validate/**/{requests,run-lists,tables}.test.ts",
      "test/core/pass/approval/todays-rules.test.ts",
    ],
  },
  {
    name: "answers of PanDA",
    mutate: ["action/adapters/panda/answers.ts"],
    tests: ["test/adapters/panda/answers.test.ts"],
  },
  {
    name: "adapters/ledger",
    mutate: ["action/adapters/ledger/!(git-*).ts"],
    tests: ["test/adapters/ledger/ledger-on-files.test.ts"],
  },
  {
    name: "ledger on git",
    mutate: ["action/adapters/ledger/{git-ledger,git-ledger-changes}.ts"],
    tests: ["test/adapters/ledger/git-ledger.test.ts", "test/contracts/ledger-changes.test.ts"],
  },
  {
    name: "core/pass",
    mutate: ["action/core/pass/**/*.ts", "action/core/command/confirmed-command.ts"],
    tests: [
      "test/core/pass/!(approval)/**/*.test.ts",
      "test/core/pass/*.test.ts",
      "test/core/pass/approval/!(approval).test.ts",
    ],
    further: ["test/core/pass/approval/approval.test.ts", ...ofReconcile],
  },
  { name: "flows/reconcile", mutate: ["action/flows/reconcile/**/*.ts"], tests: ofReconcile },
];
