/** What is mutated together, and the tests that have to notice. Paths and patterns from the repository's top. */
export type Room = {
  readonly name: string;
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
  /** Slower tests, of flows: asked only about a mutant that `tests` let live and that has no reason. */
  readonly further?: readonly string[];
};

const ofReconcile: readonly string[] = [
  "test/flows/reconcile/**/*.test.ts",
  "test/flows/{approved-rules,packed,report,talk,todays-rules}.test.ts",
];

/**
 * Small sets of tests: a mutant in a constant is run against all tests of its room. Nothing here starts a PanDA or a
 * browser of GitHub; only the ledger's adapter meets real git, and what lives of reconcile the approvals on it.
 */
export const rooms: readonly Room[] = [
  {
    name: "core/submission",
    mutate: ["action/core/submission/!(ways-out).ts"],
    tests: ["test/core/submission/**/*.test.ts"],
    further: [...ofReconcile, "test/flows/{first-line,status,steer}.test.ts", "test/core/view/verdict-line.test.ts"],
  },
  {
    // A table of words, made at import: the page that is printed from it judges it, and few files are loaded anew.
    name: "ways out",
    mutate: ["action/core/submission/ways-out.ts"],
    tests: ["test/core/submission/ways-out.test.ts"],
  },
  {
    name: "core/ledger",
    mutate: ["action/core/ledger/**/*.ts"],
    tests: ["test/core/ledger/**/*.test.ts"],
  },
  {
    name: "judge-version",
    mutate: ["action/core/advice/judge-version.ts"],
    tests: ["test/core/advice/judge-version.test.ts", "test/core/judge/variants.test.ts"],
  },
  {
    name: "core/policy",
    mutate: ["action/core/policy/*.ts"],
    tests: ["test/core/policy/*.test.ts"],
  },
  {
    name: "core/judge",
    mutate: ["action/core/judge/{pairs,joins,blocks,first-runs,trial-request}.ts"],
    tests: [
      "test/core/judge/{pairs,blocks,first-runs,trial-request}.test.ts",
      "test/core/plan/pairs.test.ts",
      "test/flows/reconcile/{trial,trial-refused}.test.ts",
    ],
    further: ["test/core/judge/{requests,run-lists,tables}.test.ts", "test/flows/todays-rules.test.ts"],
  },
  {
    name: "answers of PanDA",
    mutate: ["action/adapters/panda/{answers,server-fault}.ts"],
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
    name: "flows/reconcile",
    mutate: ["action/flows/reconcile/**/*.ts", "action/flows/gather/confirmed-command.ts"],
    tests: ofReconcile,
    further: ["test/flows/approval.test.ts"],
  },
];
