import pLimit from "p-limit";

/**
 * Children of git that run at the same time in this process, however many repositories and questions there are. One
 * more for each repository reads objects (`objects.ts`) and stays.
 */
export const gitAtOnce = pLimit(7);
