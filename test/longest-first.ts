import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of stories that take longest, by the clock: one that began last would run alone in the end. */
export const longest: readonly string[] = [
  "test/e2e/stories-main.test.ts",
  "test/e2e/tutorial.test.ts",
  "test/e2e/canary.test.ts",
  "test/e2e/form.test.ts",
  "test/e2e/fetching.test.ts",
  "test/e2e/plan-of-head.test.ts",
  "test/e2e/expiry.test.ts",
  "test/e2e/permissions.test.ts",
  "test/e2e/people.test.ts",
  "test/e2e/stories/leaks.test.ts",
  "test/e2e/playground.test.ts",
  "test/e2e/stories/orders.test.ts",
  "test/e2e/rules.test.ts",
  "test/e2e/hostile-text.test.ts",
];

/** They begin first, and the others as Vitest orders them: where nothing is known of the last run, by their size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.some((path) => moduleId.endsWith(`/${path}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
