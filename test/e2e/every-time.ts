/**
 * Of the stories in `test/e2e/`, those that `npm test` plays: the least that shows each bundle, and each verb of safety,
 * through what ships. The others take many minutes: `npm run test:stories`; `.ci/run` plays all.
 */
export const everyTime: readonly string[] = [
  // check, comment and reconcile: the plan, from merge to done, withheld, refused
  "test/e2e/merge.test.ts",
  // command: killed after a yes, and closed
  "test/e2e/stories/kill.test.ts",
  // the command line: submitted once by two processes, and by one that is killed right after its call
  "test/e2e/once.test.ts",
  // what could not be done, in words and exit codes; no token in what is printed
  "test/e2e/could-not.test.ts",
];
