/** Dear stories that were played in both ways, with the same result. Another comes in when it was. */
export const warmStories: readonly string[] = [
  "test/e2e/fetching.test.ts",
  "test/e2e/form.test.ts",
  "test/e2e/login.test.ts",
  "test/e2e/permissions.test.ts",
  "test/e2e/stories-main.test.ts",
];
