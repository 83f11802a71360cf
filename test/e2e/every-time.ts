/**
 * Of the stories in `test/e2e/`, those that `npm test` plays: the least that shows each bundle, and each promise of
 * docs/safety.md, through what ships. The others take many minutes: `npm run test:stories`; `.ci/run` plays all.
 */
export const everyTime: readonly string[] = [
  // check, comment, command and reconcile: from pull request to done, withheld, refused, retried
  "test/e2e/pull-request.test.ts",
  // submitted once: two processes, a killed one, lost answers, ghosts
  "test/e2e/reconcile.test.ts",
  // kill, close and withdraw
  "test/e2e/stories/terminal.test.ts",
  // what could not be done, in words and exit codes
  "test/e2e/could-not.test.ts",
];
