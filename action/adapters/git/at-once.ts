import pLimit from "p-limit";

/** Children of git at the same time in this process; one more for each repository reads objects (`objects.ts`). */
export const gitAtOnce = pLimit(7);
